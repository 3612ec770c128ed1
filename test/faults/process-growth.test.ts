import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { PhotoMethods } from '../../src/checks/photo-methods.ts'
import {
  createProcessPool,
  type PoolEvent,
  type ProcessPool,
  type ProcessPoolOptions,
} from '../../src/checks/process-pool.ts'
import { markPhoto } from './faults.ts'

const megabyte = 2 ** 20

describe.skipIf(process.platform === 'win32')('a process that grew', () => {
  let pool: ProcessPool<PhotoMethods>
  let events: PoolEvent[]
  let photo: Uint8Array
  let folder: string
  /** While it exists, no process starts. */
  let obstacle: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhunru-growth-'))
    obstacle = join(folder, 'obstacle')
    const plain = sharp({ create: { width: 400, height: 300, channels: 3, background: '#888' } })
    photo = await markPhoto(await plain.jpeg().toBuffer(), 'leaking')
  })
  afterEach(() => pool.close())
  afterAll(() => rm(folder, { recursive: true }))

  function start(options: Partial<ProcessPoolOptions>): void {
    events = []
    pool = createProcessPool<PhotoMethods>({
      script: fileURLToPath(new URL('faulty-process.ts', import.meta.url)),
      args: ['ppocr', obstacle],
      processes: 1,
      startLimit: 60_000,
      memoryLimit: Infinity,
      leastCalls: 1,
      mostCalls: Infinity,
      isUrgent: () => false,
      watch: (event) => events.push(event),
      ...options,
    })
  }
  /** Keeps 2 MB for ever. */
  const read = () => pool.call('ocr', ['id_portrait', photo], 60_000)
  const of = <K extends PoolEvent['is']>(is: K) => events.filter((e): e is PoolEvent & { is: K } => e.is === is)
  /** Processes that exist at one time, at most; each holds its models. */
  function mostAtOnce(): number {
    let alive = 0
    return Math.max(...events.map(({ is }) => (alive += is === 'started' ? 1 : is === 'ended' ? -1 : 0)))
  }

  it('is replaced, and no call is lost', async () => {
    start({})
    await read()
    const fresh = of('answered')[0]!.memory
    await pool.close()

    const memoryLimit = fresh + 60 * megabyte
    start({ memoryLimit })
    let asked = 0
    for (; of('ended').length === 0; asked++) await read()
    expect(asked).toBeGreaterThan(5)
    expect(of('answered')).toHaveLength(asked)
    expect(of('ended')).toMatchObject([{ error: null, calls: expect.any(Number) }])
    expect(of('ended')[0]!.memory).toBeGreaterThan(memoryLimit)
    await read()
    expect(of('answered').at(-1)!.memory).toBeLessThan(memoryLimit)
    expect(mostAtOnce()).toBe(2)
  })

  it('goes on until its replacement is ready; there is one replacement at a time', async () => {
    start({ processes: 2, mostCalls: 8 })
    const calls = await Promise.allSettled(Array.from({ length: 60 }, read))
    expect(calls.every(({ status }) => status === 'fulfilled')).toBe(true)
    while (of('ended').length < 2) await read()
    expect(of('ended').every(({ error, calls: done }) => error === null && done >= 8)).toBe(true)
    expect(mostAtOnce()).toBe(3)
    expect(of('begun').length).toBe(of('answered').length)
  })

  it('is not replaced over and over where the limit is below what a fresh process holds', async () => {
    start({ memoryLimit: 1, leastCalls: 6 })
    for (let i = 0; i < 5; i++) await read()
    expect(of('started')).toHaveLength(1)
    await read()
    expect(of('started')).toHaveLength(2)
  })

  it('goes on when no other can be started, and is replaced once one can', async () => {
    start({ mostCalls: 3 })
    await read()
    await writeFile(obstacle, '')
    const failedStarts = () => of('ended').filter(({ error }) => error?.code === 'PHOTO_PROCESS_NOT_STARTED')
    while (failedStarts().length < 2) await read()
    await rm(obstacle)
    while (of('ended').every(({ error }) => error)) await read()
    expect(of('answered').length).toBe(of('begun').length)
    expect(mostAtOnce()).toBe(2)
  })

  it('none that can be started: each call learns why, and calls are answered again once one can', async () => {
    await writeFile(obstacle, '')
    start({ processes: 2 })
    const calls = await Promise.allSettled([read(), read(), read()])
    const error = {
      code: 'PHOTO_PROCESS_NOT_STARTED',
      message: 'a photo process ended with exit code 7 before it was ready',
    }
    expect(calls).toMatchObject([1, 2, 3].map(() => ({ status: 'rejected', reason: error })))
    await rm(obstacle)
    await read()
    expect(of('answered')).toHaveLength(1)
  })
})
