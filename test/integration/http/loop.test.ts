import { describe, expect, it } from 'vitest'
import { applicationView } from '../../../src/contracts/application-view.ts'
import { submissionReceipt } from '../../../src/contracts/receipts.ts'
import type { MaterialKind } from '../../../src/domain/application.ts'
import type { Reason } from '../../../src/domain/decision.ts'
import { type ReasonCode, renderReason } from '../../../src/domain/reasons.ts'
import type { Status } from '../../../src/domain/status.ts'
import { newId } from '../../../src/platform/ids.ts'
import { countRows, realApi, uploadPhoto } from '../../support/real-api.ts'
import { personalValues, sampleForm } from '../../support/sample-form.ts'

const { app, lines, store, clock } = await realApi()

let number = 0
const post = (url: string, payload?: object, key: string | null = `key-${++number}`) =>
  app.inject({
    method: 'POST',
    url,
    headers: key === null ? {} : { 'idempotency-key': key },
    ...(payload && { payload }),
  })
const errorOf = (answer: { statusCode: number; body: string }) => {
  for (const value of personalValues) expect(JSON.stringify(lines)).not.toContain(value)
  return { status: answer.statusCode, ...JSON.parse(answer.body).error }
}

async function submitted(): Promise<{
  id: string
  reference: string
  materials: { kind: MaterialKind; id: string }[]
}> {
  const kinds = ['id_portrait', 'bank_card'] as const
  const seed = ++number
  const materials = await Promise.all(
    kinds.map(async (kind, i) => ({ kind, id: await uploadPhoto(app, kind, 2 * seed + i) })),
  )
  const reference = `L-${seed}`
  const answer = await post('/v1/applications', { ...sampleForm({ reference }), materials })
  expect(answer.statusCode).toBe(202)
  return { id: answer.json().id, reference, materials }
}

const put = (id: string, status: Status) =>
  store.db.updateTable('application').set({ status, updated_at: clock.at }).where('id', '=', id).execute()

/** As the decision would have left it. */
async function decidedAs(
  outcome: 'resubmission_required' | 'rejected',
  ...found: [ReasonCode, MaterialKind | null, string | null][]
) {
  const application = await submitted()
  const severity = outcome === 'rejected' ? 'decline' : 'return'
  const reasons: Reason[] = found.map(([code, material, field]) =>
    renderReason({ code, material, field, values: { clarity: 12, min: 40 }, evidence: {} }, severity),
  )
  await store.db
    .insertInto('decision')
    .values({
      id: newId('decision', clock.at.getTime()),
      application_id: application.id,
      revision: 1,
      run: 1,
      outcome,
      risk: 20,
      policy_version: '2026-11-5',
      reasons: JSON.stringify(reasons),
      scene: null,
      created_at: clock.at,
    })
    .execute()
  await put(application.id, outcome === 'rejected' ? 'rejected' : 'returned')
  return application
}
const returned = () =>
  decidedAs('resubmission_required', ['IMG_BLURRY', 'bank_card', null], ['ADDR_INCOMPLETE', null, 'premises.address'])

describe('an application that was returned', () => {
  it('says what is due, and by when', async () => {
    const { id } = await returned()
    const { due, dueBy } = applicationView.strict().parse((await app.inject(`/v1/applications/${id}`)).json())
    expect(due.map(({ action, material, field }) => [action, material, field])).toEqual([
      ['retake', 'bank_card', null],
      ['correct', null, 'premises.address'],
    ])
    expect(due[0]?.message.zh).toBe('银行卡照片模糊（清晰度 12/100，需达到 40），内容无法看清')
    expect(dueBy).toBe('2026-12-23')
  })

  it('comes back with what changed, once for each key', async () => {
    const { id, reference, materials } = await returned()
    const url = `/v1/applications/${id}/revisions`
    const photo = { kind: 'bank_card', id: await uploadPhoto(app, 'bank_card', 1_000 + number) }
    const body = { materials: [photo], form: { premises: { address: '广东省深圳市南山区科技路2号' } } }
    const key = `revision-${number}`
    const first = await post(url, body, key)
    expect(first.statusCode).toBe(202)
    expect(first.headers['location']).toBe(`/v1/applications/${id}`)
    expect(submissionReceipt.strict().parse(first.json())).toMatchObject({
      id,
      reference,
      status: 'submitted',
      revision: 2,
    })
    const again = await post(url, body, key)
    expect(again.json()).toEqual(first.json())
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(errorOf(await post(url, { materials: [photo] }, key))).toMatchObject({
      status: 422,
      code: 'IDEMPOTENCY_KEY_REUSED',
    })

    const view = (await app.inject(`/v1/applications/${id}`)).json()
    expect(view).toMatchObject({ status: 'submitted', revision: 2, outcome: null, reasons: [], due: [], dueBy: null })
    expect(Object.keys(view.photos).toSorted()).toEqual(materials.map(({ kind }) => kind).toSorted())
    expect(view.photos.bank_card.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(errorOf(await post(url, { materials: [photo] }))).toMatchObject({
      status: 409,
      code: 'APPLICATION_UNDER_WAY',
    })
  })

  it('is told each wrong field as a path in the request', async () => {
    const { id } = await returned()
    const error = errorOf(
      await post(`/v1/applications/${id}/revisions`, {
        form: { contact: { phone: '1' }, legalPerson: { idNumber: 'x' } },
      }),
    )
    expect(error).toMatchObject({ status: 422, code: 'INVALID_FIELD' })
    expect(error.errors.map(({ field, code }: { field: string; code: string }) => [field, code])).toEqual([
      ['form.contact.phone', 'PHONE_INVALID'],
      ['form.legalPerson.idNumber', 'ID_NUMBER_INVALID'],
    ])
  })

  it('is told what is due when nothing changed', async () => {
    const { id } = await returned()
    const error = errorOf(await post(`/v1/applications/${id}/revisions`, {}))
    expect(error).toMatchObject({ status: 422, code: 'NOTHING_CHANGED' })
    expect(error.message.zh).toContain('仍需处理 2 项')
    expect(error.errors.map(({ field, code }: { field: string; code: string }) => [field, code])).toEqual([
      ['bank_card', 'IMG_BLURRY'],
      ['form.premises.address', 'ADDR_INCOMPLETE'],
    ])
  })

  it('cannot come back with the file that was sent back', async () => {
    const { id, materials } = await returned()
    const card = materials.find(({ kind }) => kind === 'bank_card')!
    const error = errorOf(await post(`/v1/applications/${id}/revisions`, { materials: [card] }))
    expect(error).toMatchObject({ status: 422, code: 'MATERIAL_SENT_BACK' })
    expect(error.message.zh).toContain('bank_card')
  })

  it.each([
    ['MATERIAL_UNKNOWN', { materials: [{ kind: 'bank_card', id: 'mat_unknown' }] }],
    ['INVALID_FIELD', { materials: [{ kind: 'selfie', id: 'mat_unknown' }] }],
    ['INVALID_FIELD', { remove: ['selfie'] }],
    ['INVALID_FIELD', { form: 7 }],
    ['INVALID_FIELD', { approved: true }],
  ])('with a wrong body is refused with %s', async (code, body) => {
    const { id } = await returned()
    expect(errorOf(await post(`/v1/applications/${id}/revisions`, body))).toMatchObject({ status: 422, code })
  })

  it.each(['APPLICATION_WITH_PEOPLE', 'APPLICATION_REJECTED', 'APPLICATION_CLOSED', 'APPLICATION_EXPIRED'] as const)(
    'and is so no longer: %s says so, and what to do',
    async (code) => {
      const { id } = await returned()
      const status = {
        APPLICATION_WITH_PEOPLE: 'in_review',
        APPLICATION_REJECTED: 'rejected',
        APPLICATION_CLOSED: 'approved',
        APPLICATION_EXPIRED: 'expired',
      } as const
      await put(id, status[code])
      const error = errorOf(await post(`/v1/applications/${id}/revisions`, { form: { industry: '餐饮' } }))
      expect(error).toMatchObject({ status: 409, code })
      expect(error.message.en).toContain(status[code])
    },
  )
})

describe('a withdrawal', () => {
  it('is answered the same however often it is asked for, without a body', async () => {
    const { id, reference } = await submitted()
    const first = await post(`/v1/applications/${id}/withdraw`, undefined, null)
    expect(first.statusCode).toBe(200)
    expect(first.json()).toMatchObject({ id, reference, status: 'withdrawn', revision: 1 })
    expect((await post(`/v1/applications/${id}/withdraw`, undefined, null)).json()).toEqual(first.json())
    expect((await post(`/v1/applications/${id}/withdraw`, {}, null)).json()).toEqual(first.json())
    const typed = {
      method: 'POST',
      url: `/v1/applications/${id}/withdraw`,
      headers: { 'content-type': 'application/json' },
    } as const
    expect((await app.inject(typed)).json()).toEqual(first.json())
    const broken = await app.inject({ ...typed, payload: '{' })
    expect(errorOf(broken)).toMatchObject({ status: 400, code: 'INVALID_JSON' })
  })

  it('that comes too late says what state it is in', async () => {
    const { id } = await submitted()
    await put(id, 'approved')
    const error = errorOf(await post(`/v1/applications/${id}/withdraw`))
    expect(error).toMatchObject({ status: 409, code: 'WITHDRAW_TOO_LATE' })
    expect(error.message.zh).toContain('approved')
  })
})

describe('an appeal', () => {
  it('is taken in once, and its words are in no log', async () => {
    const { id, reference } = await decidedAs('rejected', ['AGE_OUT_OF_RANGE', null, 'legalPerson.idNumber'])
    const text = '我的出生日期是 1990-01-01，电话 13900139000'
    const answer = await post(`/v1/applications/${id}/appeals`, { text }, null)
    expect(answer.statusCode).toBe(202)
    expect(answer.json()).toMatchObject({ id, reference, status: 'review_pending', revision: 1 })
    expect((await post(`/v1/applications/${id}/appeals`, { text }, null)).json()).toEqual(answer.json())
    expect(errorOf(await post(`/v1/applications/${id}/appeals`, { text: '再申诉' }))).toMatchObject({
      status: 409,
      code: 'APPEAL_EXISTS',
    })
    expect(JSON.stringify(lines)).not.toContain('13900139000')
  })

  it('is not possible, or too late', async () => {
    const { id } = await submitted()
    expect(errorOf(await post(`/v1/applications/${id}/appeals`, { text: 'x' }))).toMatchObject({
      status: 409,
      code: 'APPEAL_NOT_POSSIBLE',
    })
    const late = await decidedAs('rejected', ['AGE_OUT_OF_RANGE', null, null])
    const before = clock.at
    clock.at = new Date(before.getTime() + 400 * 86_400_000)
    const error = errorOf(await post(`/v1/applications/${late.id}/appeals`, { text: 'x' }))
    clock.at = before
    expect(error).toMatchObject({ status: 409, code: 'APPEAL_TOO_LATE' })
  })

  it.each([
    [{}],
    [{ text: '' }],
    [{ text: ' ' }],
    [{ text: 'x'.repeat(2_001) }],
    [{ text: 7 }],
    [{ text: 'x', to: 1 }],
  ])('with %j is refused', async (body) => {
    const { id } = await submitted()
    expect(errorOf(await post(`/v1/applications/${id}/appeals`, body))).toMatchObject({
      status: 422,
      code: 'INVALID_FIELD',
    })
  })
})

describe('an address', () => {
  it.each(['app_0000000000zzzzzzzzzzzzzzzz', 'app_%00', 'other'])('of no application: %s', async (id) => {
    const before = await countRows(store, 'idempotency_key')
    for (const [what, body] of [
      ['revisions', {}],
      ['withdraw', undefined],
      ['appeals', { text: 'x' }],
    ] as const) {
      expect(errorOf(await post(`/v1/applications/${id}/${what}`, body))).toMatchObject({
        status: 404,
        code: 'NOT_FOUND',
      })
    }
    expect(await countRows(store, 'idempotency_key')).toBe(before)
  })

  it('of revisions wants a key and a body', async () => {
    const { id } = await returned()
    const url = `/v1/applications/${id}/revisions`
    expect(errorOf(await post(url, {}, null))).toMatchObject({ status: 400, code: 'IDEMPOTENCY_KEY_MISSING' })
    expect(errorOf(await post(url))).toMatchObject({ status: 400, code: 'INVALID_JSON' })
  })
})
