import { expect, test, vi } from 'vitest'
import { createPlaces } from '../../../src/platform/places.ts'

const gate = () => {
  let open = () => {}
  const passed = new Promise<void>((resolve) => (open = resolve))
  return { open, passed }
}

test('so many at once, the others in order, whatever becomes of those before them', async () => {
  const enter = createPlaces(2, 60_000, () => new Error('full'))
  const began: number[] = []
  const gates = [0, 1, 2, 3].map(gate)
  const all = gates.map(({ passed }, n) =>
    enter(async () => {
      began.push(n)
      await passed
      if (n === 0) throw new Error('it went wrong')
      return n
    }),
  )
  const settled = Promise.allSettled(all)
  await vi.waitFor(() => expect(began).toEqual([0, 1]))
  gates[0]?.open()
  await vi.waitFor(() => expect(began).toEqual([0, 1, 2]))
  for (const { open } of gates) open()
  expect((await settled).map((each) => (each.status === 'fulfilled' ? each.value : each.reason.message))).toEqual([
    'it went wrong',
    1,
    2,
    3,
  ])
})

test('whoever waited in vain is turned away and takes no place, and the next gets in', async () => {
  const enter = createPlaces(1, 10, () => new Error('full'))
  const { open, passed } = gate()
  const first = enter(() => passed)
  await expect(enter(async () => 'late')).rejects.toThrow('full')
  open()
  await first
  expect(await enter(async () => 'in time')).toBe('in time')
})
