import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ApplicationForm, MaterialKind } from '../../../src/domain/application.ts'
import type { Evidence } from '../../../src/domain/evidence.ts'
import { contentHash } from '../../../src/platform/canonical.ts'
import { keyedHash } from '../../../src/platform/keyed-hash.ts'
import type { ScreeningRef } from '../../../src/review/deps.ts'
import { readApplication } from '../../../src/review/read-application.ts'
import { photoSubject } from '../../../src/review/record-evidence.ts'
import { reviseApplication, type Revising } from '../../../src/review/revise-application.ts'
import { type Changes, policy, screening } from '../../unit/domain/sample.ts'
import { blurred, reviewRoom, type Uploaded } from './room.ts'

const { store, accepting, deps, clock, upload, uploadAll, submit, screeningOf, check, screened, decide, rowsOf } =
  await reviewRoom()
const revising = { ...deps, policy: async () => policy, keyedHash: keyedHash('7'.repeat(64)) }

const nothing: Omit<Revising, 'applicationId' | 'idempotencyKey'> = { form: null, materials: [], remove: [] }
const revise = (id: string, changes: Partial<Revising>) =>
  reviseApplication(revising, { ...nothing, applicationId: id, idempotencyKey: randomUUID(), ...changes })

const named = ({ kind, id }: Uploaded) => ({ kind, id })
const code = (code: string) => expect.objectContaining({ name: 'ZhunruError', code })
const view = async (id: string) => {
  const found = await readApplication(accepting, { id })
  if (!found) throw new Error(`${id} is gone`)
  return found
}

/** Of each revision. */
const formsOf = async (id: string): Promise<[ApplicationForm, ...ApplicationForm[]]> => {
  const rows = await store.db
    .selectFrom('application_revision')
    .select('form')
    .where('application_id', '=', id)
    .orderBy('revision')
    .execute()
  const [first, ...others] = rows.map(({ form }) => form)
  if (!first) throw new Error(`${id} has no revision`)
  return [first, ...others]
}

/** Submitted, checked and sent back: its interior photo is blurred. */
async function returned(changes: Changes = blurred) {
  const application = await screened(changes)
  await decide(application.ref)
  expect((await view(application.id)).status).toBe('returned')
  return application
}

describe('a revision', () => {
  it('is one photo in place of another, and everything else as it was', async () => {
    const { id, reference, materials } = await returned()
    const fresh = await upload('scene_interior')
    const answer = await revise(id, { materials: [named(fresh)] })
    expect(answer).toMatchObject({ id, reference, status: 'submitted', revision: 2, replayed: false })

    const slots = await store.db
      .selectFrom('revision_material')
      .select(['kind', 'material_id', 'revision'])
      .where('application_id', '=', id)
      .orderBy('revision')
      .execute()
    const of = (revision: number) =>
      Object.fromEntries(slots.filter((row) => row.revision === revision).map((row) => [row.kind, row.material_id]))
    expect(of(1)).toEqual(Object.fromEntries(materials.map(({ kind, id }) => [kind, id])))
    expect(of(2)).toEqual({ ...of(1), scene_interior: fresh.id })
    const [before, after] = await formsOf(id)
    expect(after).toEqual(before)
  })

  it('begins anew: no outcome, no reason and nothing due of the one before; the history goes on', async () => {
    const { id } = await returned()
    clock.at = new Date('2026-11-24T02:00:00Z')
    await revise(id, { materials: [named(await upload('scene_interior'))] })
    clock.at = new Date('2026-11-23T02:00:00Z')
    const now = await view(id)
    expect(now).toMatchObject({ status: 'submitted', revision: 2, outcome: null, risk: null, reasons: [], due: [] })
    expect(now.dueBy).toBeNull()
    expect(now.submittedAt).toBe('2026-11-24T02:00:00.000Z')
    expect(now.history.at(-1)).toMatchObject({ from: 'returned', to: 'submitted', actor: 'applicant', revision: 2 })
    expect(now.checks.every(({ status }) => status === 'pending')).toBe(true)
    const { rows } = await store.pool.query(
      `select message from outbox where message->>'applicationId' = $1 order by id desc limit 1`,
      [id],
    )
    expect(rows).toEqual([{ message: { kind: 'screening', applicationId: id, revision: 2, run: 1 } }])
    // What the hashes of its numbers are found by is there for the new revision too.
    const numbers = await store.db
      .selectFrom('document_number')
      .select('revision')
      .where('application_id', '=', id)
      .execute()
    expect(numbers.filter(({ revision }) => revision === 2).length).toBe(
      numbers.filter(({ revision }) => revision === 1).length,
    )
  })

  it('takes over what was seen in unchanged photos: only the new one is looked at', async () => {
    const looked: string[] = []
    const look = async (ref: ScreeningRef, materials: readonly Uploaded[], changes: Changes = {}) => {
      const { evidence } = screening({ kinds: materials.map(({ kind }) => kind), ...changes })
      for (const e of evidence) await lookOnce(ref, materials, e)
    }
    const lookOnce = async (ref: ScreeningRef, materials: readonly Uploaded[], evidence: Evidence) => {
      const slot = 'kind' in evidence ? evidence.kind : 'application'
      const photo = materials.find(({ kind }) => kind === slot)
      const subject = photo ? photoSubject(photo) : contentHash({ ref, check: evidence.check })
      const went = await check({ ...ref, check: evidence.check, slot }, { subject, engineVersion: 'v1' }, evidence)
      if (went && photo) looked.push(`${evidence.check} ${slot}`)
    }
    const materials = await uploadAll()
    const { id } = await submit(materials)
    await look(screeningOf({ id }), materials, blurred)
    await decide(screeningOf({ id }))
    looked.length = 0

    const fresh = await upload('scene_interior')
    await revise(id, { materials: [named(fresh)] })
    const ref = { applicationId: id, revision: 2, run: 1 }
    await look(ref, [...materials.filter(({ kind }) => kind !== 'scene_interior'), fresh])
    expect(looked.toSorted()).toEqual(['clarity scene_interior', 'ocr scene_interior'])
    await decide(ref)
    expect(await view(id)).toMatchObject({ status: 'approved', revision: 2, due: [] })
  })

  it('corrects a field, clears an optional one, and is checked as a whole', async () => {
    const { id } = await returned()
    await revise(id, { form: { shortName: null, contact: { phone: '13900139000' }, premises: { location: null } } })
    const [before, form] = await formsOf(id)
    const { shortName: _, ...rest } = before
    expect(form).toEqual({
      ...rest,
      contact: { ...rest.contact, phone: '13900139000' },
      premises: { address: rest.premises.address },
    })
  })

  it('adds a kind and takes one away', async () => {
    const { id, materials } = await returned()
    const lease = await upload('lease_contract')
    await revise(id, { materials: [named(lease)], remove: ['scene_interior'] })
    const kinds = await store.db
      .selectFrom('revision_material')
      .select('kind')
      .where('application_id', '=', id)
      .where('revision', '=', 2)
      .execute()
    const expected: MaterialKind[] = [...materials.map(({ kind }) => kind), 'lease_contract']
    expect(kinds.map(({ kind }) => kind).toSorted()).toEqual(
      expected.filter((kind) => kind !== 'scene_interior').toSorted(),
    )
    await decide({ applicationId: id, revision: 2, run: 1 })
    const { due } = await view(id)
    expect(due).toMatchObject([{ action: 'add', material: 'scene_interior', field: null }])
  })

  it.each([
    [{ legalPerson: { idNumber: '110105194912310021' } }, 'form.legalPerson.idNumber', 'ID_NUMBER_INVALID'],
    [{ legalPerson: null }, 'form.legalPerson', 'FIELD_MISSING'],
    [{ nickname: 'x' }, 'form.nickname', 'FIELD_UNKNOWN'],
    [{ ['__proto__']: { admin: true } }, 'form.__proto__', 'FIELD_UNKNOWN'],
    [{ contact: [] }, 'form.contact', 'FIELD_WRONG'],
    [{ reference: 'A-2' }, 'form.reference', 'FIELD_FIXED'],
    [{ reference: null }, 'form.reference', 'FIELD_FIXED'],
    [{ merchantType: 'micro_merchant' }, 'form.merchantType', 'FIELD_FIXED'],
  ])('with %j is refused by the field', async (form, field, problem) => {
    const { id } = await returned()
    const refusal = await revise(id, { form }).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'INVALID_FIELD', errors: [{ field, code: problem }] })
    expect(await view(id)).toMatchObject({ status: 'returned', revision: 1 })
  })

  it('may name what cannot change, as long as it does not', async () => {
    const { id, reference } = await returned()
    const form = { reference, merchantType: 'individual_business', industry: '餐饮' }
    expect(await revise(id, { form })).toMatchObject({ revision: 2 })
  })

  it('that changes nothing is refused with what is due', async () => {
    const { id, materials } = await returned()
    const [{ contact }] = await formsOf(id)
    const refusal = await revise(id, { form: { contact } }).catch((error: unknown) => error)
    expect(refusal).toMatchObject({
      code: 'NOTHING_CHANGED',
      values: { count: 1 },
      errors: [{ field: 'scene_interior', code: 'IMG_BLURRY' }],
    })
    const same = await revise(id, { materials: [named(materials[0]!)] }).catch((error: unknown) => error)
    expect(same).toMatchObject({ code: 'NOTHING_CHANGED' })
    await expect(revise(id, { remove: ['lease_contract'] })).rejects.toEqual(code('NOTHING_CHANGED'))
  })

  it('with the very file that was sent back is refused by its slot', async () => {
    const bytes = randomUUID()
    const materials = (await uploadAll()).filter(({ kind }) => kind !== 'scene_interior')
    materials.push(await upload('scene_interior', bytes))
    const { id } = await submit(materials)
    const { evidence } = screening(blurred)
    for (const e of evidence) {
      const slot = 'kind' in e ? e.kind : 'application'
      await check(
        { ...screeningOf({ id }), check: e.check, slot },
        { subject: contentHash({ id, slot, c: e.check }), engineVersion: 'v1' },
        e,
      )
    }
    await decide(screeningOf({ id }))
    const again = await upload('scene_interior', bytes)
    const refusal = await revise(id, { materials: [named(again)] }).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'MATERIAL_SENT_BACK', values: { kinds: 'scene_interior' } })
    // Nor does it help to begin anew.
    const other = await submit([...materials.filter(({ kind }) => kind !== 'scene_interior'), again])
    await decide(screeningOf(other))
    const { reasons } = await view(other.id)
    expect(reasons).toContainEqual(
      expect.objectContaining({ code: 'IMG_SAME_AS_REJECTED', material: 'scene_interior', severity: 'return' }),
    )
  })

  it('leaves out what was due: it is decided as it is, and sent back again', async () => {
    const { id } = await returned()
    await revise(id, { form: { industry: '餐饮' } })
    await decide({ applicationId: id, revision: 2, run: 1 })
    const { status, due } = await view(id)
    expect(status).toBe('returned')
    expect(due.find(({ material }) => material === 'scene_interior')?.reasons).toContainEqual(
      expect.objectContaining({ code: 'IMG_SAME_AS_REJECTED' }),
    )
  })

  it('of an unknown application, or with an unknown photo, is refused', async () => {
    await expect(revise('app_unknown', { form: {} })).rejects.toEqual(code('NOT_FOUND'))
    const { id } = await returned()
    const unknown = { kind: 'bank_card' as const, id: 'mat_unknown' }
    await expect(revise(id, { materials: [unknown] })).rejects.toEqual(code('MATERIAL_UNKNOWN'))
    const card = await upload('bank_card')
    await expect(revise(id, { materials: [{ ...named(card), kind: 'id_emblem' }] })).rejects.toEqual(
      code('MATERIAL_KIND_DIFFERS'),
    )
    await expect(revise(id, { materials: [named(card), named(card)] })).rejects.toEqual(code('MATERIAL_TWICE'))
  })

  it.each([
    ['submitted', 'APPLICATION_UNDER_WAY'],
    ['screening', 'APPLICATION_UNDER_WAY'],
    ['deciding', 'APPLICATION_UNDER_WAY'],
    ['approved', 'APPLICATION_CLOSED'],
    ['withdrawn', 'APPLICATION_CLOSED'],
    ['terminal_shipped', 'APPLICATION_CLOSED'],
    ['callback_pending', 'APPLICATION_WITH_PEOPLE'],
    ['review_pending', 'APPLICATION_WITH_PEOPLE'],
    ['in_review', 'APPLICATION_WITH_PEOPLE'],
    ['second_approval', 'APPLICATION_WITH_PEOPLE'],
    ['appealed', 'APPLICATION_WITH_PEOPLE'],
    ['rejected', 'APPLICATION_REJECTED'],
    ['expired', 'APPLICATION_EXPIRED'],
  ] as const)('of one that is %s is refused with %s', async (status, refusal) => {
    const { id } = await submit([])
    await store.db.updateTable('application').set({ status }).where('id', '=', id).execute()
    const error = await revise(id, { form: { industry: '餐饮' } }).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: refusal, values: { status } })
  })
})

describe('revisions at the same time', () => {
  it('with different keys: one is taken, the others find it under way', async () => {
    const { id } = await returned()
    const photos = await Promise.all(Array.from({ length: 8 }, () => upload('scene_interior')))
    const answers = await Promise.allSettled(photos.map((photo) => revise(id, { materials: [named(photo)] })))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.code] : []))
    expect(refusals).toEqual(Array.from({ length: 7 }, () => 'APPLICATION_UNDER_WAY'))
    expect((await view(id)).revision).toBe(2)
    const { rows } = await store.pool.query(`select revision from application_revision where application_id = $1`, [id])
    expect(rows).toHaveLength(2)
  })

  it('with one key get one revision and one answer, also later', async () => {
    const { id } = await returned()
    const fresh = await upload('scene_interior')
    const same = { materials: [named(fresh)], idempotencyKey: randomUUID() }
    const answers = await Promise.all(Array.from({ length: 20 }, () => revise(id, same)))
    const [first] = answers
    for (const answer of answers) expect({ ...answer, replayed: null }).toEqual({ ...first, replayed: null })
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1)
    expect(await revise(id, same)).toMatchObject({ revision: 2, replayed: true })
    await expect(revise(id, { ...same, form: { industry: '餐饮' } })).rejects.toEqual(code('IDEMPOTENCY_KEY_REUSED'))
    expect((await rowsOf('transition', id)).rows.filter(({ to_status }) => to_status === 'submitted')).toHaveLength(2)
  })
})
