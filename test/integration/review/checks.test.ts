import { describe, expect, it } from 'vitest'
import { contentHash } from '../../../src/platform/canonical.ts'
import { attemptOf, inAttempt } from '../../../src/review/check-attempt.ts'
import { loadScreening } from '../../../src/review/load-screening.ts'
import { matchApplication } from '../../../src/review/match-account.ts'
import { type CheckRef, recordCheckFailure, recordEvidence, startCheck } from '../../../src/review/record-evidence.ts'
import { idNumber, reading, individual } from '../../unit/domain/sample.ts'
import { reviewRoom, type Uploaded } from './room.ts'

const { store, deps, matching, clock, upload, submit, screeningOf, check, lineOf, rowsOf, count } = await reviewRoom()

const portrait = reading('id_portrait', { name: '陈小明', idNumber })
const keyOf = ({ sha256 }: Uploaded, engineVersion = 'test/1') => ({
  subject: contentHash({ kind: 'id_portrait', sha256 }),
  engineVersion,
})
async function submitted(content?: string): Promise<{ ref: CheckRef; photo: Uploaded }> {
  const photo = await upload('id_portrait', content)
  const application = await submit([photo], { form: { legalPerson: individual.legalPerson } })
  return { ref: { ...screeningOf(application), check: 'ocr', slot: 'id_portrait' }, photo }
}
const eventsOf = async ({ applicationId }: CheckRef) =>
  (await rowsOf('event', applicationId)).rows.map(({ type }) => type)
const raiseRun = ({ applicationId }: CheckRef) =>
  store.db.updateTable('application').set({ run: 2 }).where('id', '=', applicationId).execute()

describe('a check', () => {
  it('is started, counted, and settled with its evidence', async () => {
    const { ref, photo } = await submitted()
    expect(await startCheck(deps, ref, keyOf(photo))).toEqual({ go: true, attempt: 1 })
    expect(await lineOf(ref)).toMatchObject({ status: 'active', attempts: 1, finished_at: null })
    expect(await startCheck(deps, ref, keyOf(photo))).toEqual({ go: true, attempt: 2 })
    clock.at = new Date(clock.at.getTime() + 1_500)
    await recordEvidence(deps, ref, keyOf(photo), portrait)

    const line = await lineOf(ref)
    expect(line).toMatchObject({ status: 'done', attempts: 2, error: null })
    expect(line.finished_at?.getTime()).toBe(line.started_at!.getTime() + 1_500)
    expect((await loadScreening(deps, ref)).evidence).toEqual([portrait])
    expect(await eventsOf(ref)).toEqual(['application.submitted', 'application.screening', 'check.done'])
  })

  it('writes equal evidence once, whoever comes second, and however many at once', async () => {
    const { ref, photo } = await submitted()
    const before = await count('evidence')
    await startCheck(deps, ref, keyOf(photo))
    const others = Array.from({ length: 9 }, (_, i) => reading('id_portrait', { name: `${i}` }))
    await Promise.all([portrait, ...others].map((e) => recordEvidence(deps, ref, keyOf(photo), e)))
    expect(await count('evidence')).toBe(before + 1)
    expect((await eventsOf(ref)).filter((type) => type === 'check.done')).toHaveLength(1)
    const stored = (await loadScreening(deps, ref)).evidence
    await recordEvidence(deps, ref, keyOf(photo), reading('id_portrait', { name: 'later' }))
    expect((await loadScreening(deps, ref)).evidence).toEqual(stored)
  })

  it('of a photo that was looked at before takes the evidence over without looking', async () => {
    const first = await submitted('one photo of two applications')
    expect(await check(first.ref, keyOf(first.photo), portrait)).toBe(true)
    const second = await submitted('one photo of two applications')
    expect(second.photo.sha256).toBe(first.photo.sha256)
    expect(await startCheck(deps, second.ref, keyOf(second.photo))).toEqual({ go: false })
    expect((await lineOf(second.ref)).evidence_id).toBe((await lineOf(first.ref)).evidence_id)
    expect(await eventsOf(second.ref)).toContain('check.done')
    expect((await loadScreening(deps, second.ref)).evidence).toEqual([portrait])
  })

  it('looks again when the engine has changed', async () => {
    const first = await submitted('read by two engines')
    await check(first.ref, keyOf(first.photo), portrait)
    const second = await submitted('read by two engines')
    expect(await startCheck(deps, second.ref, keyOf(second.photo, 'test/2'))).toEqual({ go: true, attempt: 1 })
  })

  it('that is done is never made undone by a late failure', async () => {
    const { ref, photo } = await submitted()
    await check(ref, keyOf(photo), portrait)
    const before = { line: await lineOf(ref), events: await eventsOf(ref) }
    await recordCheckFailure(deps, ref, 'lost its worker')
    expect(await startCheck(deps, ref, keyOf(photo))).toEqual({ go: false })
    expect({ line: await lineOf(ref), events: await eventsOf(ref) }).toEqual(before)
  })

  it('that failed is never made done by late evidence, which is kept for the next run', async () => {
    const { ref, photo } = await submitted()
    await startCheck(deps, ref, keyOf(photo))
    await recordCheckFailure(deps, ref, 'lost its worker')
    const before = { line: await lineOf(ref), events: await eventsOf(ref) }
    expect(before.line).toMatchObject({ status: 'failed', error: 'lost its worker' })
    await recordEvidence(deps, ref, keyOf(photo), portrait)
    expect(await startCheck(deps, ref, keyOf(photo))).toEqual({ go: false })
    expect({ line: await lineOf(ref), events: await eventsOf(ref) }).toEqual(before)
    expect(await loadScreening(deps, ref)).toMatchObject({
      evidence: [],
      failures: [{ check: 'ocr', material: 'id_portrait', error: 'lost its worker' }],
    })
  })

  it('is not ended by an attempt that another has followed', async () => {
    const { ref, photo } = await submitted()
    await startCheck(deps, ref, keyOf(photo))
    await startCheck(deps, ref, keyOf(photo))
    const before = { line: await lineOf(ref), events: await eventsOf(ref) }
    await recordCheckFailure(deps, ref, 'the first, which had hung', 'TIMED_OUT', 1)
    expect({ line: await lineOf(ref), events: await eventsOf(ref) }).toEqual(before)
    await recordCheckFailure(deps, ref, 'the second', 'TIMED_OUT', 2)
    expect(await lineOf(ref)).toMatchObject({ status: 'failed', error: 'the second' })
  })

  it('whose attempt is known by what it throws, however that is wrapped', async () => {
    const thrown = await inAttempt(3, () => Promise.reject(new Error('no'))).catch((error: unknown) => error)
    expect(attemptOf(new Error('wrapped', { cause: thrown }))).toBe(3)
    expect(attemptOf(new Error('before it had begun', { cause: new Error('no') }))).toBeUndefined()
    expect(await inAttempt(1, () => Promise.resolve('seen'))).toBe('seen')
  })

  it.each([['nonsense'], [null], [{}], [{ check: 'clarity' }]])('answered with %j is not done', async (answer) => {
    const { ref, photo } = await submitted()
    await startCheck(deps, ref, keyOf(photo))
    await expect(recordEvidence(deps, ref, keyOf(photo), answer as never)).rejects.toThrow(
      'answered with something else',
    )
    expect(await lineOf(ref)).toMatchObject({ status: 'active', evidence_id: null })
  })

  it('of a superseded run does nothing', async () => {
    const late = await submitted()
    const underWay = await submitted()
    const failing = await submitted()
    await startCheck(deps, underWay.ref, keyOf(underWay.photo))
    await startCheck(deps, failing.ref, keyOf(failing.photo))
    for (const { ref } of [late, underWay, failing]) await raiseRun(ref)
    const all = async () =>
      Promise.all([late, underWay, failing].map(async ({ ref }) => [await lineOf(ref), await eventsOf(ref)]))
    const before = await all()

    expect(await startCheck(deps, late.ref, keyOf(late.photo))).toEqual({ go: false })
    await recordEvidence(deps, underWay.ref, keyOf(underWay.photo), portrait)
    await recordCheckFailure(deps, failing.ref, 'too late')
    await recordCheckFailure(deps, late.ref, 'too late')
    expect(await all()).toEqual(before)
    const { status } = await store.db
      .selectFrom('application')
      .select('status')
      .where('id', '=', late.ref.applicationId)
      .executeTakeFirstOrThrow()
    expect(status).toBe('submitted')
  })

  it('that fails before it began moves the application on, and says something', async () => {
    const { ref } = await submitted()
    await recordCheckFailure(deps, ref, '')
    expect(await lineOf(ref)).toMatchObject({ status: 'failed', error: 'unknown error', started_at: null })
    expect(await eventsOf(ref)).toEqual(['application.submitted', 'application.screening', 'check.failed'])
  })

  it('stores whatever was read: U+0000, halves of surrogate pairs, rare characters', async () => {
    const { ref, photo } = await submitted()
    await check(ref, keyOf(photo), reading('id_portrait', { name: '王\u0000小\ud842', address: '𠮷野家\udc00' }))
    const [evidence] = (await loadScreening(deps, ref)).evidence
    expect(evidence).toMatchObject({ fields: { name: { value: '王小\ufffd' }, address: { value: '𠮷野家\ufffd' } } })
    const failing = await submitted()
    await recordCheckFailure(deps, failing.ref, `no \u0000 text ${'\ud842'.repeat(600)}`)
    expect((await lineOf(failing.ref)).error).toMatch(/^no {2}text \ufffd+$/)
  })
})

describe('the match', () => {
  it('compares what was read, once for equal input', async () => {
    const { ref, photo } = await submitted()
    await check(ref, keyOf(photo), portrait)
    const { applicationId, revision, run } = ref
    const match: CheckRef = { applicationId, revision, run, check: 'account-match', slot: 'application' }
    const before = await count('evidence')
    await Promise.all([1, 2, 3].map(() => matchApplication(matching, { applicationId, revision, run })))
    expect(await count('evidence')).toBe(before + 1)
    expect(await lineOf(match)).toMatchObject({ status: 'done' })
    const { evidence, unsettled } = await loadScreening(deps, ref)
    const cells = evidence.flatMap((e) => (e.check === 'account-match' ? e.cells : []))
    expect(cells).toContainEqual(expect.objectContaining({ fact: 'idNumber', verdict: 'MATCH' }))
    // The clarity of the one photo.
    expect(unsettled).toBe(1)
  })
})
