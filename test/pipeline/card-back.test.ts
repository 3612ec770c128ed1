import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFolder } from '../../src/cli/read-folder.ts'
import type { ApplicationView } from '../../src/contracts/application-view.ts'
import type { MaterialKind } from '../../src/domain/application.ts'
import { sha256 } from '../../src/platform/canonical.ts'
import { createTestRedis, type TestRedis } from '../support/redis.ts'
import { sampleFolder, startTestService, type TestService, untilDecided } from '../support/service.ts'

/** A photo of a card's back, security code and all, where the bank card was asked for. */
describe.each(['postgres', 'redis'] as const)('the back of a bank card, with the queues on %s', (kind) => {
  let redis: TestRedis | null = null
  let test: TestService
  let back: Buffer
  /** The digits beside the signature. */
  let digits: string[]
  const views: ApplicationView[] = []

  /** The sample's form and photos, the photo of one slot replaced by the back. */
  const submit = async (reference: string, slot: MaterialKind = 'bank_card'): Promise<ApplicationView> => {
    const folder = await readFolder(sampleFolder('A-1002'))
    const photos = folder.photos.map((photo) => (photo.kind === slot ? { ...photo, bytes: back } : photo))
    await test.client.submit({ ...folder, form: { ...folder.form, reference }, photos })
    return await untilDecided(test, reference)
  }
  /** So that the next one is no repetition of it. */
  const withdraw = async (reference: string): Promise<void> => {
    const { id } = (await test.client.find(reference))!
    const answer = await fetch(`${test.url}/v1/applications/${id}/withdraw`, { method: 'POST' })
    expect(answer.status).toBe(200)
  }
  const files = async (folder: string): Promise<string[]> =>
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)

  beforeAll(async () => {
    const odd = new URL('../fixtures/odd/', import.meta.url)
    back = await readFile(new URL('card-back.jpg', odd))
    digits = ['9652', '232']
    if (kind === 'redis') {
      redis = await createTestRedis()
      await redis.start()
    }
    test = await startTestService({ redisUrl: redis?.url ?? null })
    views.push(await submit('BACK-1'))
  })
  afterAll(async () => {
    await test.stop()
    await redis?.dispose()
  })

  it('is returned to the applicant, with its own reason', () => {
    const [view] = views
    expect(view?.outcome).toBe('resubmission_required')
    expect(view?.status).toBe('returned')
    const reasons = view!.reasons.map(({ code, material, tellApplicant }) => [code, material, tellApplicant])
    expect(reasons).toContainEqual(['IMG_CARD_BACK', 'bank_card', true])
    expect(view?.checks.filter(({ status }) => status !== 'done')).toEqual([])
  })

  it('is removed from the photos, and the others are kept', async () => {
    const hash = sha256(back)
    await expect.poll(async () => files(join(test.dataDir, 'photos')), { timeout: 30_000 }).not.toContain(hash)
    const { photos } = await readFolder(sampleFolder('A-1002'))
    const kept = photos.filter(({ kind: slot }) => slot !== 'bank_card').map(({ bytes }) => sha256(bytes))
    expect(await files(join(test.dataDir, 'photos'))).toEqual(expect.arrayContaining(kept))
    const removedAt = async () => (await test.client.find('BACK-1'))?.photos.bank_card?.removedAt
    await expect.poll(removedAt).toMatch(/^\d{4}-/)
    const events = await test.store.db
      .selectFrom('event')
      .select('type')
      .where('application_id', '=', views[0]!.id)
      .execute()
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['photo.refused', 'photo.removed']))
  })

  it('leaves none of its digits in the evidence, the decision, the events or the queues', async () => {
    const { rows } = await test.store.pool.query<{ text: string }>(
      `select result #>> '{}' as text from evidence where "check" = 'ocr' and result->>'kind' = 'bank_card'
       union all select reasons #>> '{}' from decision union all select data #>> '{}' from event`,
    )
    const stored = [...rows.map(({ text }) => text), await test.queueDump()].join('\n')
    expect(stored).toContain('bank_card_back')
    // Neither the code nor what stands beside it; alone, so that no part of an id or a time is meant.
    for (const group of digits) expect(stored).not.toMatch(new RegExp(`(?<![0-9a-z.])${group}(?![0-9a-z])`))
    const evidence = rows.map(({ text }) => text).find((text) => text.includes('bank_card_back'))
    expect(JSON.parse(evidence!)).toMatchObject({ fields: {} })
  })

  it('sent again for another application is answered as before, without having been kept', async () => {
    await expect.poll(async () => files(join(test.dataDir, 'photos')), { timeout: 30_000 }).not.toContain(sha256(back))
    await withdraw('BACK-1')
    const again = await submit('BACK-2')
    expect(again.outcome).toBe('resubmission_required')
    expect(again.reasons.map(({ code }) => code)).toContain('IMG_CARD_BACK')
    expect(again.checks.filter(({ status }) => status !== 'done')).toEqual([])
    expect(await files(join(test.dataDir, 'photos'))).not.toContain(sha256(back))
  })

  it('sent again in another slot, where nobody has looked yet, is answered by the mark and gets stuck nowhere', async () => {
    await expect.poll(async () => files(join(test.dataDir, 'photos')), { timeout: 30_000 }).not.toContain(sha256(back))
    await withdraw('BACK-2')
    const again = await submit('BACK-3', 'id_portrait')
    expect(again.outcome).toBe('resubmission_required')
    const codes = again.reasons.map(({ code, material }) => [code, material])
    expect(codes).toContainEqual(['IMG_CARD_BACK', 'id_portrait'])
    expect(codes.map(([code]) => code)).not.toContain('CHECK_FAILED')
    const unsettled = again.checks.filter(({ status }) => status === 'pending' || status === 'active')
    expect(unsettled).toEqual([])
    const failed = again.checks.filter(({ status }) => status === 'failed')
    // Its clarity was measured as it was uploaded, before it was known that it may not be kept.
    expect(failed).toEqual([])
  })
})
