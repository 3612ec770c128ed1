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

  it('when nothing answers its questions', async () => {
    const { loop, backend, says, time } = watched()
    says.moveToActive = () => Promise.reject(new Error('the database system is starting up'))
    time.at = 31_000
    await expect(backend.moveToActive('token')).rejects.toThrow('starting up')
    expect(loop.lateBy()).toBe(1_000)
  })

  it.each([
    ['Redis whose memory is full', Object.assign(new Error('OOM command not allowed'), { name: 'ReplyError' }), 0],
    ['a Postgres that is out of disk', Object.assign(new Error('No space left on device'), { code: '53100' }), 0],
    ['a Postgres that starts', Object.assign(new Error('the system is starting up'), { code: '57P03' }), 1_000],
    ['nobody', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), 1_000],
    ['a broken connection', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }), 1_000],
  ])('or not, when it is refused by %s', async (_, error, late) => {
    const { loop, backend, says, time } = watched()
    says.moveToActive = () => Promise.reject(error)
    time.at = 31_000
    await expect(backend.moveToActive('token')).rejects.toBe(error)
    expect(loop.lateBy()).toBe(late)
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
