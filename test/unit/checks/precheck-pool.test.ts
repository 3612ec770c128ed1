import { getPriority } from 'node:os'
import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { measurePhoto } from '../../../src/checks/measure-clarity.ts'
import { type Prechecks, startPrecheckPool } from '../../../src/checks/precheck-pool.ts'
import type { PoolEvent } from '../../../src/checks/process-pool.ts'
import { ZhunruError } from '../../../src/platform/errors.ts'
import { lookAtUpload } from '../../../src/service/start-api.ts'
import { visionVersion } from '../../../src/vision/version.ts'
import { sampleFolder } from '../../support/service.ts'

// Windows has no SIGKILL.
describe.skipIf(process.platform === 'win32')('the process of prechecks', () => {
  let pool: Prechecks
  let photo: Uint8Array
  const events: PoolEvent[] = []
  beforeAll(async () => {
    pool = await startPrecheckPool({ processes: 1, watch: (event) => events.push(event) })
    photo = await readFile(`${sampleFolder('A-1001')}/id_emblem.jpg`)
  })
  afterAll(() => pool.close())

  it('gives the very evidence of the check of clarity, under its version', async () => {
    const { facts, clarity } = await pool.precheck('id_emblem', photo, 'a.jpg')
    expect(facts).toEqual({ mime: 'image/jpeg', width: 1600, height: 1200 })
    expect(clarity).toEqual(await measurePhoto('id_emblem', photo))
    expect(pool.version).toBe(visionVersion)
    expect(await pool.inspect(photo)).toEqual(facts)
  })

  it('draws', async () => {
    const { format, width } = await sharp(await pool.clarityMap('id_emblem', photo)).metadata()
    expect({ format, width }).toEqual({ format: 'png', width: 1200 })
  })

  it('refuses what is no photo by its code and name, and goes on', async () => {
    for (const ask of [pool.precheck, pool.clarityMap]) {
      const refused = ask('bank_card', Buffer.from('no photo'), 'notes.jpg')
      await expect(refused).rejects.toMatchObject({ name: 'ZhunruError', code: 'FILE_NOT_AN_IMAGE' })
      await expect(refused).rejects.toThrow('notes.jpg')
    }
    expect(await pool.inspect(photo)).toMatchObject({ mime: 'image/jpeg' })
  })

  it('takes turns with the service, since somebody waits', () => {
    for (const { pid } of events) expect(getPriority(pid)).toBe(getPriority())
  })

  it('killed under a photo fails that call alone', async () => {
    const pid = events.find(({ is }) => is === 'ready')?.pid
    const hit = pool.precheck('id_emblem', photo).then(
      () => 'answered',
      (error: unknown) => error,
    )
    const waiting = pool.precheck('bank_card', photo)
    process.kill(pid!, 'SIGKILL')
    // Killed before or after it saw the call: another process takes it on, or it fails.
    expect(['answered', expect.objectContaining({ code: 'PHOTO_PROCESS_CRASHED' })]).toContainEqual(await hit)
    expect((await waiting).clarity.kind).toBe('bank_card')
  })
})

describe('an upload that cannot be measured', () => {
  const facts = { mime: 'image/jpeg' as const, width: 800, height: 600 }
  const lines: object[] = []
  const warn = (fields: object) => void lines.push(fields)
  const log = { debug: () => {}, info: () => {}, error: () => {}, warn }
  const bytes = new Uint8Array()
  const fails = (fault: Error) => () => Promise.reject(fault)

  it('is taken as it is, and the log says so', async () => {
    const look = lookAtUpload({ precheck: fails(new RangeError('no square')), inspect: async () => facts }, log)
    expect(await look('bank_card', bytes, 'a.jpg')).toEqual({ facts, clarity: null })
    expect(lines).toEqual([{ kind: 'bank_card', error: 'no square' }])
  })

  it('because it is no photo is refused, and not looked at twice', async () => {
    const refused = new ZhunruError('FILE_BROKEN', { file: 'a.jpg' })
    const look = lookAtUpload({ precheck: fails(refused), inspect: fails(new Error('asked again')) }, log)
    await expect(look('bank_card', bytes, 'a.jpg')).rejects.toBe(refused)
  })

  it('nor looked over is a fault', async () => {
    const gone = fails(new Error('the process ended'))
    await expect(lookAtUpload({ precheck: gone, inspect: gone }, log)('bank_card', bytes, 'a.jpg')).rejects.toThrow(
      'the process ended',
    )
  })
})
