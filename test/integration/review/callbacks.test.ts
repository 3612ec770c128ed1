import canonicalize from 'canonicalize'
import { describe, expect, it } from 'vitest'
import { decide } from '../../../src/domain/decide.ts'
import type { CallbackEvidence } from '../../../src/domain/evidence.ts'
import type { DecisionInput } from '../../../src/domain/decision-input.ts'
import { openCallback, openCase } from '../../../src/review/open-work.ts'
import { revealValue } from '../../../src/review/staff/reveal-value.ts'
import { reviseApplication } from '../../../src/review/revise-application.ts'
import { withdrawApplication } from '../../../src/review/withdraw-application.ts'
import { stranger } from '../../support/strangers.ts'
import { policy, screening } from '../../unit/domain/sample.ts'
import { answersTo, callbackRoom, nothingSaid, otherSign } from './callback-room.ts'

const room = await callbackRoom()
const { callbacks, asked, callbackOf, atThePhone, reached, decisionsOf, person, store, clock, later, reset, clear } =
  room
const caller = await person(['caller'])
const colleague = await person(['caller'])

const code = (of: string) => ({ code: of })
const minutes = (from: Date, n: number): Date => new Date(from.getTime() + n * 60_000)

describe('what is asked', () => {
  it('is what differs, after who it is, and never says what is hoped to hear', async () => {
    const { callbackId, form, id } = await asked()
    const view = await callbacks.read({ callbackId, actor: caller })
    expect(view).toMatchObject({
      state: 'open',
      askedBy: 'policy',
      reasons: [{ code: 'SCENE_SIGN_MISMATCH', severity: 'callback' }],
      person: { zh: '陈先生/女士', en: 'Mr or Ms 陈' },
      attempts: 0,
      attemptsLeft: 3,
      allowedNow: true,
      phoneSeen: false,
      log: [],
    })
    expect(view.script.map((question) => question.id)).toEqual([
      'person',
      'applied',
      'idTail',
      'signName',
      'signReason',
    ])
    const sign = view.script.find((question) => question.id === 'signName')!
    expect(sign.text.zh).toBe('请问您店铺招牌上写的名字是什么？')
    expect(sign.choices.slice(0, 2)).toMatchObject([
      { id: 'shown', value: '旺旺烧烤', verdict: 'MATCH' },
      { id: 'declared', value: form.merchantName, verdict: 'PARTIAL' },
    ])
    const all = JSON.stringify(view)
    expect(all).not.toContain(form.contact.phone)
    expect(all).not.toContain(form.legalPerson.idNumber)
    expect(all).toContain(form.legalPerson.idNumber.slice(-4))
    const { rows } = await room.rowsOf('event', id)
    expect(rows.map(({ type }) => type)).toContain('callback.opened')
  })

  it('names people whole only to whoever has the callback', async () => {
    const { form, ...changes } = stranger()
    const settlementAccount = { ...form.settlementAccount, accountName: `*${form.legalPerson.name.slice(1)}` }
    const { callbackId } = await asked({ ...changes, form: { ...form, settlementAccount } })
    const names = async (actor: typeof caller) =>
      (await callbacks.read({ callbackId, actor })).script
        .find(({ id }) => id === 'accountName')
        ?.choices.flatMap(({ value }) => value ?? [])
    const masked = [...form.legalPerson.name].map((c, i) => (i === 0 ? c : '*')).join('')
    expect(await names(caller)).toEqual([masked, expect.stringMatching(/^\*+$/)])
    await callbacks.claim({ callbackId, actor: caller })
    expect(await names(caller)).toEqual([form.legalPerson.name, settlementAccount.accountName])
    expect(await names(colleague)).toEqual([masked, expect.stringMatching(/^\*+$/)])
  })

  it('is opened once for a run, and not for an application that has gone on', async () => {
    const { ref, id } = await asked()
    await openCallback(room.deps, ref)
    expect((await room.rowsOf('callback', id)).rows).toHaveLength(1)
    const gone = await room.screened(otherSign)
    await room.decide(gone.ref)
    await withdrawApplication({ ...room.deps, channels: [] }, gone.id)
    await openCallback(room.deps, gone.ref)
    expect((await room.rowsOf('callback', gone.id)).rows).toHaveLength(0)
  })
})

describe('answers', () => {
  it('that clear it up approve it, in a new run, as evidence that can be decided on again', async () => {
    const { callbackId, id, ref } = await asked()
    const { callback, applicationStatus } = await reached(callbackId, caller)
    expect(applicationStatus).toBe('approved')
    expect(callback).toMatchObject({
      state: 'closed',
      result: 'answered',
      attempts: 1,
      nextAttemptAt: null,
      script: [{}, {}, {}, {}, {}],
    })
    const [before, after] = await decisionsOf(id)
    expect(before).toMatchObject({ run: 1, outcome: 'callback_required', reasons: ['SCENE_SIGN_MISMATCH callback'] })
    expect(after).toMatchObject({ run: 2, outcome: 'approved', reasons: ['SCENE_SIGN_MISMATCH info'] })

    const line = await room.lineOf({ ...ref, run: 2, check: 'callback', slot: 'application' })
    expect(line.status).toBe('done')
    // What the decision kept is enough to come to the same bytes.
    const again = decide({ ...(JSON.parse(after!.input!) as DecisionInput), policy })
    const stored = await store.db
      .selectFrom('decision')
      .select('reasons')
      .where('application_id', '=', id)
      .where('run', '=', 2)
      .executeTakeFirstOrThrow()
    expect(canonicalize(again.reasons)).toBe(canonicalize(stored.reasons))
    const { rows } = await room.rowsOf('transition', id)
    expect(rows.map(({ to_status, actor }) => [to_status, actor]).slice(-3)).toEqual([
      ['callback_pending', 'system'],
      ['deciding', caller.id],
      ['approved', 'system'],
    ])
    expect((await room.effectsOf(id)).filter((effect) => effect.includes('sms'))).toEqual([
      '1 approved sms',
      '1 callback_required sms',
    ])
  })

  it.each([
    ['contradict', { signName: 'other' }],
    ['half agree', { signReason: 'renamed' }],
    ['say nothing', { idTail: 'unclear' }],
  ])('that %s give it to a person', async (_, others) => {
    const { callbackId, id } = await asked()
    expect((await reached(callbackId, caller, others)).applicationStatus).toBe('review_pending')
    const last = (await decisionsOf(id)).at(-1)!
    expect(last.outcome).toBe('manual_review')
    expect(last.reasons).toContain('CALLBACK_DIFFERS review')
    expect(await room.jobsOf(id)).toContainEqual({
      queue: 'manual-review',
      payload: { applicationId: id, revision: 1, run: 2 },
    })
  })

  it('are shown in the clear to whoever asks for them as for what was read', async () => {
    const { callbackId, id } = await asked()
    await reached(callbackId, caller)
    const what = { source: 'callback', field: 'signName' } as const
    const shown = await revealValue(room.deps, { applicationId: id, what }, colleague)
    expect(shown).toEqual({ value: '旺旺烧烤', raw: null })
  })

  it('that deny the application refuse it; nothing else need be asked', async () => {
    const { callbackId, id } = await asked()
    await atThePhone(callbackId, caller)
    const answers = [
      { question: 'person' as const, choice: 'self' },
      { question: 'applied' as const, choice: 'no' },
    ]
    const { applicationStatus, callback } = await callbacks.record({
      ...nothingSaid,
      callbackId,
      actor: caller,
      outcome: 'reached',
      answers,
    })
    expect([applicationStatus, callback.result]).toEqual(['rejected', 'denied'])
    expect((await decisionsOf(id)).at(-1)!.reasons).toContain('CALLBACK_DENIED decline')
  })

  it('are all given, once, as the script has them', async () => {
    const { callbackId } = await asked()
    const { script } = await atThePhone(callbackId, caller)
    const record = (answers: Parameters<typeof callbacks.record>[0]['answers'], outcome = 'reached' as const) =>
      callbacks.record({ ...nothingSaid, callbackId, actor: caller, outcome, answers })
    const all = answersTo(script)
    await expect(record(all.slice(1))).rejects.toMatchObject({ errors: [{ code: 'ANSWER_MISSING' }] })
    await expect(record([...all, all[0]!])).rejects.toMatchObject({ errors: [{ field: 'answers.5' }] })
    await expect(record([...all, { question: 'trade', choice: 'declared' }])).rejects.toMatchObject(
      code('INVALID_FIELD'),
    )
    await expect(record(answersTo(script, { signName: 'nonsense' }))).rejects.toMatchObject(code('INVALID_FIELD'))
    await expect(record(answersTo(script, { person: 'other' }))).rejects.toMatchObject({
      errors: [{ field: 'answers.0', message: { en: expect.stringContaining('wrong_person') } }],
    })
    expect((await callbackOf((await callbacks.read({ callbackId, actor: caller })).application.id)).attempts).toBe(0)
  })

  it('stay with the call, and out of events, audit and messages', async () => {
    const { callbackId, id } = await asked()
    const { script } = await atThePhone(callbackId, caller)
    const answers = answersTo(script, { signName: 'other' }).map((answer) => ({ ...answer, text: '秘密花园小吃' }))
    await callbacks.record({
      ...nothingSaid,
      callbackId,
      actor: caller,
      outcome: 'reached',
      answers,
      note: '背景嘈杂',
      seconds: 75,
    })
    const { log } = await callbacks.read({ callbackId, actor: caller })
    expect(log).toMatchObject([{ number: 1, outcome: 'reached', note: '背景嘈杂', seconds: 75, by: { id: caller.id } }])
    expect(log[0]!.answers[0]).toMatchObject({ question: 'person', verdict: 'MATCH', text: '秘密花园小吃' })
    const { rows: audit } = await store.pool.query('select * from audit_entry where application_id = $1', [id])
    expect(audit.map(({ action }) => action)).toEqual([
      'callback.claimed',
      'phone.revealed',
      'callback.attempted',
      'callback.closed',
    ])
    const kept = [audit, (await room.rowsOf('event', id)).rows, await room.jobsOf(id), await decisionsOf(id)]
    for (const words of ['秘密花园', '嘈杂', '13900']) expect(JSON.stringify(kept.slice(0, 3))).not.toContain(words)
    expect(JSON.stringify(kept[3])).not.toContain('秘密花园')
    await expect(store.pool.query('update callback_attempt set note = null')).rejects.toThrow('never changed')
  })
})

describe('calls without a result', () => {
  it('are made again as the policy says, and then the applicant books a time', async () => {
    reset()
    const { callbackId, id } = await asked()
    const noAnswer = async (outcome: 'no_answer' | 'busy' | 'wrong_person') => {
      await atThePhone(callbackId, caller)
      return callbacks.record({ ...nothingSaid, callbackId, actor: caller, outcome })
    }
    const first = await noAnswer('busy')
    expect(first.callback).toMatchObject({
      state: 'waiting',
      assignee: null,
      attempts: 1,
      attemptsLeft: 2,
      phoneSeen: false,
    })
    expect(first.callback.nextAttemptAt).toBe(minutes(clock.at, 20).toISOString())
    later(20)
    const second = await noAnswer('wrong_person')
    expect(second.callback.nextAttemptAt).toBe(minutes(clock.at, 120).toISOString())
    later(120)
    const third = await noAnswer('no_answer')
    expect(third).toMatchObject({ applicationStatus: 'returned', callback: { result: 'unreached', attempts: 3 } })
    const { reasons } = (await decisionsOf(id)).at(-1)!
    expect(reasons).toEqual(['CALLBACK_UNREACHED return', 'SCENE_SIGN_MISMATCH callback'])
    const view = await room.store.db
      .selectFrom('decision')
      .select('reasons')
      .where('application_id', '=', id)
      .where('run', '=', 2)
      .executeTakeFirstOrThrow()
    expect(view.reasons[0]!.message.zh).toBe('我们拨打了 3 次电话，未能联系到您')

    // Booked: the next revision is called again, at that time, and asked what is still open.
    reset()
    const callTimes = [{ day: '2026-11-25', from: 14, until: 16 }]
    await reviseApplication(
      { ...room.deps, policy: room.deps.policy },
      { applicationId: id, form: { contact: { callTimes } }, materials: [], remove: [], idempotencyKey: `k-${id}` },
    )
    const ref = { applicationId: id, revision: 2, run: 1 }
    await room.checkAll(ref, [], otherSign)
    await store.db
      .updateTable('check_run')
      .set((eb) => ({
        status: 'done',
        evidence_id: eb
          .selectFrom('check_run as earlier')
          .select('earlier.evidence_id')
          .whereRef('earlier.application_id', '=', 'check_run.application_id')
          .where('earlier.revision', '=', 1)
          .where('earlier.run', '=', 1)
          .whereRef('earlier.check', '=', 'check_run.check')
          .whereRef('earlier.slot', '=', 'check_run.slot'),
      }))
      .where('application_id', '=', id)
      .where('revision', '=', 2)
      .execute()
    await room.decide(ref)
    await openCallback(room.deps, ref)
    const booked = await callbackOf(id)
    expect(booked.next_attempt_at).toEqual(new Date('2026-11-25T14:00:00+08:00'))
    expect([booked.appointed, booked.attempts]).toEqual([true, 0])
    expect(booked.due_at.getTime()).toBeGreaterThanOrEqual(new Date('2026-11-25T16:00:00+08:00').getTime())
  })

  it('at a wrong number end at once; a refusal to answer goes to a person', async () => {
    reset()
    const wrong = await asked()
    await atThePhone(wrong.callbackId, caller)
    const ended = await callbacks.record({
      ...nothingSaid,
      callbackId: wrong.callbackId,
      actor: caller,
      outcome: 'wrong_number',
    })
    expect([ended.applicationStatus, ended.callback.result]).toEqual(['returned', 'unreached'])
    const refused = await asked()
    await atThePhone(refused.callbackId, caller)
    const refusal = await callbacks.record({
      ...nothingSaid,
      callbackId: refused.callbackId,
      actor: caller,
      outcome: 'refused',
    })
    expect([refusal.applicationStatus, refusal.callback.result]).toEqual(['review_pending', 'refused'])
    expect((await decisionsOf(refused.id)).at(-1)!.reasons).toContain('CALLBACK_REFUSED review')
  })

  it('keep a time that was agreed, within the hours', async () => {
    reset()
    const { callbackId } = await asked()
    const again = (callAgainAt: Date | null) =>
      callbacks.record({ ...nothingSaid, callbackId, actor: caller, outcome: 'call_again', callAgainAt })
    await atThePhone(callbackId, caller)
    for (const at of [null, clock.at, new Date('2026-11-24T03:00:00+08:00'), new Date('2027-02-01T10:00:00+08:00')]) {
      await expect(again(at)).rejects.toMatchObject({ errors: [{ field: 'callAgainAt' }] })
    }
    const at = new Date('2026-11-26T15:30:00+08:00')
    const { callback } = await again(at)
    expect(callback).toMatchObject({ state: 'waiting', appointed: true, nextAttemptAt: at.toISOString() })
    expect(new Date(callback.dueAt) > at).toBe(true)
    await clear(callbackId)
    expect(await callbacks.next(colleague)).toEqual({ callback: null, nextAt: at.toISOString() })
    clock.at = at
    expect((await callbacks.next(colleague)).callback?.id).toBe(callbackId)
    reset()
  })
})

describe('what was said before', () => {
  it('is not asked again in the next revision, unless what it rested on has changed', async () => {
    reset()
    const { callbackId, id, form } = await asked()
    // Clears up the sign and leaves a doubt for a person, who returns it.
    expect((await reached(callbackId, caller, { idTail: 'unclear' })).applicationStatus).toBe('review_pending')
    const evidence = async (revision: number) => {
      const row = await store.db
        .selectFrom('check_run')
        .innerJoin('evidence', 'evidence.id', 'check_run.evidence_id')
        .select('evidence.result')
        .where('application_id', '=', id)
        .where('revision', '=', revision)
        .where('check_run.check', '=', 'callback')
        .executeTakeFirst()
      return row?.result.check === 'callback' ? row.result : null
    }
    const said = (await evidence(1))!
    expect(said.answers).toHaveLength(5)
    await store.db.updateTable('application').set({ status: 'returned' }).where('id', '=', id).execute()
    await reviseApplication(room.deps, {
      applicationId: id,
      form: { merchantName: '深圳市南山区新名便利店' },
      materials: [],
      remove: [],
      idempotencyKey: `k-${id}`,
    })
    expect(await evidence(2)).toEqual({ ...said, askedBy: 'policy', result: 'answered' })

    const again = screening({ ...otherSign, form: { ...form, merchantName: '深圳市南山区新名便利店' } })
    const unchanged = screening({ ...otherSign, form })
    const reasonsOf = (input: typeof again) =>
      decide({ ...input, evidence: [...input.evidence, said] }).reasons.map(
        ({ code, severity }) => `${code} ${severity}`,
      )
    expect(reasonsOf(unchanged)).toContain('SCENE_SIGN_MISMATCH info')
    expect(reasonsOf(again)).toContain('SCENE_SIGN_MISMATCH callback')
  })
})

describe('what a reviewer wants to be asked', () => {
  it('is asked, and goes back to the reviewer with the answers', async () => {
    reset()
    const reviewer = await person(['reviewer'])
    const { caseId, id } = await room.claimed(reviewer)
    await room.decideAs(reviewer, caseId, { outcome: 'callback_required', ask: ['signName', 'since'] })
    const ref = { applicationId: id, revision: 1, run: 2 }
    await openCallback(room.deps, ref)
    const { id: callbackId } = await callbackOf(id)
    const view = await callbacks.read({ callbackId, actor: caller })
    expect(view.askedBy).toBe('reviewer')
    expect(view.script.map((question) => question.id)).toEqual(['person', 'applied', 'idTail', 'signName', 'since'])
    const { applicationStatus } = await reached(callbackId, caller)
    expect(applicationStatus).toBe('review_pending')
    const last = (await decisionsOf(id)).at(-1)!
    expect([last.run, last.outcome]).toEqual([3, 'manual_review'])
    expect(last.reasons).toEqual(['LIC_OPERATOR_MISMATCH review', 'CALLBACK_REPORTED review'])
    await openCase(room.deps, { ...ref, run: 3 })
    expect(await room.rowOf(id)).toMatchObject({ state: 'open', reserved_for: reviewer.id })
  })

  it('does not have a refused application refused again while the appeal is looked into', () => {
    const input = screening({ ...otherSign, today: '2080-01-01' })
    const answers = [{ question: 'person', choice: 'self', verdict: 'MATCH', basis: {} }] as const
    const called = (result: CallbackEvidence['result'], askedBy: CallbackEvidence['askedBy']) => {
      const evidence: CallbackEvidence = { check: 'callback', result, askedBy, attempts: 2, answers, cells: [] }
      return decide({ ...input, evidence: [...input.evidence, evidence] }).outcome
    }
    expect(decide(input).outcome).toBe('rejected')
    expect(called('answered', 'policy')).toBe('rejected')
    expect(called('answered', 'reviewer')).toBe('manual_review')
    expect(called('unreached', 'reviewer')).toBe('manual_review')
    expect(called('denied', 'reviewer')).toBe('rejected')
  })
})

describe('the promise', () => {
  it('stands still while the call is awaited, and goes on with the result', async () => {
    reset()
    const { callbackId, id } = await asked()
    const promise = () =>
      store.db.selectFrom('promise').selectAll().where('application_id', '=', id).executeTakeFirstOrThrow()
    const before = await promise()
    expect(before.state).toBe('paused')
    clock.at = new Date('2026-11-24T18:00:00+08:00')
    await reached(callbackId, caller, { signName: 'other' })
    const after = await promise()
    expect(after.state).toBe('running')
    // Monday 17:00 is when it begins to count; until Tuesday 18:00 it stood still.
    expect(after.promised_at.getTime() - before.promised_at.getTime()).toBe(25 * 3_600_000)
    const { rows } = await room.rowsOf('event', id)
    expect(rows.filter(({ type }) => type === 'promise.moved')).toHaveLength(1)
    reset()
  })
})
