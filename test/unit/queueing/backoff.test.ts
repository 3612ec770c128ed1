import { expect, test } from 'vitest'
import { backoffMs, untilDone } from '../../../src/queueing/backoff.ts'

test('doubles from 0.1 s to 2 s, half of it by chance', () => {
  expect([0, 1, 2, 3, 4, 5, 100].map((n) => backoffMs(n, () => 1))).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000])
  expect(backoffMs(5, () => 0)).toBe(1_000)
})

test('repeats until done, and tells of each error', async () => {
  const errors: unknown[] = []
  let tries = 0
  const work = async () => {
    tries++
    if (tries < 3) throw new Error(`try ${tries}`)
    return 'done'
  }
  const { signal } = new AbortController()
  expect(await untilDone(work, { signal, onError: (error) => errors.push(error) })).toBe('done')
  expect(errors.map(String)).toEqual(['Error: try 1', 'Error: try 2'])
})

test('ends at once with a final error', async () => {
  const { signal } = new AbortController()
  const work = () => Promise.reject(new TypeError('wrong'))
  await expect(untilDone(work, { signal, onError: () => {}, isFinal: (e) => e instanceof TypeError })).rejects.toThrow(
    'wrong',
  )
})

test('ends with the reason of the signal', async () => {
  const stop = new AbortController()
  const work = () => Promise.reject(new Error('away'))
  const onError = () => stop.abort(new Error('stopping'))
  await expect(untilDone(work, { signal: stop.signal, onError })).rejects.toThrow('stopping')
})
