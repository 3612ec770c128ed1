import { describe, expect, it } from 'vitest'
import { appealDecision } from '../../../src/review/appeal-decision.ts'
import { readApplication } from '../../../src/review/read-application.ts'
import { reviseApplication } from '../../../src/review/revise-application.ts'
import { idWithCheck, individual } from '../../unit/domain/sample.ts'
import { code } from './case-room.ts'
import { blurry, decidingRoom, nothing, returned, suspected } from './deciding-room.ts'

const room = await decidingRoom()
const {
  store,
  deps,
  deciding,
  cases,
  person,
  claimed,
  decideAs,
  effectsOf,
  decisionRows,
  decisionsOf,
  rowOf,
  statusOf,
  stepsOf,
} = room

const reviewer = await person()
const other = await person()
const senior = await person(['senior_reviewer'])
const otherSenior = await person(['senior_reviewer'])

const tooYoung = () => ({
  form: {
    ...individual,
    legalPerson: { ...individual.legalPerson, idNumber: idWithCheck('44030520150307123') },
  },
  read: { id_portrait: { idNumber: { value: idWithCheck('44030520150307123') }, birthDate: '2015-03-07' } },
})

describe('returned by a reviewer', () => {
  it('asks for exactly what was chosen, tells it once, and stands beside the policy’s decision', async () => {
    const { id, caseId } = await claimed(reviewer)
    const receipt = await decideAs(reviewer, caseId, { ...returned, reasons: [blurry] })
    expect(receipt).toMatchObject({
      decision: { state: 'final', secondPerson: null, decidedBy: { id: reviewer.id } },
      case: { state: 'waiting' },
      application: { status: 'returned', revision: 1 },
    })
    expect(await decisionsOf(id)).toEqual([
      { run: 1, outcome: 'manual_review', by: null, confirmed: null, codes: ['LIC_OPERATOR_MISMATCH'] },
      { run: 2, outcome: 'resubmission_required', by: reviewer.id, confirmed: null, codes: ['IMG_BLURRY'] },
    ])
    const application = await readApplication(deps, { id })
    expect(application?.due).toMatchObject([{ action: 'retake', material: 'scene_interior', field: null }])
    expect(application?.due).toHaveLength(1)
    expect(application?.reasons.filter(({ tellApplicant }) => tellApplicant)).toHaveLength(1)
    expect(await effectsOf(id)).toEqual([
      '1 manual_review webhook',
      '1 resubmission_required sms',
      '1 resubmission_required webhook',
    ])
    expect(await stepsOf(caseId)).toEqual(['opened', 'claimed', 'decided', 'waiting'])
    const audit = await store.db.selectFrom('audit_entry').selectAll().where('subject', '=', caseId).execute()
    expect(audit.map(({ actor, action }) => `${actor} ${action}`)).toContain(`${reviewer.id} case.decided`)
  })

  it('lets the applicant send another photo, and refuses the one that was sent back', async () => {
    const { id, caseId, materials } = await claimed(reviewer)
    await decideAs(reviewer, caseId, { ...returned, reasons: [blurry] })
    const old = materials.find(({ kind }) => kind === 'scene_interior')!
    const revise = (materialId: string) =>
      reviseApplication(deps, {
        applicationId: id,
        form: null,
        materials: [{ kind: 'scene_interior', id: materialId }],
        remove: [],
        idempotencyKey: `${id} ${materialId}`,
      })
    await expect(revise(old.id)).rejects.toThrow(code('MATERIAL_SENT_BACK'))
    const fresh = await room.upload('scene_interior')
    expect(await revise(fresh.id)).toMatchObject({ status: 'submitted', revision: 2 })
  })

  it('keeps the figures of what a check found, and takes the reviewer’s own for what it did not', async () => {
    const sign = { read: { business_licence: { operator: '李大伟' }, scene_signboard: { text: '幸福花店' } } }
    const { caseId } = await claimed(reviewer, sign)
    const expired = { code: 'ID_EXPIRED' as const, material: null, field: null, values: { date: '2026-10-01' } }
    const found = {
      code: 'SCENE_SIGN_MISMATCH' as const,
      material: 'scene_signboard' as const,
      field: 'text',
      values: {},
    }
    const { told, due, sms, secondPerson } = await deciding.preview({
      caseId,
      actor: reviewer,
      choice: { ...nothing, ...returned, reasons: [expired, found] },
    })
    expect(secondPerson).toBeNull()
    expect(told.map(({ message }) => message.zh)).toEqual([
      '身份证有效期至 2026-10-01，已过期',
      '门头照片上的名称与商户名称不一致',
    ])
    // The catalogue's hint says that we call; returned, it is the applicant's to mend.
    expect(told[1]?.hint.zh).not.toMatch(/电话/)
    expect(due.map(({ action, material }) => `${action} ${material}`)).toEqual([
      'replace id_emblem',
      'retake scene_signboard',
    ])
    expect(sms?.zh).toMatch(/^【准入】您的申请.*需要补充资料：身份证有效期至 2026-10-01，已过期等2项/)
    const receipt = await decideAs(reviewer, caseId, { ...returned, reasons: [expired, found] })
    const [ofPerson, ofCheck] = receipt.decision.reasons
    expect(ofPerson).toMatchObject({
      severity: 'return',
      evidence: { foundBy: 'person', date: '2026-10-01', days: 53 },
    })
    expect(ofPerson?.internal.zh).toBe('人工认定：身份证有效期至 2026-10-01，已过期')
    expect(ofCheck?.evidence).toHaveProperty('similarity')
  })
})

describe('approved by a reviewer', () => {
  it('says of every reason that stands why it is passed over', async () => {
    const { id, caseId } = await claimed(reviewer)
    await expect(decideAs(reviewer, caseId, { outcome: 'approved' })).rejects.toThrow(code('INVALID_FIELD'))
    const overrides = [
      {
        code: 'LIC_OPERATOR_MISMATCH' as const,
        material: null,
        field: null,
        why: '执照经营者昨日已变更，新执照已核对',
      },
    ]
    const { decision } = await decideAs(reviewer, caseId, { outcome: 'approved', overrides })
    expect(decision).toMatchObject({
      state: 'final',
      overrides: [{ code: 'LIC_OPERATOR_MISMATCH', material: 'business_licence', field: 'operator' }],
    })
    expect(await statusOf(id)).toBe('approved')
    expect((await rowOf(id)).state).toBe('closed')
    expect(await effectsOf(id)).toEqual(['1 approved sms', '1 approved webhook', '1 manual_review webhook'])
    // Nobody who is approved reads of what was passed over.
    const application = await readApplication(deps, { id })
    expect(application).toMatchObject({ outcome: 'approved', reasons: [], due: [] })
  })

  it('waits for another person where a suspicion is passed over, and is told only when that person confirms', async () => {
    const { id, caseId } = await claimed(reviewer, { read: { id_emblem: { validFrom: '2027-01-01' } } })
    const { decision } = await decideAs(reviewer, caseId, { outcome: 'approved', why: '已致电派出所核实' })
    expect(decision.secondPerson?.why.map(({ cause }) => cause)).toContain('fraud_override')
    expect(await statusOf(id)).toBe('second_approval')
    expect(await effectsOf(id)).toEqual(['1 manual_review webhook'])
    await deciding.confirm({ caseId, actor: senior, decision: decision.id, confirm: true, why: null })
    expect(await statusOf(id)).toBe('approved')
    expect(await effectsOf(id)).toEqual(['1 approved sms', '1 approved webhook', '1 manual_review webhook'])
  })
})

describe('a refusal', () => {
  it('is confirmed by another person, who is not its maker', async () => {
    const { id, caseId } = await claimed(senior)
    const { decision } = await decideAs(senior, caseId, { outcome: 'rejected', reasons: [suspected] })
    expect(decision).toMatchObject({ state: 'waiting', secondPerson: { why: [{ cause: 'final_rejection' }] } })
    const confirm = (actor = senior) =>
      deciding.confirm({ caseId, actor, decision: decision.id, confirm: true, why: null })
    await expect(confirm()).rejects.toThrow(code('CASE_NOT_FOR_YOU'))
    expect((await deciding.desk({ caseId, actor: senior })).maySecond).toBe(false)
    expect((await deciding.desk({ caseId, actor: otherSenior })).maySecond).toBe(true)
    const receipt = await confirm(otherSenior)
    expect(receipt).toMatchObject({
      decision: { state: 'confirmed', checkedBy: { id: otherSenior.id } },
      case: { state: 'closed' },
    })
    expect((await decisionsOf(id)).at(-1)).toEqual({
      run: 2,
      outcome: 'rejected',
      by: senior.id,
      confirmed: otherSenior.id,
      codes: ['REVIEWER_SUSPECTS'],
    })
    // The applicant learns nothing of the suspicion, and has a reason all the same.
    const application = await readApplication(deps, { id })
    expect(application?.reasons).toMatchObject([
      { tellApplicant: true, message: { zh: '很抱歉，您的申请未能通过审核' }, evidence: {} },
    ])
    await expect(confirm(otherSenior)).rejects.toThrow(code('CASE_NOT_OPEN'))
  })

  it('that is not confirmed goes back to its maker with the note, who may decide otherwise', async () => {
    const { id, caseId } = await claimed(reviewer)
    const { decision } = await decideAs(reviewer, caseId, { outcome: 'rejected', reasons: [suspected] })
    const refuse = (why: string | null) =>
      deciding.confirm({ caseId, actor: senior, decision: decision.id, confirm: false, why })
    await expect(refuse(null)).rejects.toThrow(code('INVALID_FIELD'))
    expect(await refuse('证据不足，请先退回补照片')).toMatchObject({
      decision: { state: 'refused', checkNote: '证据不足，请先退回补照片' },
      case: { state: 'open' },
      application: { status: 'review_pending' },
    })
    expect(await rowOf(id)).toMatchObject({ state: 'open', reserved_for: reviewer.id, decided_by: [] })
    expect(await effectsOf(id)).toEqual(['1 manual_review webhook'])
    await cases.claim({ caseId, actor: reviewer })
    await decideAs(reviewer, caseId, { ...returned, reasons: [blurry] })
    expect(await statusOf(id)).toBe('returned')
    expect(await stepsOf(caseId)).toEqual(['opened', 'claimed', 'decided', 'refused', 'claimed', 'decided', 'waiting'])
  })

  it('that stands after an appeal is told in words of its own', async () => {
    const { id, ref } = await room.screened(tooYoung())
    await room.decide(ref)
    expect(await effectsOf(id)).toEqual(['1 rejected sms', '1 rejected webhook'])
    await appealDecision(deps, { applicationId: id, text: '我已成年' })
    const { id: caseId, kind } = await rowOf(id)
    expect(kind).toBe('appeal')
    await cases.claim({ caseId, actor: reviewer })
    const age = { code: 'AGE_OUT_OF_RANGE' as const, material: null, field: 'legalPerson.idNumber', values: {} }
    const choice = { ...nothing, outcome: 'rejected' as const, reasons: [age] }
    const { sms } = await deciding.preview({ caseId, actor: reviewer, choice })
    expect(sms?.zh).toMatch(/申诉已复核，仍未通过：申请人年龄需在 18-65 周岁之间/)
    const { decision } = await decideAs(reviewer, caseId, choice)
    await deciding.confirm({ caseId, actor: senior, decision: decision.id, confirm: true, why: null })
    expect(await effectsOf(id)).toEqual([
      '1 rejected sms',
      '1 rejected webhook',
      '1 rejection_confirmed sms',
      '1 rejection_confirmed webhook',
    ])
    expect(await statusOf(id)).toBe('rejected')
  })

  it('of a person is looked at by others after an appeal, and stands until they pass it over', async () => {
    const { id, caseId } = await claimed(reviewer)
    const first = await decideAs(reviewer, caseId, { outcome: 'rejected', reasons: [suspected] })
    await deciding.confirm({ caseId, actor: senior, decision: first.decision.id, confirm: true, why: null })
    await appealDecision(deps, { applicationId: id, text: '请再看一次' })
    const { id: appeal } = await store.db
      .selectFrom('review_case')
      .select('id')
      .where('application_id', '=', id)
      .where('state', '!=', 'closed')
      .executeTakeFirstOrThrow()
    for (const actor of [reviewer, senior]) {
      await expect(cases.claim({ caseId: appeal, actor })).rejects.toThrow(code('CASE_NOT_FOR_YOU'))
    }
    await cases.claim({ caseId: appeal, actor: other })
    const desk = await deciding.desk({ caseId: appeal, actor: other })
    expect(desk.standing.map((reason) => reason.code).sort()).toEqual(['LIC_OPERATOR_MISMATCH', 'REVIEWER_SUSPECTS'])
    const { decision } = await decideAs(other, appeal, { outcome: 'approved', why: '已实地核实' })
    expect(decision.overrides).toHaveLength(2)
    await deciding.confirm({ caseId: appeal, actor: otherSenior, decision: decision.id, confirm: true, why: null })
    expect(await statusOf(id)).toBe('approved')
    expect(await effectsOf(id)).toContain('1 approved sms')
  })
})

it('a callback asks what the reviewer wants to know', async () => {
  const { id, caseId } = await claimed(reviewer)
  await decideAs(reviewer, caseId, { outcome: 'callback_required', ask: ['signName', 'trade'] })
  expect(await statusOf(id)).toBe('callback_pending')
  expect((await rowOf(id)).state).toBe('waiting')
  const [, decision] = await decisionRows(id)
  expect(decision?.['reasons']).toMatchObject([
    { code: 'CALLBACK_ASKED', severity: 'callback', field: 'signName', evidence: { question: 'signName' } },
    { code: 'CALLBACK_ASKED', severity: 'callback', field: 'trade' },
  ])
  const jobs = await room.jobsOf(id)
  expect(jobs.filter(({ queue }) => queue === 'callback')).toMatchObject([{ payload: { run: 2, revision: 1 } }])
  expect(await effectsOf(id)).toContain('1 callback_required sms')
})
