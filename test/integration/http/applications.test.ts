import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { applicationView } from '../../../src/contracts/application-view.ts'
import type { MaterialKind } from '../../../src/domain/application.ts'
import { countRows, realApi, uploadPhoto } from '../../support/real-api.ts'
import { personalValues, sampleForm } from '../../support/sample-form.ts'

const { app, lines, store, clock } = await realApi()

let materials: { kind: MaterialKind; id: string }[]
let number = 0
let reference: string

beforeAll(async () => {
  const kinds = ['business_licence', 'id_portrait', 'bank_card'] as const
  materials = await Promise.all(kinds.map(async (kind, i) => ({ kind, id: await uploadPhoto(app, kind, i) })))
})
beforeEach(() => {
  reference = `A-${++number}`
  lines.length = 0
})

const submit = (key: string, overrides: Record<string, unknown> = {}) =>
  app.inject({
    method: 'POST',
    url: '/v1/applications',
    headers: { 'idempotency-key': key },
    payload: { ...sampleForm({ reference }), materials, ...overrides },
  })
const codeOf = (answer: { body: string }) => JSON.parse(answer.body).error?.code

describe('an application', () => {
  it('is taken in and can be read by id and by reference', async () => {
    const answer = await submit('first')
    expect(answer.statusCode).toBe(202)
    expect(answer.json()).toEqual({
      id: expect.stringMatching(/^app_/),
      reference,
      status: 'submitted',
      revision: 1,
      promised: {
        at: '2026-11-26T09:00:00.000Z',
        text: { zh: '最晚 11月26日（周四）17:00 前', en: 'by 17:00 China time on Thursday 26 November' },
        paused: null,
        provisional: false,
        breachedAt: null,
        pauses: [],
      },
    })
    const location = String(answer.headers['location'])
    expect(location).toBe(`/v1/applications/${answer.json().id}`)
    expect(answer.headers).not.toHaveProperty('idempotency-replayed')

    const byId = await app.inject(location)
    expect(byId.statusCode).toBe(200)
    expect(applicationView.strict().parse(byId.json())).toMatchObject({
      ...answer.json(),
      merchantType: 'individual_business',
      outcome: null,
      reasons: [],
      due: [],
      dueBy: null,
      photos: { business_licence: { clarity: 0, width: 320, height: 240 } },
      history: [{ from: null, to: 'submitted', actor: 'applicant', revision: 1 }],
      submittedAt: '2026-11-23T02:00:00.000Z',
      decidedAt: null,
    })
    expect(byId.json().checks).toContainEqual({ check: 'ocr', slot: 'bank_card', status: 'pending', seconds: null })
    expect((await app.inject(`/v1/applications?reference=${reference}`)).json()).toEqual(byId.json())
  })

  it('that nobody submitted is not found', async () => {
    for (const url of ['/v1/applications/app_0000000000zzzzzzzzzzzzzzzz', '/v1/applications?reference=nobody']) {
      const answer = await app.inject(url)
      expect({ status: answer.statusCode, code: codeOf(answer) }).toEqual({ status: 404, code: 'NOT_FOUND' })
    }
  })

  it('is stored as it was normalised', async () => {
    const { settlementAccount, legalPerson } = sampleForm()
    const spaced = { ...settlementAccount, cardNumber: '6222 0240 0001 2345 670' }
    const answer = await submit('normal', {
      settlementAccount: spaced,
      legalPerson: { ...legalPerson, idNumber: '11010519491231002x' },
    })
    const { form } = await store.db
      .selectFrom('application_revision')
      .select('form')
      .where('application_id', '=', answer.json().id)
      .executeTakeFirstOrThrow()
    expect(form).toMatchObject({
      settlementAccount: { cardNumber: '6222024000012345670' },
      legalPerson: { idNumber: '11010519491231002X' },
    })
  })

  it('leaves no word of itself in the log', async () => {
    await submit('quiet')
    await submit('quiet-2', { terminal: 'abacus' })
    expect(lines.length).toBeGreaterThan(1)
    for (const value of [...personalValues, reference]) expect(JSON.stringify(lines)).not.toContain(value)
  })

  it.each([
    ['MATERIAL_UNKNOWN', () => [{ kind: 'bank_card', id: 'mat_0000000000zzzzzzzzzzzzzzzz' }]],
    ['MATERIAL_KIND_DIFFERS', () => [{ kind: 'id_emblem', id: materials[0]!.id }]],
    ['MATERIAL_TWICE', () => [materials[0], materials[0]]],
  ])('with wrong photos is refused with %s and nothing is stored', async (code, wrong) => {
    const before = await countRows(store, 'application')
    const answer = await submit(`wrong ${code}`, { materials: wrong() })
    expect({ status: answer.statusCode, code: codeOf(answer) }).toEqual({ status: 422, code })
    expect(await countRows(store, 'application')).toBe(before)
  })
})

describe('an Idempotency-Key', () => {
  it('sent again with equal content gives the same answer, marked', async () => {
    const first = await submit('again')
    const second = await submit('again', { materials: materials.toReversed() })
    expect(second.statusCode).toBe(202)
    expect(second.json()).toEqual(first.json())
    expect(second.headers['idempotency-replayed']).toBe('true')
    expect(second.headers['location']).toBe(first.headers['location'])
  })

  it('sent again with other content is refused', async () => {
    await submit('reused')
    const answer = await submit('reused', { terminal: 'esign_pos' })
    expect({ status: answer.statusCode, code: codeOf(answer) }).toEqual({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' })
  })

  it('of a refused request is free', async () => {
    expect((await submit('refused', { materials: [{ kind: 'bank_card', id: 'mat_unknown' }] })).statusCode).toBe(422)
    expect((await submit('refused')).statusCode).toBe(202)
  })

  it('is forgotten after 24 hours', async () => {
    await submit('old')
    const then = clock.at
    clock.at = new Date(then.getTime() + 24 * 3_600_000)
    reference = `A-${++number}`
    const answer = await submit('old')
    clock.at = then
    expect(answer.statusCode).toBe(202)
    expect(answer.headers).not.toHaveProperty('idempotency-replayed')
  })

  it('sent a hundred times at once makes one application and one answer', async () => {
    const before = { application: await countRows(store, 'application'), outbox: await countRows(store, 'outbox') }
    const answers = await Promise.all(Array.from({ length: 100 }, () => submit('storm')))
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([202]))
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1)
    expect(await countRows(store, 'application')).toBe(before.application + 1)
    expect(await countRows(store, 'outbox')).toBe(before.outbox + 1)
  })

  it('may hold any printable ASCII, 255 of it', async () => {
    expect((await submit(`~ "'${'k'.repeat(250)}!`)).statusCode).toBe(202)
  })
})

describe('a reference', () => {
  it('known with equal content names the same application', async () => {
    const first = await submit('reference-1')
    const second = await submit('reference-2')
    expect(second.statusCode).toBe(202)
    expect(second.json()).toEqual(first.json())
    expect(second.headers).not.toHaveProperty('idempotency-replayed')
  })

  it('known with other content is taken', async () => {
    const first = await submit('taken-1')
    const answer = await submit('taken-2', { terminal: 'esign_pos' })
    expect({ status: answer.statusCode, code: codeOf(answer) }).toEqual({ status: 409, code: 'REFERENCE_TAKEN' })
    expect(answer.json().error.message.en).toContain(first.json().id)
  })

  it('sent at once under many keys makes one application', async () => {
    const before = await countRows(store, 'application')
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => submit(`many-${i}`)))
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([202]))
    expect(new Set(answers.map((answer) => answer.json().id)).size).toBe(1)
    expect(await countRows(store, 'application')).toBe(before + 1)
  })
})

describe('requirements', () => {
  it.each([
    [
      'individual_business',
      [
        'business_licence',
        'id_portrait',
        'id_emblem',
        'bank_card',
        'scene_signboard',
        'scene_cashier',
        'scene_interior',
      ],
    ],
    ['micro_merchant', ['id_portrait', 'id_emblem', 'bank_card']],
  ])('of a %s are listed with names in both languages', async (merchantType, required) => {
    const answer = await app.inject(`/v1/requirements?merchantType=${merchantType}`)
    expect(answer.statusCode).toBe(200)
    const { materials: listed } = answer.json()
    const of = (need: string) =>
      listed.filter((each: { need: string }) => each.need === need).map((each: { kind: string }) => each.kind)
    expect(of('required')).toEqual(required)
    for (const { name, instruction } of listed) {
      expect(name.zh + instruction.zh).toMatch(/\p{Script=Han}/u)
      expect(name.en + instruction.en).toMatch(/^[\x20-\x7e’]+$/)
    }
  })

  it.each([
    ['person', 'NOT_A_MERCHANT'],
    ['enterprise', 'INVALID_FIELD'],
  ])('of a %s are refused with %s', async (merchantType, code) => {
    const answer = await app.inject(`/v1/requirements?merchantType=${merchantType}`)
    expect({ status: answer.statusCode, code: codeOf(answer) }).toEqual({ status: 422, code })
  })
})
