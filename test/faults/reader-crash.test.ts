import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queues } from '../../queues/index.ts'
import { startPhotoPool } from '../../src/checks/photo-pool.ts'
import type { PoolEvent } from '../../src/checks/process-pool.ts'
import { readFolder } from '../../src/cli/read-folder.ts'
import { sampleFolder, startTestService, type TestService, untilDecided } from '../support/service.ts'
import { markPhoto } from './faults.ts'

describe.skipIf(process.platform === 'win32')('a photo that crashes the reader each time', () => {
  let test: TestService
  const events: PoolEvent[] = []
  beforeAll(async () => {
    const script = new URL('faulty-reading-process.ts', import.meta.url)
    test = await startTestService(
      { photoProcesses: 2 },
      { startChecks: (options) => startPhotoPool({ ...options, script, watch: (event) => events.push(event) }) },
    )
  })
  afterAll(() => test.stop())

  it('goes to a person after all attempts; nothing else of the application is lost, and no other application', async () => {
    const portrait = await readFile(`${sampleFolder('A-1002')}/id_portrait.jpg`)
    const spoiled = await markPhoto(portrait, 'segfault')
    await Promise.all([submit('A-1002', spoiled), submit('A-1001')])
    const [hit, other] = await Promise.all([untilDecided(test, 'A-1002'), untilDecided(test, 'A-1001')])

    // One crash for each attempt of that one job, and no other call came to grief.
    const crashes = events.flatMap((event) => (event.is === 'ended' && event.error ? [event.error.message] : []))
    const crash = 'the process that looked at a photo (ocr) ended by SIGSEGV'
    expect(crashes).toEqual(Array.from({ length: queues.documentOcr.retry.attempts }, () => crash))

    const failed = hit.checks.filter(({ status }) => status === 'failed')
    expect(failed).toMatchObject([{ check: 'ocr', slot: 'id_portrait' }])
    expect(hit.outcome).toBe('manual_review')
    const reasons = hit.reasons.filter(({ code }) => code === 'CHECK_FAILED')
    expect(reasons).toMatchObject([{ material: 'id_portrait', field: 'ocr' }])

    expect(other.outcome).toBe('approved')
    expect(other.checks.every(({ status }) => status === 'done')).toBe(true)
    // The attempts alone wait seven seconds for one another, and thirteen photos are really read.
  }, 300_000)

  async function submit(reference: string, portrait?: Uint8Array): Promise<void> {
    const { form, photos } = await readFolder(sampleFolder(reference))
    const materials = photos.map(async ({ kind, bytes }) => {
      const body = new FormData()
      body.set('kind', kind)
      body.set('file', new Blob([new Uint8Array((kind === 'id_portrait' && portrait) || bytes)]), 'photo.jpg')
      const response = await fetch(new URL('/v1/materials', test.url), { method: 'POST', body })
      expect(response.status).toBe(201)
      const { id } = (await response.json()) as { id: string }
      return { kind, id }
    })
    const response = await fetch(new URL('/v1/applications', test.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': reference },
      body: JSON.stringify({ ...form, materials: await Promise.all(materials) }),
    })
    expect(response.status).toBe(202)
  }
})
