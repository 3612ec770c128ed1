import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blobKey } from '../../src/blobs/blobs.ts'
import { readFolder } from '../../src/cli/read-folder.ts'
import { sha256 } from '../../src/platform/canonical.ts'
import { sampleFolder, startTestService, type TestService, untilDecided } from '../support/service.ts'

describe('a check that cannot be done', () => {
  let test: TestService
  beforeAll(async () => {
    test = await startTestService()
  })
  afterAll(() => test.stop())

  it('sends the application to a person, says so in the reasons, and is no rejection', async () => {
    const folder = await readFolder(sampleFolder('A-1002'))
    // Stored, then lost: what a failing disk does between the upload and the check.
    const portrait = folder.photos.find(({ kind }) => kind === 'id_portrait')
    if (!portrait) throw new Error('the sample has no ID card')
    const uploads = await Promise.all(
      folder.photos.map(async ({ kind, bytes }) => {
        const body = new FormData()
        body.set('kind', kind)
        body.set('file', new Blob([new Uint8Array(bytes)]), 'photo.jpg')
        const response = await fetch(new URL('/v1/materials', test.url), { method: 'POST', body })
        expect(response.status).toBe(201)
        const { id } = (await response.json()) as { id: string }
        return { kind, id }
      }),
    )
    await rm(join(test.dataDir, 'photos', blobKey(sha256(portrait.bytes))))
    const response = await fetch(new URL('/v1/applications', test.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'lost-photo' },
      body: JSON.stringify({ ...folder.form, materials: uploads }),
    })
    expect(response.status).toBe(202)

    const view = await untilDecided(test, 'A-1002')
    expect(view.outcome).toBe('manual_review')
    const failed = view.reasons.filter(({ code }) => code === 'CHECK_FAILED')
    expect(failed.map(({ material }) => material)).toContain('id_portrait')
    expect(failed[0]?.message.zh).not.toMatch(/拒绝|未通过|失败/)
    // Its clarity was measured as it was uploaded.
    expect(view.checks.filter(({ status }) => status === 'failed').map(({ check, slot }) => [check, slot])).toEqual([
      ['ocr', 'id_portrait'],
    ])
  })
})
