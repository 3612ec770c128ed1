import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../../src/domain/permissions.ts'
import { testApi } from '../../support/api.ts'
import { decidingRoom, otherOperator } from '../review/deciding-room.ts'

const room = await decidingRoom({ secondLook: 1 })
const { cases, deciding, given, person } = room

const known = new Map<string, Actor>()
const { app } = await testApi(
  { cases, deciding },
  { session: async () => null, client: async (key) => known.get(key) ?? null, local: true },
)
const someone = async (...roles: NonNullable<Parameters<typeof person>[0]>): Promise<Actor> => {
  const actor = await person(roles)
  known.set(actor.id, actor)
  return actor
}
const call = async (who: Actor, method: 'GET' | 'POST', url: string, payload?: object) => {
  const answer = await app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${who.id}` },
    ...(payload && { payload }),
  })
  const body = answer.json()
  return { status: answer.statusCode, body: body.error ?? body }
}

let reviewer: Actor
let senior: Actor
let other: Actor
beforeAll(async () => {
  reviewer = await someone('reviewer')
  senior = await someone('senior_reviewer')
  other = await someone('reviewer')
})

const claimed = async () => {
  const application = await given(otherOperator)
  await call(reviewer, 'POST', `/v1/cases/${application.caseId}/claim`)
  const desk = await call(reviewer, 'GET', `/v1/cases/${application.caseId}/decision`)
  return { ...application, desk: desk.body, at: `/v1/cases/${application.caseId}` }
}
const blurry = { code: 'IMG_BLURRY', material: 'scene_interior' }

describe('deciding over HTTP', () => {
  it('lists what there is to choose from', async () => {
    const { status, body } = await call(reviewer, 'GET', '/v1/reasons')
    expect(status).toBe(200)
    const of = (code: string) => body.reasons.find((reason: { code: string }) => reason.code === code)
    expect(of('ID_EXPIRED')).toMatchObject({
      outcomes: ['resubmission_required', 'rejected'],
      materials: ['id_emblem'],
      needs: [{ key: 'date', kind: 'date' }],
    })
    expect(of('CHECK_FAILED')).toMatchObject({ outcomes: [], needs: [] })
    expect(of('SCENE_REUSED')).toMatchObject({ fraud: true, outcomes: ['rejected'] })
    expect(body.ask.map(({ id }: { id: string }) => id)).toContain('signName')
  })

  it('shows the desk, then what would follow, then decides', async () => {
    const { desk, at } = await claimed()
    expect(desk).toMatchObject({
      mayDecide: true,
      maySecond: false,
      standing: [{ code: 'LIC_OPERATOR_MISMATCH', key: 'LIC_OPERATOR_MISMATCH|business_licence|operator' }],
      decisions: [],
    })
    const choice = { outcome: 'resubmission_required', reasons: [blurry] }
    expect(await call(reviewer, 'POST', `${at}/preview`, choice)).toMatchObject({
      status: 200,
      body: {
        told: [{ code: 'IMG_BLURRY', material: 'scene_interior' }],
        due: [{ action: 'retake', material: 'scene_interior' }],
        language: 'zh',
        secondPerson: null,
      },
    })
    expect(await call(other, 'POST', `${at}/preview`, choice)).toMatchObject({
      status: 409,
      body: { code: 'CASE_NOT_HELD' },
    })
    const decided = await call(reviewer, 'POST', `${at}/decision`, { ...choice, screen: desk.screen, note: '请重拍' })
    expect(decided).toMatchObject({
      status: 200,
      body: { decision: { state: 'final', note: '请重拍' }, application: { status: 'returned' } },
    })
    expect(await call(reviewer, 'POST', `${at}/decision`, { ...choice, screen: desk.screen })).toMatchObject({
      status: 409,
    })
  })

  it('names each field that is wrong, and how to mend it', async () => {
    const { desk, at } = await claimed()
    const { status, body } = await call(reviewer, 'POST', `${at}/decision`, {
      outcome: 'resubmission_required',
      reasons: [
        { code: 'CHECK_FAILED' },
        { code: 'ID_EXPIRED', values: { date: 'yesterday' } },
        { code: 'IMG_BLURRY' },
      ],
      screen: desk.screen,
    })
    expect(status).toBe(422)
    const named = body.errors.map(({ field, code }: { field: string; code: string }) => `${field} ${code}`)
    expect(named).toEqual([
      'reasons[0].code REASON_NOT_POSSIBLE',
      'reasons[1].values.date VALUE_WRONG',
      'reasons[2].material MATERIAL_WRONG',
    ])
    expect(body.errors[1].message).toEqual({ zh: '请填写：日期', en: 'Give this: date.' })
  })

  it('refuses a screen that is stale, and says what changed', async () => {
    const { desk, at } = await claimed()
    const { status, body } = await call(reviewer, 'POST', `${at}/decision`, {
      outcome: 'approved',
      why: '已核对',
      screen: { ...desk.screen, evidence: [] },
    })
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'CASE_CHANGED' })
    expect(body.message.zh).toContain('检查结果有变化')
    expect(body.errors).toMatchObject([{ field: 'screen.evidence' }])
  })

  it('lets a senior confirm or refuse, and nobody else', async () => {
    const { desk, at } = await claimed()
    const suspects = { code: 'REVIEWER_SUSPECTS', values: { what: '代办' } }
    const { body } = await call(reviewer, 'POST', `${at}/decision`, {
      outcome: 'rejected',
      reasons: [suspects],
      screen: desk.screen,
    })
    expect(body.application.status).toBe('second_approval')
    const confirm = { decision: body.decision.id, confirm: true }
    expect(await call(other, 'POST', `${at}/second`, confirm)).toMatchObject({
      status: 403,
      body: { code: 'NOT_ALLOWED' },
    })
    expect(await call(senior, 'GET', `${at}/decision`)).toMatchObject({
      body: { maySecond: true, decisions: [{ state: 'waiting' }] },
    })
    expect(await call(senior, 'POST', `${at}/second`, { ...confirm, decision: 'cde_other' })).toMatchObject({
      status: 409,
      body: { code: 'CASE_CHANGED' },
    })
    expect(await call(senior, 'POST', `${at}/second`, confirm)).toMatchObject({
      status: 200,
      body: { decision: { state: 'confirmed' }, application: { status: 'rejected' } },
    })
  })

  it('gives second looks, and tells how far people agree to those who may know', async () => {
    const { body: list } = await call(other, 'GET', '/v1/second-looks')
    expect(list.free).toBeGreaterThan(0)
    const { body: next } = await call(other, 'POST', '/v1/second-looks/next')
    const at = `/v1/second-looks/${next.secondLook.id}`
    expect(await call(other, 'GET', at)).toMatchObject({ status: 200, body: { id: next.secondLook.id } })
    expect(await call(reviewer, 'GET', at)).toMatchObject({ status: 404 })
    expect(await call(other, 'GET', '/v1/second-looks/slk_none')).toMatchObject({ status: 404 })
    const { status, body } = await call(other, 'POST', at, { outcome: 'approved', why: '无异议' })
    expect({ status, ...body }).toMatchObject({ status: 200, second: { outcome: 'approved', codes: [] } })
    expect(await call(other, 'POST', at, { outcome: 'approved', why: '无异议' })).toMatchObject({
      status: 409,
      body: { code: 'SECOND_LOOK_OVER' },
    })
    expect(await call(reviewer, 'GET', '/v1/quality')).toMatchObject({ status: 403 })
    expect(await call(senior, 'GET', '/v1/quality')).toMatchObject({ status: 200, body: { looks: 1 } })
    expect(await call(senior, 'GET', '/v1/quality?from=yesterday')).toMatchObject({ status: 422 })
  })

  it('an id of none is told as such', async () => {
    for (const id of ['cas_none', 'x']) {
      expect(await call(senior, 'GET', `/v1/cases/${id}/decision`)).toMatchObject({
        status: 404,
        body: { code: 'NOT_FOUND' },
      })
    }
  })
})
