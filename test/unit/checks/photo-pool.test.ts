import { execFile } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PhotoChecks } from '../../../src/checks/photo-checks.ts'
import { startPhotoPool } from '../../../src/checks/photo-pool.ts'
import type { EngineName } from '../../../src/ocr/engine.ts'
import { sampleFolder } from '../../support/service.ts'

/** The processes of ours that look at photos. */
async function photoProcesses(): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='])
  return stdout.split('\n').flatMap((line) => {
    const [pid, ppid, state, ...command] = line.trim().split(/\s+/)
    const ours = Number(ppid) === process.pid && command.join(' ').includes('photo-process')
    // A zombie is dead, only not yet collected.
    return ours && !state?.startsWith('Z') ? [Number(pid)] : []
  })
}
/** Until its parent has been told of its end. */
function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
const outcomeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'answered',
    () => 'failed',
  )

// Windows has neither ps nor SIGKILL.
describe.skipIf(process.platform === 'win32')('the processes that look at photos', () => {
  let pool: PhotoChecks
  let photo: Uint8Array
  const events = new EventEmitter()
  beforeAll(async () => {
    pool = await startPhotoPool({ engine: 'ppocr', processes: 1, watch: (event) => events.emit(event.is, event) })
    photo = await readFile(`${sampleFolder('A-1001')}/id_emblem.jpg`)
  })
  afterAll(async () => {
    await pool.close()
  })

  it('answer, with versions that name engine and readers', async () => {
    expect(await pool.inspect(photo, 'id_emblem.jpg')).toMatchObject({ mime: 'image/jpeg' })
    expect(await pool.clarity('id_emblem', photo)).toMatchObject({ check: 'clarity', kind: 'id_emblem' })
    expect(pool.versions.ocr).toMatch(/^\S.* fields\/\d+$/)
    expect(await photoProcesses()).toHaveLength(1)
  })

  it('refuse a file with its code, and go on', async () => {
    const broken = pool.inspect(Buffer.from('no photo'), 'notes.jpg')
    await expect(broken).rejects.toMatchObject({ name: 'ZhunruError', code: 'FILE_NOT_AN_IMAGE' })
    await expect(broken).rejects.toThrow('notes.jpg')
    expect(await outcomeOf(pool.inspect(photo))).toBe('answered')
  })

  it('killed in the middle of a call: that call fails, those that wait and come after are answered', async () => {
    const [killed] = await photoProcesses()
    const begun = once(events, 'begun')
    const hit = outcomeOf(pool.ocr('id_emblem', photo))
    const waiting = outcomeOf(pool.clarity('id_emblem', photo))
    await begun
    process.kill(killed!, 'SIGKILL')
    expect(await hit).toBe('failed')
    expect(await waiting).toBe('answered')
    const read = await pool.ocr('id_emblem', photo)
    expect(read.fields['validUntil']?.value).toMatch(/^\d{4}-\d\d-\d\d$|^long-term$/)
    const now = await photoProcesses()
    expect(now).toHaveLength(1)
    expect(now).not.toContain(killed)
  })

  it('killed before it saw the call: another process answers it', async () => {
    const [killed] = await photoProcesses()
    // Stopped, so that it cannot begin before it is killed.
    process.kill(killed!, 'SIGSTOP')
    const call = outcomeOf(pool.clarity('id_emblem', photo))
    process.kill(killed!, 'SIGKILL')
    expect(await call).toBe('answered')
    expect(await photoProcesses()).not.toContain(killed)
  })

  it('killed while idle: the next call is answered', async () => {
    const [killed] = await photoProcesses()
    process.kill(killed!, 'SIGKILL')
    while (isThere(killed!)) await new Promise((resolve) => setImmediate(resolve))
    expect(await outcomeOf(pool.inspect(photo))).toBe('answered')
  })

  it('end with the pool, busy or not', async () => {
    const other = await startPhotoPool({ engine: 'ppocr', processes: 2 })
    const before = await photoProcesses()
    expect(before).toHaveLength(3)
    const calls = [1, 2, 3, 4].map(() => outcomeOf(other.ocr('id_emblem', photo)))
    await other.close()
    expect(await Promise.all(calls)).toEqual(['failed', 'failed', 'failed', 'failed'])
    expect(await photoProcesses()).toHaveLength(1)
  })

  it('closed: further calls fail with a code of their own', async () => {
    const other = await startPhotoPool({ engine: 'ppocr', processes: 1 })
    await other.close()
    await other.close()
    await expect(other.inspect(photo)).rejects.toMatchObject({ code: 'PHOTO_POOL_CLOSED' })
  })

  it('that cannot start say so and leave none behind', async () => {
    const unknown = 'abacus' as EngineName
    await expect(startPhotoPool({ engine: unknown, processes: 2 })).rejects.toMatchObject({
      code: 'PHOTO_PROCESS_NOT_STARTED',
      message: 'unknown OCR engine abacus; known are ppocr, tesseract',
    })
    expect(await photoProcesses()).toHaveLength(1)
  })
})
