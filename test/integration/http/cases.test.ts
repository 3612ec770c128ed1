import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../../../src/domain/permissions.ts'
import { testApi } from '../../support/api.ts'
import { policy } from '../../unit/domain/sample.ts'
import { caseRoom } from '../review/case-room.ts'

const room = await caseRoom()
const { cases, clock, opened, person, later, reset, clear } = room

const known = new Map<string, Actor>()
const { app } = await testApi(
  { cases },
  { session: async () => null, client: async (key) => known.get(key) ?? null, local: true },
)
const someone = async (...roles: Parameters<typeof person>[0] & object): Promise<Actor> => {
  const actor = await person(roles.length > 0 ? roles : ['reviewer'])
  known.set(actor.id, actor)
  return actor
}

const call = async (who: Actor, method: 'GET' | 'POST', path: string, payload?: object) => {
  const answer = await app.inject({
    method,
    url: `/v1/cases${path}`,
    headers: { authorization: `Bearer ${who.id}` },
    ...(payload && { payload }),
  })
  const body = answer.json<Record<string, unknown> & { error?: Record<string, unknown> }>()
  return { status: answer.statusCode, body: body.error ?? body }
}
const post = (who: Actor, path: string, payload?: object) => call(who, 'POST', path, payload)

beforeEach(async () => {
  reset()
  await clear()
})

describe('cases over HTTP', () => {
  it('a reviewer’s way through one: list, next, comment, extend, put aside, claim, hand on, hand up', async () => {
    const [one, other] = [await someone(), await someone()]
    const { caseId } = await opened({ codes: ['SCENE_REUSED'], skills: ['scene', 'fraud'] })
    const list = await call(one, 'GET', '?free=true&reason=SCENE_REUSED&skill=fraud&sort=risk&limit=10')
    expect(list).toMatchObject({
      status: 200,
      body: { cases: [{ id: caseId, mine: false }], next: null, counts: { all: 1 } },
    })
    expect(await post(one, '/next')).toMatchObject({ status: 200, body: { case: { id: caseId, mine: true } } })
    expect(await post(other, '/next')).toEqual({ status: 200, body: { case: null } })
    expect(await post(one, `/${caseId}/comments`, { text: ' 已核对\n门头照片 ' })).toMatchObject({
      status: 201,
      body: { what: 'commented', text: '已核对\n门头照片', actor: { id: one.id } },
    })
    later(1)
    const { body: extended } = await post(one, `/${caseId}/extend`)
    expect(extended['leaseUntil']).toBe(new Date(clock.at.getTime() + policy.cases.leaseMinutes * 60_000).toISOString())
    const until = '2026-11-23T11:00:00+08:00'
    expect(await post(one, `/${caseId}/snooze`, { until, why: '等回复' })).toMatchObject({
      status: 200,
      body: { state: 'open', snoozedUntil: '2026-11-23T03:00:00.000Z', reservedFor: { id: one.id } },
    })
    expect(await post(one, `/${caseId}/claim`)).toMatchObject({ status: 200, body: { mine: true, snoozedUntil: null } })
    expect(await post(one, `/${caseId}/transfer`, { to: other.id })).toMatchObject({
      status: 200,
      body: { reservedFor: { id: other.id } },
    })
    expect(await post(other, `/${caseId}/claim`)).toMatchObject({ status: 200 })
    expect(await post(other, `/${caseId}/escalate`, { why: '疑似伪造' })).toMatchObject({
      status: 200,
      body: { escalated: true, state: 'open' },
    })
    expect(await post(other, `/${caseId}/claim`)).toMatchObject({ status: 403, body: { code: 'CASE_NOT_FOR_YOU' } })
  })

  it('releases, and needs no reason for it', async () => {
    const one = await someone()
    const { caseId } = await opened()
    await post(one, `/${caseId}/claim`)
    expect(await post(one, `/${caseId}/release`, {})).toMatchObject({ status: 200, body: { state: 'open' } })
    await post(one, `/${caseId}/claim`)
    expect(await post(one, `/${caseId}/release`)).toMatchObject({ status: 200, body: { state: 'open' } })
    expect(await post(one, `/${caseId}/release`, {})).toMatchObject({ status: 409, body: { code: 'CASE_NOT_HELD' } })
  })

  it('refuses with a code and says why in both languages', async () => {
    const [one, other, senior] = [await someone(), await someone(), await someone('senior_reviewer')]
    const { caseId, applicationId } = await opened({ enteredBy: other })
    await post(one, `/${caseId}/claim`)
    expect(await post(senior, `/${caseId}/claim`)).toMatchObject({ status: 409, body: { code: 'CASE_TAKEN' } })
    expect(await post(other, `/${caseId}/claim`)).toMatchObject({
      status: 403,
      body: {
        code: 'CASE_NOT_FOR_YOU',
        message: {
          zh: '该审核单不能由您审核：该进件由本人录入，须由他人审核',
          en: 'This case is not for you: whoever entered an application does not review it',
        },
      },
    })
    expect(await post(senior, `/${caseId}/transfer`, { to: other.id })).toMatchObject({
      status: 422,
      body: { code: 'CASE_TRANSFER_REFUSED' },
    })
    await room.store.db
      .updateTable('review_case')
      .set({ state: 'closed', assignee: null, lease_until: null, closed_at: clock.at })
      .where('application_id', '=', applicationId)
      .execute()
    expect(await post(one, `/${caseId}/claim`)).toMatchObject({
      status: 409,
      body: { code: 'CASE_NOT_OPEN', message: { zh: '审核单当前状态为“已结案”，不能进行此操作' } },
    })
    for (let n = 0; n < policy.cases.atOncePerPerson; n += 1) await post(one, `/${(await opened()).caseId}/claim`)
    await opened()
    expect(await post(one, '/next')).toMatchObject({ status: 409, body: { code: 'CASE_TOO_MANY' } })
  })

  it.each([
    ['GET', '?state=lost', undefined],
    ['GET', '?mine=yes', undefined],
    ['GET', '?limit=201', undefined],
    ['GET', '?reference=a%20b', undefined],
    ['GET', '?after=..', undefined],
    ['GET', '?after=abcd', undefined],
    ['GET', '?name=陈小明', undefined],
    ['POST', '/{id}/snooze', { until: 'tomorrow' }],
    ['POST', '/{id}/snooze', {}],
    ['POST', '/{id}/escalate', {}],
    ['POST', '/{id}/escalate', { why: ' \u200b ' }],
    ['POST', '/{id}/transfer', { to: '王芳' }],
    ['POST', '/{id}/comments', { text: 'x'.repeat(2_001) }],
    ['POST', '/{id}/comments', { text: 'bell \u0007' }],
    ['POST', '/{id}/comments', undefined],
  ] as const)('%s %s %j is a wrong field', async (method, path, payload) => {
    const one = await someone()
    const { caseId } = await opened()
    await post(one, `/${caseId}/claim`)
    expect(await call(one, method, path.replace('{id}', caseId), payload)).toMatchObject({
      status: 422,
      body: { code: 'INVALID_FIELD', errors: [{ message: { zh: expect.stringMatching(/\p{Script=Han}/u) } }] },
    })
  })

  it('knows no other ids', async () => {
    const one = await someone()
    for (const id of ['cas_none', 'app_06dq7wm1s0k2f9j3b7v5t8yhgc', "cas_'--"]) {
      expect(await post(one, `/${encodeURIComponent(id)}/claim`)).toMatchObject({
        status: 404,
        body: { code: 'NOT_FOUND', message: { zh: '未找到：此编号的审核单' } },
      })
    }
  })

  it.each([
    ['caller', 403, 403, 403],
    ['policy_maker', 403, 403, 403],
    ['administrator', 403, 403, 403],
    ['api_client', 403, 403, 403],
    ['ops', 403, 403, 403],
    ['auditor', 200, 403, 403],
    ['reviewer', 200, 200, 409],
    ['senior_reviewer', 200, 200, 409],
  ] as const)('%s: list %i, next %i, comment on another’s %i', async (role, list, next, comment) => {
    const [who, holder] = [await someone(role), await someone()]
    const { caseId } = await opened()
    await post(holder, `/${caseId}/claim`)
    expect((await call(who, 'GET', '')).status).toBe(list)
    expect((await post(who, '/next')).status).toBe(next)
    expect((await post(who, `/${caseId}/comments`, { text: '好' })).status).toBe(comment)
  })
})
