import { describe, expect, it } from 'vitest'
import { rerunDifferences } from '../../../../src/contracts/rerun-view.ts'
import { keyedHash } from '../../../../src/platform/keyed-hash.ts'
import { decideApplication } from '../../../../src/review/decide-application.ts'
import { openCase } from '../../../../src/review/open-work.ts'
import { caseUseCases } from '../../../../src/review/cases/case-use-cases.ts'
import { policy } from '../../../unit/domain/sample.ts'
import { blurred } from '../room.ts'
import { rerunRoom } from './rerun-room.ts'

const room = await rerunRoom()
const { store, deps, clock, reruns, person, later, decided, withFailedReading, start, begin, asideOf, work } = room
const { applicationOf, decisionsOf, itemOf, rowsOf } = room

const ops = await person()
const another = await person()
const cases = caseUseCases(deps)

const otherOperator = { read: { business_licence: { operator: '李大伟' } } }

describe('what a re-run leaves as it is', () => {
  it('what comes to the same: no decision, no telling, no run', async () => {
    const application = await withFailedReading(otherOperator)
    const { id } = application
    const before = { decisions: await decisionsOf(id), effects: (await rowsOf('effect', id)).rows.length }
    const batch = await start(ops, 'whole', { applications: [id] })
    await begin()
    const aside = await asideOf(id)
    // The reading fails again, as it did before.
    const { lineOf } = room
    const line = { ...aside, check: 'ocr', slot: 'bank_card' } as const
    expect(await lineOf(line)).toMatchObject({ status: 'pending' })
    await store.db
      .updateTable('check_run')
      .set({ status: 'failed', error: 'the model is missing' })
      .where('application_id', '=', id)
      .where('run', '=', aside.run)
      .where('check', '=', 'ocr')
      .where('slot', '=', 'bank_card')
      .execute()
    later(1)
    await work(aside, application)
    expect(await itemOf(batch.id, id)).toMatchObject({ state: 'done', result: 'same', appeared: [], gone: [] })
    expect(await applicationOf(id)).toMatchObject({ status: 'review_pending', run: 1 })
    expect({ decisions: await decisionsOf(id), effects: (await rowsOf('effect', id)).rows.length }).toEqual(before)
  })

  it('what a shadow comes to: it keeps the difference alone', async () => {
    const application = await decided()
    const { id } = application
    const effects = (await rowsOf('effect', id)).rows.length
    const moves = (await rowsOf('transition', id)).rows.length
    const jobs = await room.jobsOf(id)
    const batch = await start(ops, 'shadow', { applications: [id] })
    // Nothing changes, so that nobody else need be asked.
    expect(batch).toMatchObject({ state: 'running', approval: [] })
    await begin()
    later(1)
    await work(await asideOf(id), application, otherOperator)
    expect(await itemOf(batch.id, id)).toMatchObject({
      state: 'done',
      result: 'outcome_changed',
      before: { outcome: 'approved', reasons: [] },
      after: { outcome: 'manual_review', reasons: ['LIC_OPERATOR_MISMATCH'] },
      appeared: ['LIC_OPERATOR_MISMATCH'],
    })
    // Which engines stand against each other, and what they see otherwise, field by field.
    const item = await itemOf(batch.id, id)
    expect(item.before?.engines).not.toEqual(item.after?.engines)
    expect(item.after?.engines).toMatchObject({ ocr: ['again/2'], clarity: ['again/2'] })
    expect(item.differs).toEqual(
      expect.arrayContaining([
        { check: 'ocr', slot: 'business_licence', field: 'operator', change: 'changed' },
        expect.objectContaining({ check: 'account-match', change: 'changed', from: 'MATCH', to: 'MISMATCH' }),
      ]),
    )
    expect(JSON.stringify(item.differs)).not.toContain('李大伟')
    const differences = await reruns.differences(batch.id)
    expect(differences).toMatchObject({
      compared: 1,
      policies: [{ from: policy.version, to: policy.version, count: 1 }],
      reasons: [{ code: 'LIC_OPERATOR_MISMATCH', appeared: 1, gone: 0 }],
    })
    expect(differences.engines).toContainEqual({
      check: 'ocr',
      from: item.before?.engines?.['ocr'],
      to: ['again/2'],
      count: 1,
    })
    expect(differences.fields).toContainEqual({
      check: 'ocr',
      slot: 'business_licence',
      field: 'operator',
      appeared: 0,
      gone: 0,
      changed: 1,
    })
    expect(rerunDifferences.strict().parse(differences)).toEqual(differences)
    expect(await applicationOf(id)).toMatchObject({ status: 'approved', run: 1 })
    expect(await decisionsOf(id)).toHaveLength(1)
    expect((await rowsOf('effect', id)).rows).toHaveLength(effects)
    expect((await rowsOf('transition', id)).rows).toHaveLength(moves)
    expect((await rowsOf('review_case', id)).rows).toEqual([])
    expect(await room.jobsOf(id)).toEqual(jobs)
  })

  it('what a policy that is only proposed would come to', async () => {
    const { id } = await decided(otherOperator)
    const proposed = { ...policy, version: '2026-12-1', severity: { ...policy.severity } }
    proposed.severity.LIC_OPERATOR_MISMATCH = 'decline'
    await expect(start(ops, 'shadow', { applications: [id] }, { policy: '2026-12-1' })).rejects.toMatchObject({
      code: 'INVALID_FIELD',
      errors: [{ field: 'policy' }],
    })
    await store.db
      .insertInto('policy_version')
      .values({
        version: '2026-12-1',
        source: 'x',
        sha256: 'x',
        state: 'proposed',
        proposed_by: 'Bert',
        proposed_at: clock.at,
      })
      .execute()
    const options = { from: 'decision', policy: '2026-12-1' } as const
    const batch = await start(ops, 'shadow', { applications: [id] }, options)
    expect(batch).toMatchObject({ policy: '2026-12-1', from: 'decision', approval: [] })
    await begin()
    const deciding = {
      ...deps,
      channels: [],
      keyedHash: keyedHash('7'.repeat(64)),
      draw: () => null,
      policy: async (_: unknown, version?: string) => (version === '2026-12-1' ? proposed : policy),
    }
    await decideApplication(deciding, await asideOf(id))
    expect(await itemOf(batch.id, id)).toMatchObject({
      state: 'done',
      result: 'outcome_changed',
      before: { outcome: 'manual_review', policy: policy.version },
      after: { outcome: 'rejected', policy: '2026-12-1' },
      differs: [],
    })
    expect(await reruns.differences(batch.id)).toMatchObject({
      policies: [{ from: policy.version, to: '2026-12-1', count: 1 }],
      fields: [],
    })
    expect(await applicationOf(id)).toMatchObject({ status: 'review_pending', run: 1 })
    const other = store.pool.query("update rerun_batch set policy = '1999-1-1' where id = $1", [batch.id])
    await expect(other).rejects.toThrow('is never changed')
  })

  it('a case that somebody has, from the dry run on', async () => {
    const { id } = await withFailedReading()
    const reviewer = await person(['reviewer'])
    const { rows } = await rowsOf('review_case', id)
    await cases.claim({ caseId: String(rows[0]?.['id']), actor: reviewer })
    const tried = await reruns.try({ mode: 'failed', filter: { applications: [id] }, rate: 10 })
    expect(tried).toMatchObject({ matched: 1, count: 0, skipped: [{ why: 'case_taken', count: 1 }] })
    await expect(start(ops, 'failed', { applications: [id] })).rejects.toMatchObject({ code: 'RERUN_NOTHING' })
  })

  it('a case that somebody takes while the checks are done', async () => {
    const application = await withFailedReading()
    const { id } = application
    const batch = await start(ops, 'failed', { applications: [id] })
    await begin()
    const { rows } = await rowsOf('review_case', id)
    await cases.claim({ caseId: String(rows[0]?.['id']), actor: await person(['reviewer']) })
    later(1)
    await work(await asideOf(id), application)
    expect(await itemOf(batch.id, id)).toMatchObject({ state: 'skipped', skipped: { why: 'case_taken' } })
    expect(await applicationOf(id)).toMatchObject({ run: 1 })
    expect(await decisionsOf(id)).toHaveLength(1)
  })

  it('what a technical fault of this run would have made worse', async () => {
    const application = await decided()
    const { id } = application
    const batch = await start(ops, 'whole', { applications: [id] })
    await reruns.approve({ id: batch.id, actor: another })
    later(1)
    await begin()
    const aside = await asideOf(id)
    await store.db
      .updateTable('check_run')
      .set({ status: 'failed', error: 'out of memory' })
      .where('application_id', '=', id)
      .where('run', '=', aside.run)
      .where('check', '=', 'clarity')
      .where('slot', '=', 'bank_card')
      .execute()
    await work(aside, application)
    expect(await itemOf(batch.id, id)).toMatchObject({ state: 'failed', error: '1 checks could not be done again' })
    expect(await applicationOf(id)).toMatchObject({ status: 'approved', run: 1 })
  })

  it('what would take the applicant back to an outcome that was told before another one', async () => {
    const application = await decided(blurred)
    const { id } = application
    await store.db
      .updateTable('effect')
      .set({ state: 'sent', sent_at: clock.at, next_attempt_at: null })
      .where('application_id', '=', id)
      .execute()
    const first = await start(ops, 'whole', { applications: [id] })
    expect(first).toMatchObject({ state: 'waiting', approval: [{ cause: 'decided' }] })
    await reruns.approve({ id: first.id, actor: another })
    later(1)
    await begin()
    await work(await asideOf(id), application, { clarity: {} })
    expect(await applicationOf(id)).toMatchObject({ status: 'approved', run: 2 })

    const second = await start(ops, 'whole', { applications: [id] })
    await reruns.approve({ id: second.id, actor: another })
    later(1)
    await begin()
    await work(await asideOf(id), application, blurred)
    expect(await itemOf(second.id, id)).toMatchObject({
      state: 'skipped',
      skipped: { why: 'told_before' },
      before: { outcome: 'approved' },
      after: { outcome: 'resubmission_required' },
    })
    expect(await applicationOf(id)).toMatchObject({ status: 'approved', run: 2 })
  })
})

describe('an outcome that comes back', () => {
  it('is told, where nobody could be told of it the first time', async () => {
    const application = await decided(blurred)
    const { id } = application
    // The gateway was down for as long as it was tried.
    await store.db
      .updateTable('effect')
      .set({ state: 'failed', error: 'no answer', attempts: 8, next_attempt_at: null })
      .where('application_id', '=', id)
      .execute()
    for (const changes of [{ clarity: {} }, blurred]) {
      const { id: batch } = await start(ops, 'whole', { applications: [id] })
      await reruns.approve({ id: batch, actor: another })
      later(1)
      await begin()
      await work(await asideOf(id), application, changes)
      expect(await itemOf(batch, id)).toMatchObject({ result: 'outcome_changed' })
    }
    expect(await applicationOf(id)).toMatchObject({ status: 'returned', run: 3 })
    const told = (await rowsOf('effect', id)).rows.filter(({ about }) => about === 'resubmission_required')
    expect(told.length).toBeGreaterThan(0)
    for (const effect of told) expect(effect).toMatchObject({ state: 'pending', attempts: 8, attempts_before: 8 })
  })
})

describe('where the outcome stays and the reasons do not', () => {
  it('the decision is superseded, and the case shows the reasons of now by the time that was set before', async () => {
    const application = await withFailedReading(otherOperator)
    const { id } = application
    const [before] = (await rowsOf('review_case', id)).rows
    expect(before?.['codes']).toEqual(expect.arrayContaining(['CHECK_FAILED', 'LIC_OPERATOR_MISMATCH']))
    const told = (await rowsOf('effect', id)).rows.length
    later(3_600)
    const batch = await start(ops, 'failed', { applications: [id] })
    await begin()
    await work(await asideOf(id), application)
    expect(await itemOf(batch.id, id)).toMatchObject({
      result: 'reasons_changed',
      gone: ['CHECK_FAILED'],
      appeared: [],
    })
    expect(await applicationOf(id)).toMatchObject({ status: 'review_pending', run: 2 })
    await openCase(deps, { ...application.ref, run: 2 })
    const after = (await rowsOf('review_case', id)).rows
    expect(after).toMatchObject([{ id: before?.['id'], state: 'open', run: 2, codes: ['LIC_OPERATOR_MISMATCH'] }])
    expect(after[0]?.['due_at']).toEqual(before?.['due_at'])
    expect((await rowsOf('effect', id)).rows).toHaveLength(told)
  })
})
