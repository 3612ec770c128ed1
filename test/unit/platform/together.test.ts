import { expect, test } from 'vitest'
import { perKey, together } from '../../../src/platform/together.ts'

const tripled = () => {
  const goes: number[][] = []
  let failing: number | null = null
  const ask = together({
    most: 3,
    run: async (items: readonly number[]) => {
      goes.push([...items])
      if (failing !== null && items.includes(failing)) throw new Error(`${failing} cannot be done`)
      return items.map((item) => item * 3)
    },
  })
  return { goes, ask, fail: (item: number | null) => (failing = item) }
}

test('what comes at once is done in as few goes as fit, each with its own answer', async () => {
  const { goes, ask } = tripled()
  expect(await Promise.all([1, 2, 3, 4].map(ask))).toEqual([3, 6, 9, 12])
  expect(goes).toEqual([[1, 2, 3], [4]])
})

test('what comes alone is done alone, and what comes meanwhile is done next', async () => {
  const { goes, ask } = tripled()
  expect(await ask(1)).toBe(3)
  const first = ask(2)
  await new Promise((resolve) => setImmediate(resolve))
  expect(await Promise.all([first, ask(3), ask(4)])).toEqual([6, 9, 12])
  expect(goes).toEqual([[1], [2], [3, 4]])
})

test('one that cannot be done fails by itself, and the next go is as any', async () => {
  const { ask, fail } = tripled()
  fail(2)
  const [one, two, three] = await Promise.allSettled([1, 2, 3].map(ask))
  expect([one, three]).toEqual([
    { status: 'fulfilled', value: 3 },
    { status: 'fulfilled', value: 9 },
  ])
  expect(two).toMatchObject({ status: 'rejected', reason: new Error('2 cannot be done') })
  fail(null)
  expect(await ask(2)).toBe(6)
})

test('each key has one of its own', () => {
  const made = perKey((key: { name: string }) => ({ of: key.name }))
  const [a, b] = [{ name: 'a' }, { name: 'b' }]
  expect(made(a)).toBe(made(a))
  expect(made(b)).toEqual({ of: 'b' })
})
