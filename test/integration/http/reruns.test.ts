import { describe, expect, it } from 'vitest'
import { rerunBatch, rerunDryRun, rerunItems, rerunList, rerunPolicies } from '../../../src/contracts/rerun-view.ts'
import type { Actor } from '../../../src/domain/permissions.ts'
import { localAccess, testApi } from '../../support/api.ts'
import { rerunRoom } from '../review/rerun/rerun-room.ts'

const room = await rerunRoom()
const { reruns, person, later, withFailedReading, decided } = room
const people: Record<string, Actor> = {
  ops: await person(),
  other: await person(),
  auditor: await person(['auditor']),
  administrator: await person(['administrator']),
}
const { app } = await testApi({ reruns }, { ...localAccess, client: async (key) => people[key] ?? null })

const ask = async (who: string, method: 'GET' | 'POST', url: string, payload?: object) => {
  const answer = await app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${who}` },
    ...(payload && { payload }),
  })
  return { status: answer.statusCode, location: answer.headers.location, body: answer.json() }
}
const reason = '识别模型文件缺失，已补齐'

describe('re-runs by the API', () => {
  it('are tried out, started, read, paused, resumed and cancelled', async () => {
    const { id, reference } = await withFailedReading()
    const plan = { filter: { steps: ['document-ocr'], applications: [id] }, mode: 'failed' }
    const tried = await ask('ops', 'POST', '/v1/reruns/dry-run', plan)
    expect(tried).toMatchObject({ status: 200, body: { count: 1, approval: [] } })
    expect(rerunDryRun.strict().parse(tried.body)).toEqual(tried.body)

    const started = await ask('ops', 'POST', '/v1/reruns', { ...plan, reason, count: 1 })
    const batch: string = started.body.id
    expect(started).toMatchObject({
      status: 201,
      location: `/v1/reruns/${batch}`,
      body: { state: 'running', reason, rate: 20, filter: plan.filter, may: { pause: true, resume: false } },
    })
    const read = await ask('auditor', 'GET', `/v1/reruns/${batch}`)
    expect(rerunBatch.strict().parse(read.body)).toEqual(read.body)
    expect(read.body).toMatchObject({ askedBy: { kind: 'person' }, may: { pause: false, cancel: false } })
    const items = await ask('auditor', 'GET', `/v1/reruns/${batch}/items?state=waiting&limit=1`)
    expect(rerunItems.strict().parse(items.body)).toEqual(items.body)
    expect(items.body).toMatchObject({ items: [{ application: { id, reference } }], next: null })
    const list = await ask('auditor', 'GET', '/v1/reruns?state=running&limit=200')
    expect(
      rerunList
        .strict()
        .parse(list.body)
        .batches.map((each) => each.id),
    ).toContain(batch)

    for (const [step, state] of [
      ['pause', 'paused'],
      ['resume', 'running'],
      ['cancel', 'cancelled'],
    ]) {
      expect(await ask('ops', 'POST', `/v1/reruns/${batch}/${step}`, { why: '先等一下' })).toMatchObject({
        status: 200,
        body: { id: batch, state },
      })
    }
    expect(await ask('ops', 'POST', `/v1/reruns/${batch}/pause`, {})).toMatchObject({
      status: 409,
      body: { error: { code: 'RERUN_STATE', message: { zh: '该批次已取消，无法进行此操作' } } },
    })
  })

  it('are started once, however often the same request is sent', async () => {
    const { id } = await withFailedReading()
    const payload = { filter: { applications: [id] }, mode: 'failed', reason, count: 1 }
    const send = async (who: string, key: string, change: object = {}) => {
      const headers = { authorization: `Bearer ${who}`, 'idempotency-key': key }
      const answer = await app.inject({
        method: 'POST',
        url: '/v1/reruns',
        headers,
        payload: { ...payload, ...change },
      })
      return [answer.statusCode, answer.json().id ?? answer.json().error.code]
    }
    const both = await Promise.all([send('ops', 'k-1'), send('ops', 'k-1')])
    expect(both[0]).toEqual(both[1])
    const [status, batch] = both[0]
    expect(status).toBe(201)
    // Also when there is nothing left to begin, and whoever else uses the same key.
    later(1)
    await room.begin()
    expect(await send('ops', 'k-1')).toEqual([201, batch])
    expect(await send('other', 'k-1')).toEqual([409, 'RERUN_NOTHING'])
    expect(await send('ops', 'k-1', { rate: 7 })).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
  })

  it('try policies that are proposed, of which there is a list for whoever may start one', async () => {
    const row = { source: 'version: x', sha256: 'x', proposed_by: '何策略', proposed_at: room.clock.now() }
    await room.store.db
      .insertInto('policy_version')
      .values([
        { ...row, version: '2026-12-1', state: 'proposed', note: '放宽清晰度' },
        {
          ...row,
          version: '2026-12-2',
          state: 'proposed',
          note: null,
          proposed_at: new Date(room.clock.at.getTime() + 1),
        },
        { ...row, version: '2026-11-9', state: 'rejected', note: null },
      ])
      .execute()
    const { status, body } = await ask('ops', 'GET', '/v1/reruns/policies')
    expect(status).toBe(200)
    expect(rerunPolicies.strict().parse(body)).toEqual(body)
    expect(body.policies.map(({ version }: { version: string }) => version)).toEqual(['2026-12-2', '2026-12-1'])
    expect(body.policies[1]).toMatchObject({ proposedBy: '何策略', note: '放宽清晰度' })
    expect((await ask('auditor', 'GET', '/v1/reruns/policies')).status).toBe(403)
  })

  it('of decided applications wait for another person', async () => {
    const { id } = await decided()
    const plan = { filter: { applications: [id] }, mode: 'whole', reason, count: 1 }
    const { body } = await ask('ops', 'POST', '/v1/reruns', plan)
    expect(body).toMatchObject({ state: 'waiting', approval: [{ cause: 'decided' }], may: { approve: false } })
    const url = `/v1/reruns/${body.id}`
    for (const step of ['approve', 'refuse']) {
      expect(await ask('ops', 'POST', `${url}/${step}`, {})).toMatchObject({
        status: 403,
        body: { error: { code: 'RERUN_SAME_PERSON' } },
      })
    }
    expect((await ask('administrator', 'GET', url)).body).toMatchObject({ may: { approve: true, cancel: false } })
    expect(await ask('auditor', 'POST', `${url}/approve`, {})).toMatchObject({ status: 403 })
    expect(await ask('administrator', 'POST', `${url}/approve`, { why: '已与审核组确认' })).toMatchObject({
      status: 200,
      body: { state: 'running', approvedBy: { id: people['administrator']?.id }, answer: '已与审核组确认' },
    })
    later(1)
    await room.begin()
    expect((await ask('other', 'GET', url)).body).toMatchObject({ statistics: { byState: { running: 1 } } })
  })

  it.each([
    [{ filter: {}, mode: 'whole' }, 'filter'],
    [{ filter: { applications: ['A-1001'] }, mode: 'failed' }, 'filter.applications[0]'],
    [{ filter: { steps: [] }, mode: 'failed' }, 'filter.steps'],
    [{ filter: { steps: ['decision'] }, mode: 'failed' }, 'filter.steps[0]'],
    [{ filter: { since: 'yesterday' }, mode: 'failed' }, 'filter.since'],
    [{ filter: { phone: '13800138000' }, mode: 'failed' }, 'filter.phone'],
    [{ filter: { reasons: ['IMG_BLURRY'] }, mode: 'from' }, 'from'],
    [{ filter: { reasons: ['IMG_BLURRY'] }, mode: 'whole', from: 'decision' }, 'from'],
    [{ filter: {}, mode: 'failed', rate: 0 }, 'rate'],
    [{ filter: {}, mode: 'failed', rate: 1_001 }, 'rate'],
  ])('%o names the wrong field', async (plan, field) => {
    const { status, body } = await ask('ops', 'POST', '/v1/reruns/dry-run', plan)
    expect({ status, code: body.error.code }).toEqual({ status: 422, code: 'INVALID_FIELD' })
    expect(body.error.errors.map((each: { field: string }) => each.field)).toEqual([field])
    expect(body.error.errors[0].message.zh).toMatch(/\p{Script=Han}/u)
  })

  it('are refused without a reason, of more than was seen, of nothing, and under an id that is none', async () => {
    const { id } = await withFailedReading()
    const start = { filter: { applications: [id] }, mode: 'failed', reason, count: 1 }
    const codeOf = async (change: object) => {
      const { status, body } = await ask('ops', 'POST', '/v1/reruns', { ...start, ...change })
      return [status, body.error.code]
    }
    expect(await codeOf({ reason: ' ' })).toEqual([422, 'INVALID_FIELD'])
    expect(await codeOf({ filter: { applications: [id], codes: ['NO_SPACE'] } })).toEqual([409, 'RERUN_NOTHING'])
    await withFailedReading()
    expect(await codeOf({ filter: {} })).toEqual([409, 'RERUN_CHANGED'])
    for (const unknown of ['rrb_0', 'nothing']) {
      for (const url of [`/v1/reruns/${unknown}`, `/v1/reruns/${unknown}/items`]) {
        expect(await ask('ops', 'GET', url)).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } })
      }
      expect(await ask('ops', 'POST', `/v1/reruns/${unknown}/cancel`, {})).toMatchObject({ status: 404 })
    }
  })
})
