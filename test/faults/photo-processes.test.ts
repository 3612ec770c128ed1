import { getPriority } from 'node:os'
import sharp from 'sharp'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { PhotoChecks } from '../../src/checks/photo-checks.ts'
import { type PhotoPoolOptions, startPhotoPool } from '../../src/checks/photo-pool.ts'
import type { PoolEvent } from '../../src/checks/process-pool.ts'
import { type Fault, faultNames, markPhoto } from './faults.ts'

/** Settled as a value, so that calls can be started first and looked at later. */
const outcomeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'answered',
    (error: unknown) => error,
  )

describe.skipIf(process.platform === 'win32')('a photo that brings its process down', () => {
  let checks: PhotoChecks
  let events: PoolEvent[]
  let good: Uint8Array
  const marked = new Map<Fault, Uint8Array>()
  beforeAll(async () => {
    good = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#888' } })
      .jpeg()
      .toBuffer()
    for (const fault of faultNames) marked.set(fault, await markPhoto(good, fault))
  })
  afterEach(() => checks.close())

  async function start(options: Partial<PhotoPoolOptions> = {}): Promise<void> {
    events = []
    checks = await startPhotoPool({
      engine: 'ppocr',
      processes: 1,
      script: new URL('faulty-process.ts', import.meta.url),
      watch: (event) => events.push(event),
      ...options,
    })
  }
  const read = (fault: Fault) => checks.ocr('id_portrait', marked.get(fault)!)
  const readGood = () => checks.ocr('id_portrait', good)
  const ended = () => events.filter((event) => event.is === 'ended')

  it.each<[Fault, string, RegExp]>([
    ['segfault', 'PHOTO_PROCESS_CRASHED', /^the process that looked at a photo \(ocr\) ended by SIGSEGV$/],
    ['exit', 'PHOTO_PROCESS_CRASHED', /^the process that looked at a photo \(ocr\) ended with exit code 0$/],
    ['heap exhausted', 'PHOTO_PROCESS_CRASHED', /^the process that looked at a photo \(ocr\) ended (by SIG|with exit)/],
    ['never ending', 'PHOTO_TIMED_OUT', /^looking at a photo \(ocr\) took longer than 4000 ms$/],
    ['never answering', 'PHOTO_TIMED_OUT', /^looking at a photo \(ocr\) took longer than 4000 ms$/],
  ])('%s: fails its own call with %s and no other', async (fault, code, message) => {
    await start(code === 'PHOTO_TIMED_OUT' ? { timeLimit: 4_000 } : {})
    const before = await outcomeOf(readGood())
    const calls = await Promise.all([read(fault), readGood(), checks.inspect(good), readGood()].map(outcomeOf))
    expect([before, ...calls.slice(1)]).toEqual(['answered', 'answered', 'answered', 'answered'])
    expect(calls[0]).toMatchObject({ name: 'PhotoProcessError', code, message: expect.stringMatching(message) })
    expect(ended()).toMatchObject([{ error: { code } }])
  })

  it('an error of the reader fails the call with its own words, and the process goes on', async () => {
    await start()
    await expect(read('throwing')).rejects.toMatchObject({
      name: 'RangeError',
      message: 'no line can be told from another',
      stack: expect.stringContaining('faults.ts'),
    })
    expect(await outcomeOf(readGood())).toBe('answered')
    expect(ended()).toEqual([])
  })

  it('another process, in the middle of a photo, does not notice', async () => {
    await start({ processes: 2 })
    const calls = await Promise.all([read('slow'), read('segfault'), read('slow')].map(outcomeOf))
    expect(calls).toEqual(['answered', expect.objectContaining({ code: 'PHOTO_PROCESS_CRASHED' }), 'answered'])
    expect(ended()).toHaveLength(1)
  })

  it('waiting does not count towards the limit of time', async () => {
    await start({ timeLimit: 2_000 })
    // Half a second each, one after the other: the last waits longer than it may take.
    const calls = Array.from({ length: 6 }, () => outcomeOf(read('slow')))
    expect(await Promise.all(calls)).toEqual(calls.map(() => 'answered'))
    expect(ended()).toEqual([])
  })

  it('who waits for an upload comes before readings that wait, also after a crash', async () => {
    await start()
    const order: string[] = []
    const call = (name: string, work: Promise<unknown>) => outcomeOf(work).then(() => order.push(name))
    await Promise.all([
      call('crash', read('segfault')),
      call('read', readGood()),
      call('clarity', checks.clarity('id_portrait', good)),
      call('inspect', checks.inspect(good)),
    ])
    expect(order).toEqual(['crash', 'inspect', 'read', 'clarity'])
  })

  it('processes give way to the service', async () => {
    await start({ processes: 2 })
    while (events.filter(({ is }) => is === 'ready').length < 2) await readGood()
    for (const { pid } of events) expect(getPriority(pid)).toBeGreaterThan(getPriority())
  })
})
