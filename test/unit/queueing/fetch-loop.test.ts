import type { IQueueBackend } from 'bullmq'
import { describe, expect, it } from 'vitest'
import { createFetchLoop } from '../../../workers/fetch-loop.ts'

/** A loop of two places over a backend that does as the test says. */
function watched() {
  const time = { at: 0 }
  const says = { moveToActive: async (): Promise<unknown[]> => [], waitForJob: async (): Promise<null> => null }
  const loop = createFetchLoop(2, () => time.at)
  const backend = loop.watch({
    moveToActive: () => says.moveToActive(),
    waitForJob: () => says.waitForJob(),
  } as unknown as IQueueBackend)
  return { loop, backend, says, time }
}

describe('a worker is late', () => {
  it('when it has not asked for a job for half a minute', async () => {
    const { loop, backend, time } = watched()
    time.at = 30_000
    expect(loop.lateBy()).toBe(0)
    time.at = 30_500
    expect(loop.lateBy()).toBe(500)
    await backend.moveToActive('token')
    expect(loop.lateBy()).toBe(0)
    time.at = 61_000
    expect(loop.lateBy()).toBe(500)
  })

  it('when all its questions fail', async () => {
    const { loop, backend, says, time } = watched()
    says.moveToActive = () => Promise.reject(new Error('the database system is starting up'))
    time.at = 31_000
    await expect(backend.moveToActive('token')).rejects.toThrow('starting up')
    expect(loop.lateBy()).toBe(1_000)
  })

  it('not while it waits as long as it said it would', async () => {
    const { loop, backend, time } = watched()
    await backend.waitForJob(3_600)
    time.at = 3_630_000
    expect(loop.lateBy()).toBe(0)
    time.at = 3_630_001
    expect(loop.lateBy()).toBe(1)
  })

  it('not while its hands are full, nor at once when one is free again', () => {
    const { loop, time } = watched()
    const [first] = [loop.begin(), loop.begin()]
    time.at = 600_000
    expect(loop.lateBy()).toBe(0)
    first()
    expect(loop.lateBy()).toBe(0)
    time.at = 631_000
    expect(loop.lateBy()).toBe(1_000)
  })
})
