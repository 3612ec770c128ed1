import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor, Role } from '../../../src/domain/permissions.ts'
import { testApi } from '../../support/api.ts'
import { answersTo, callbackRoom } from '../review/callback-room.ts'

const room = await callbackRoom()
const { callbacks, clock, asked, callbackOf, person, reset, clear, store } = room

const known = new Map<string, Actor>()
const { app } = await testApi(
  { callbacks },
  { session: async () => null, client: async (key) => known.get(key) ?? null, local: true },
)
const someone = async (role: Role = 'caller'): Promise<Actor> => {
  const actor = await person([role])
  known.set(actor.id, actor)
  return actor
}

const call = async (who: Actor, method: 'GET' | 'POST', path: string, payload?: object) => {
  const answer = await app.inject({
    method,
    url: `/v1/callbacks${path}`,
    headers: { authorization: `Bearer ${who.id}` },
    ...(payload && { payload }),
  })
  const body = answer.json<Record<string, unknown> & { error?: Record<string, unknown> }>()
  return { status: answer.statusCode, body: body.error ?? body }
}
const post = (who: Actor, path: string, payload?: object) => call(who, 'POST', path, payload)
const refused = (status: number, code: string) => ({ status, body: { code } })

beforeEach(async () => {
  reset()
  await clear('none')
})

describe('callbacks over HTTP', () => {
  it('a caller’s way through one: list, next, the number, no answer, claim, the answers', async () => {
    const caller = await someone()
    const { callbackId, form } = await asked()
    expect(
      await call(caller, 'GET', '?state=open&reason=SCENE_SIGN_MISMATCH&mine=false&sort=next&limit=10'),
    ).toMatchObject({
      status: 200,
      body: {
        callbacks: [{ id: callbackId, mine: false, state: 'open' }],
        next: null,
        counts: { all: 1, free: 1, mine: 0 },
      },
    })
    expect(await post(caller, '/next')).toMatchObject({
      status: 200,
      body: { callback: { id: callbackId, mine: true }, nextAt: null },
    })
    expect(await post(caller, `/${callbackId}/phone`)).toEqual({ status: 200, body: { phone: form.contact.phone } })
    const first = await post(caller, `/${callbackId}/attempts`, { outcome: 'no_answer', seconds: 30, note: '无人接听' })
    expect(first).toMatchObject({
      status: 201,
      body: {
        callback: { state: 'waiting', lastOutcome: 'no_answer', log: [{ seconds: 30 }] },
        applicationStatus: 'callback_pending',
      },
    })
    clock.at = new Date('2026-11-23T12:00:00+08:00')
    expect(await post(caller, `/${callbackId}/claim`)).toMatchObject({
      status: 200,
      body: { state: 'claimed', phoneSeen: false },
    })
    expect(await post(caller, `/${callbackId}/extend`)).toMatchObject({ status: 200, body: { mine: true } })
    await post(caller, `/${callbackId}/phone`)
    const { script } = (await call(caller, 'GET', `/${callbackId}`)).body as { script: Parameters<typeof answersTo>[0] }
    expect(
      await post(caller, `/${callbackId}/attempts`, { outcome: 'reached', answers: answersTo(script) }),
    ).toMatchObject({
      status: 201,
      body: { callback: { state: 'closed', result: 'answered' }, applicationStatus: 'approved' },
    })
    expect(await post(caller, `/${callbackId}/claim`)).toMatchObject(refused(409, 'CALLBACK_CLOSED'))
  })

  it('refuses what is not theirs, what is not the time, and what is not whole', async () => {
    const [caller, colleague] = [await someone(), await someone()]
    const { callbackId, id } = await asked()
    const path = `/${callbackId}`
    await post(caller, `${path}/claim`)
    expect(await post(colleague, `${path}/claim`)).toMatchObject(refused(409, 'CALLBACK_TAKEN'))
    for (const action of ['extend', 'release', 'phone']) {
      expect(await post(colleague, `${path}/${action}`)).toMatchObject(refused(409, 'CALLBACK_NOT_HELD'))
    }
    expect(await post(caller, `${path}/attempts`, { outcome: 'busy' })).toMatchObject(
      refused(409, 'CALLBACK_PHONE_UNSEEN'),
    )
    await post(caller, `${path}/phone`)
    expect(await post(caller, `${path}/attempts`, { outcome: 'reached' })).toMatchObject({
      status: 422,
      body: { code: 'INVALID_FIELD', errors: [{ code: 'ANSWER_MISSING' }, {}, {}, {}, {}] },
    })
    expect(await post(caller, `${path}/attempts`, { outcome: 'nonsense' })).toMatchObject(refused(422, 'INVALID_FIELD'))
    expect(await post(caller, `${path}/release`)).toMatchObject({
      status: 200,
      body: { state: 'open', assignee: null },
    })
    clock.at = new Date('2026-11-23T21:00:00+08:00')
    await post(caller, `${path}/claim`)
    expect(await post(caller, `${path}/phone`)).toMatchObject({
      status: 409,
      body: { code: 'CALLBACK_OUT_OF_HOURS', message: { zh: '现在不能拨打：请在 9 点至 20 点之间拨打（北京时间）' } },
    })
    expect(await post(caller, '/next')).toEqual({ status: 200, body: { callback: null, nextAt: null } })
    await post(caller, `${path}/release`)
    expect(await post(caller, '/next')).toEqual({
      status: 200,
      body: { callback: null, nextAt: '2026-11-24T01:00:00.000Z' },
    })
    await store.db.updateTable('application').set({ entered_by: caller.id }).where('id', '=', id).execute()
    expect(await post(caller, `${path}/claim`)).toMatchObject(refused(403, 'CALLBACK_NOT_FOR_YOU'))
    expect(await callbackOf(id)).toMatchObject({ attempts: 0, state: 'open' })
  })

  it('is for callers; seniors and auditors may look; nobody else', async () => {
    const { callbackId } = await asked()
    const path = `/${callbackId}`
    for (const role of ['senior_reviewer', 'auditor'] as const) {
      const who = await someone(role)
      expect((await call(who, 'GET', path)).status).toBe(200)
      expect(await post(who, `${path}/claim`)).toMatchObject(refused(403, 'NOT_ALLOWED'))
    }
    for (const role of ['reviewer', 'ops', 'administrator', 'api_client'] as const) {
      expect(await call(await someone(role), 'GET', path)).toMatchObject(refused(403, 'NOT_ALLOWED'))
    }
  })

  it('knows no others', async () => {
    const caller = await someone()
    for (const id of ['cal_nobody', 'app_1', '%00']) {
      expect(await call(caller, 'GET', `/${id}`)).toMatchObject(refused(404, 'NOT_FOUND'))
      for (const action of ['claim', 'extend', 'release', 'phone']) {
        expect(await post(caller, `/${id}/${action}`)).toMatchObject(refused(404, 'NOT_FOUND'))
      }
      expect(await post(caller, `/${id}/attempts`, { outcome: 'busy' })).toMatchObject(refused(404, 'NOT_FOUND'))
    }
    expect(await call(caller, 'GET', '?limit=0')).toMatchObject(refused(422, 'INVALID_FIELD'))
    expect(await call(caller, 'GET', '?after=abc')).toMatchObject(refused(422, 'INVALID_FIELD'))
  })
})
