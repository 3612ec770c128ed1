import { describe, expect, it } from 'vitest'
import { code } from './case-room.ts'
import { blurry, decidingRoom, nothing, returned, suspected } from './deciding-room.ts'

const room = await decidingRoom()
const { store, deciding, cases, person, given, claimed, screenOf, decideAs, effectsOf, decisionsOf, statusOf } = room

const reviewer = await person()
const other = await person()
const senior = await person(['senior_reviewer'])
const otherSenior = await person(['senior_reviewer'])

describe('nobody decides', () => {
  it('on what they did not see', async () => {
    const { ref, caseId } = await claimed(reviewer)
    const screen = await screenOf(caseId, reviewer)
    const photo = await room.upload('scene_interior')
    const changes: [string, () => Promise<unknown>, string][] = [
      [
        'other evidence',
        () =>
          store.pool.query(
            `update check_run set evidence_id = null, status = 'failed', error = 'lost' where application_id = $1 and "check" = 'clarity' and slot = 'bank_card'`,
            [ref.applicationId],
          ),
        'screen.evidence',
      ],
      [
        'another photo',
        () =>
          store.pool.query(
            `update revision_material set material_id = $2 where application_id = $1 and kind = 'scene_interior'`,
            [ref.applicationId, photo.id],
          ),
        'screen.materials',
      ],
    ]
    for (const [, change, field] of changes) {
      await change()
      const failure = deciding.decide({
        ...nothing,
        ...returned,
        reasons: [blurry],
        caseId,
        actor: reviewer,
        note: null,
        screen,
      })
      await expect(failure).rejects.toMatchObject({
        code: 'CASE_CHANGED',
        errors: expect.arrayContaining([expect.objectContaining({ field })]),
      })
    }
    expect(await decisionsOf(ref.applicationId)).toHaveLength(1)
  })

  it('without having the case, or after the time with it has run out', async () => {
    const { caseId } = await given()
    const screen = await screenOf(caseId, reviewer)
    const decide = () =>
      deciding.decide({ ...nothing, ...returned, reasons: [blurry], caseId, actor: reviewer, note: null, screen })
    await expect(decide()).rejects.toThrow(code('CASE_NOT_HELD'))
    await cases.claim({ caseId, actor: reviewer })
    room.later(16)
    await expect(decide()).rejects.toThrow(code('CASE_NOT_HELD'))
    room.reset()
  })

  it('twice: of two at once one counts', async () => {
    const { id, caseId } = await claimed(reviewer)
    const screen = await screenOf(caseId, reviewer)
    const decide = (reasons: (typeof blurry)[]) =>
      deciding.decide({ ...nothing, ...returned, reasons, caseId, actor: reviewer, note: null, screen })
    const ended = await Promise.allSettled([decide([blurry]), decide([blurry]), decide([blurry])])
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await decisionsOf(id)).toHaveLength(2)
    expect((await effectsOf(id)).filter((effect) => effect.includes('sms'))).toHaveLength(1)
  })

  it('with two seniors: of two who confirm at once one counts', async () => {
    const { id, caseId } = await claimed(reviewer)
    const { decision } = await decideAs(reviewer, caseId, { outcome: 'rejected', reasons: [suspected] })
    const ended = await Promise.allSettled([
      deciding.confirm({ caseId, actor: senior, decision: decision.id, confirm: true, why: null }),
      deciding.confirm({ caseId, actor: otherSenior, decision: decision.id, confirm: false, why: '证据不足' }),
    ])
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const [row] = await store.db.selectFrom('case_decision').selectAll().where('application_id', '=', id).execute()
    expect(await statusOf(id)).toBe(row?.state === 'confirmed' ? 'rejected' : 'review_pending')
  })
})

describe('the database itself', () => {
  const waiting = async () => {
    const application = await claimed(reviewer)
    const { decision } = await decideAs(reviewer, application.caseId, { outcome: 'rejected', reasons: [suspected] })
    return { ...application, decision }
  }
  const run = (statement: string, values: unknown[]) => store.pool.query(statement, values)

  it('refuses a second person who is the first', async () => {
    const { decision } = await waiting()
    const confirm = `update case_decision set state = 'confirmed', checked_by = $2, checked_at = now() where id = $1`
    await expect(run(confirm, [decision.id, reviewer.id])).rejects.toMatchObject({
      constraint: 'case_decision_four_eyes',
    })
    await expect(run(confirm, [decision.id, senior.id])).resolves.toMatchObject({ rowCount: 1 })
  })

  it('refuses a refusal that nobody confirms, and a decision without a reason', async () => {
    const { decision } = await waiting()
    const again = (set: string) =>
      run(
        `insert into case_decision select (jsonb_populate_record(d, '${set}')).* from case_decision d where id = $1`,
        [decision.id],
      )
    await expect(again('{"id":"cde_1","state":"final","second_person":[]}')).rejects.toMatchObject({
      constraint: 'case_decision_final_rejection',
    })
    await expect(again('{"id":"cde_2","reasons":[],"state":"waiting"}')).rejects.toMatchObject({
      constraint: 'case_decision_reasons',
    })
    await expect(again('{"id":"cde_3"}')).rejects.toMatchObject({ constraint: 'case_decision_waiting' })
  })

  it('refuses that somebody decides or confirms what they entered', async () => {
    const { id, decision } = await waiting()
    await run('update application set entered_by = $2 where id = $1', [id, senior.id])
    const confirm = `update case_decision set state = 'confirmed', checked_by = $2, checked_at = now() where id = $1`
    await expect(run(confirm, [decision.id, senior.id])).rejects.toMatchObject({ constraint: 'decided_by_others' })
    const copy = `insert into case_decision select (jsonb_populate_record(d, jsonb_build_object('id', 'cde_4', 'state', 'refused',
      'checked_by', $3::text, 'checked_at', now(), 'decided_by', $2::text))).* from case_decision d where id = $1`
    await expect(run(copy, [decision.id, senior.id, otherSenior.id])).rejects.toMatchObject({
      constraint: 'decided_by_others',
    })
  })

  it('keeps what was decided as it was', async () => {
    const { decision } = await waiting()
    for (const set of [
      `outcome = 'approved'`,
      `reasons = '[{"code":"X"}]'`,
      `screen = '{}'`,
      `decided_by = '${other.id}'`,
    ]) {
      await expect(run(`update case_decision set ${set} where id = $1`, [decision.id])).rejects.toThrow(/never changed/)
    }
    await expect(run('delete from case_decision where id = $1', [decision.id])).rejects.toThrow(/never changed/)
  })

  it('refuses a decision on an application that is confirmed by its maker', async () => {
    const { id, caseId } = await claimed(reviewer)
    await decideAs(reviewer, caseId, { ...returned, reasons: [blurry] })
    const same = run('update decision set confirmed_by = decided_by where application_id = $1 and run = 2', [id])
    await expect(same).rejects.toMatchObject({ constraint: 'decision_four_eyes' })
    const unknown = run('update decision set decided_by = $2 where application_id = $1 and run = 1', [id, senior.id])
    await expect(unknown).rejects.toMatchObject({ constraint: 'decision_of_a_person' })
  })
})
