import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PhotoChecks } from '../../src/checks/photo-checks.ts'
import { startPhotoPool } from '../../src/checks/photo-pool.ts'
import { screenApplication } from '../../src/checks/screen-application.ts'
import { readFolder } from '../../src/cli/read-folder.ts'
import { sha256 } from '../../src/platform/canonical.ts'
import { shanghaiDay } from '../../src/platform/clock.ts'
import { loadPolicy } from '../../src/service/load-policy.ts'
import { sampleDay, sampleFolder } from '../support/service.ts'

interface Expected {
  outcome: string
  reasons: string[]
}

/** What the demo shows: each sample has one fault, or none, and must end for that fault and nothing else. */
describe('the sample applications', () => {
  let checks: PhotoChecks
  beforeAll(async () => {
    checks = await startPhotoPool({ engine: 'ppocr', processes: 2 })
  })
  afterAll(() => checks.close())

  it.each(readdirSync(sampleFolder('')))('%s ends as it should, and for the right reasons', async (reference) => {
    const folder = sampleFolder(reference)
    const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected
    const { form, photos } = await readFolder(folder)
    const { decision } = await screenApplication({
      form,
      photos: photos.map(({ kind, bytes }) => ({ kind, bytes, sha256: sha256(bytes) })),
      checks,
      policy: (await loadPolicy(null)).policy,
      today: shanghaiDay(sampleDay.now()),
    })
    expect({ outcome: decision.outcome, reasons: decision.reasons.map(({ code }) => code) }).toEqual({
      outcome: expected.outcome,
      reasons: expected.reasons,
    })
  })
})
