import { beforeAll, describe, expect, it } from 'vitest'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drawClarity } from '../../../../src/review/draw-clarity.ts'
import { localAccess, testApi } from '../../../support/api.ts'
import type { Actor } from '../../../../src/domain/permissions.ts'
import { searchPage } from '../../../../src/contracts/search-view.ts'
import { stranger } from '../../../support/strangers.ts'
import { micro } from '../../../unit/domain/sample.ts'
import { staffRoom } from './staff-room.ts'

const { screened, decide, staff, person, audited, store, folder, deps, blobs, clock } = await staffRoom()

let reviewer: Actor
let application: Awaited<ReturnType<typeof screened>>

beforeAll(async () => {
  reviewer = await person('李审核', 'reviewer')
  application = await screened(stranger())
  await decide(application.ref)
})

describe('a value in the clear', () => {
  it('of the form is given out once it is written down, without the value', async () => {
    const { form, id } = application
    const what = { path: 'legalPerson.idNumber' }
    expect(await staff.reveal({ applicationId: id, what, why: '核对身份证' }, reviewer)).toEqual({
      value: form.legalPerson.idNumber,
      raw: null,
    })
    const [entry] = await audited('value.revealed')
    expect(entry).toEqual({
      actor: reviewer.id,
      application_id: id,
      subject: 'legalPerson.idNumber',
      details: { revision: 1, why: '核对身份证' },
    })
  })

  it('of a photo is what was read', async () => {
    const what = { material: 'id_portrait' as const, field: 'birthDate' }
    expect(await staff.reveal({ applicationId: application.id, what }, reviewer)).toMatchObject({ value: '1990-03-07' })
    expect((await audited('value.revealed')).at(-1)).toMatchObject({ subject: 'id_portrait.birthDate' })
  })

  it.each([
    { path: 'legalPerson.nothing' },
    { path: 'contact.pushToken' },
    { path: 'constructor' },
    { material: 'id_portrait' as const, field: 'toString' },
    { material: 'lease_contract' as const, field: 'name' },
    { source: 'registry' as const, field: 'operator' },
  ])('is not given out, nor written down, for %j', async (what) => {
    const before = await audited('value.revealed')
    expect(await staff.reveal({ applicationId: application.id, what }, reviewer)).toBeNull()
    expect(await audited('value.revealed')).toHaveLength(before.length)
  })

  it.each([0, 2])('is of no revision %d', async (revision) => {
    const what = { path: 'contact.phone' }
    expect(await staff.reveal({ applicationId: application.id, what, revision }, reviewer)).toBeNull()
  })
})

describe('a photo', () => {
  it('comes byte for byte, with its type, and that it was seen is written down', async () => {
    const [photo] = application.materials
    const { rows } = await store.pool.query('select blob, mime from material where id = $1', [photo?.id])
    const shown = await staff.photo(photo!.id, reviewer)
    expect(Buffer.from(shown!.bytes)).toEqual(Buffer.from(await blobs.get(rows[0].blob)))
    expect(shown?.mime).toBe(rows[0].mime)
    expect(await audited('photo.viewed')).toEqual([
      { actor: reviewer.id, application_id: application.id, subject: photo?.id, details: { as: 'photo' } },
    ])
  })

  it('that may not be kept is shown to nobody, though its pixels are still there', async () => {
    const card = application.materials.find(({ kind }) => kind === 'bank_card')!
    const { rows } = await store.pool.query(
      `select m.blob, (select evidence_id from check_run where evidence_id is not null limit 1) as evidence from material m where id = $1`,
      [card.id],
    )
    await store.pool.query('insert into refused_photo values ($1, $2, $3, $4)', [
      card.sha256,
      rows[0].blob,
      rows[0].evidence,
      clock.now(),
    ])
    await expect(staff.photo(card.id, reviewer)).rejects.toMatchObject({ code: 'PHOTO_REMOVED' })
    const story = await staff.story(application.id, reviewer)
    expect(story?.photos.find(({ kind }) => kind === 'bank_card')?.removedAt).toBe(clock.now().toISOString())
    expect(await audited('photo.viewed')).toHaveLength(1)
  })

  it('that the disk keeps damaged is said to be so, over HTTP as well, and was seen by nobody', async () => {
    const photo = application.materials.find(({ kind }) => kind === 'id_portrait')!
    const { rows } = await store.pool.query<{ blob: string }>('select blob from material where id = $1', [photo.id])
    const whole = await blobs.get(rows[0]!.blob)
    const seen = (await audited('photo.viewed')).length
    const draw = () => Promise.reject(new Error('nothing is drawn of it'))
    const { app, lines } = await testApi(
      { staff, drawClarity: (id, actor) => drawClarity({ ...deps, blobs, draw }, id, actor) },
      { ...localAccess, client: async () => reviewer },
    )
    const headers = { authorization: 'Bearer reviewer' }
    await writeFile(join(folder, rows[0]!.blob), whole.slice(0, -1))
    for (const path of ['photo', 'clarity.png']) {
      const answer = await app.inject({ url: `/v1/materials/${photo.id}/${path}`, headers })
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([500, 'application/json; charset=utf-8'])
      const { error } = answer.json()
      expect(error.code).toBe('PHOTO_DAMAGED')
      expect(error.message.zh).toContain('重新上传')
      expect(error.message.en).toContain('ask the applicant for it again')
    }
    expect(lines.filter(({ level }) => level === 'error')).toEqual([])
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'warn', fields: expect.objectContaining({ material: photo.id }) }),
    )
    expect(await audited('photo.viewed')).toHaveLength(seen)
    // Whoever restores it from a back-up, or uploads it again, has mended it.
    await blobs.put(rows[0]!.blob, whole)
    const shown = await app.inject({ url: `/v1/materials/${photo.id}/photo`, headers })
    expect(shown.rawPayload).toEqual(Buffer.from(whole))
  })

  it('that there is not is null', async () => {
    expect(await staff.photo('mat_0', reviewer)).toBeNull()
  })
})

describe('a search', () => {
  const find = async (searching: Partial<Parameters<typeof staff.search>[0]>) =>
    staff.search({ limit: 20, ...searching }, reviewer)
  const ids = async (searching: Parameters<typeof find>[0]) => (await find(searching)).applications.map(({ id }) => id)

  it.each([
    ['phone', (form) => form.contact.phone],
    ['phone', (form) => `+86 ${form.contact.phone.slice(0, 3)} ${form.contact.phone.slice(3)}`],
    ['idNumber', (form) => form.legalPerson.idNumber.toLowerCase()],
    ['cardNumber', (form) => form.settlementAccount.cardNumber.replace(/(\d{4})/g, '$1 ')],
    ['creditCode', (form) => (form.merchantType === 'individual_business' ? form.licence.creditCode : '')],
  ] as const satisfies [string, (form: typeof application.form) => string][])(
    'finds by the whole %s',
    async (kind, of) => {
      const page = await find({ [kind]: of(application.form) })
      expect(page.applications.map(({ id }) => id)).toEqual([application.id])
      expect(page.understood).toEqual([kind])
      const text = await find({ text: of(application.form) })
      expect(text.applications.map(({ id }) => id)).toEqual([application.id])
      expect(text.understood).toContain(kind)
    },
  )

  it('answers in the shape that the API promises, masked', async () => {
    const page = searchPage.parse(await find({ phone: application.form.contact.phone }))
    expect(page.applications[0]).toMatchObject({
      applicant: { value: '陈**', masked: true },
      phone: { value: expect.stringMatching(/^139\*{4}/), masked: true },
    })
    expect(JSON.stringify(page)).not.toContain(application.form.legalPerson.name)
  })

  it('finds a name however it is spaced, of a person as of a shop, and no part of it', async () => {
    const other = await screened({ form: { ...stranger({}, micro).form, merchantName: '阿不都·热西提烤肉摊' } })
    expect(await ids({ name: '阿不都•热西提 烤肉摊' })).toEqual([other.id])
    expect(await ids({ name: '烤肉摊' })).toEqual([])
    expect(await ids({ text: '陈 小明' })).toContain(application.id)
  })

  it('finds a reference by how it begins, whatever its case, and takes no sign in it for a wildcard', async () => {
    const { rows } = await store.pool.query('select reference from application where id = $1', [application.id])
    const reference: string = rows[0].reference
    expect(await ids({ reference: reference.slice(0, 20).toLowerCase() })).toEqual([application.id])
    expect(await ids({ reference: '_' })).toEqual([])
    await expect(find({ reference: '%' })).rejects.toMatchObject({ code: 'INVALID_FIELD' })
  })

  it('finds what an earlier revision said', async () => {
    const corrected = await screened(stranger())
    await store.pool.query(
      `insert into application_revision select application_id, 2, jsonb_set(form, '{contact,phone}', '"13700000001"'), 'h', created_at
       from application_revision where application_id = $1`,
      [corrected.id],
    )
    await store.pool.query('update application set revision = 2 where id = $1', [corrected.id])
    const [found] = (await find({ phone: corrected.form.contact.phone })).applications
    expect(found).toMatchObject({ id: corrected.id, revision: 2, phone: { value: '137****0001' } })
  })

  it('takes several conditions together, and pages, the newest first', async () => {
    const all: string[] = []
    let after: string | undefined
    do {
      const page = await find({ limit: 2, after })
      all.push(...page.applications.map(({ id }) => id))
      after = page.next ?? undefined
    } while (after !== undefined)
    const { rows } = await store.pool.query<{ id: string }>('select id from application order by id desc')
    expect(all).toEqual(rows.map(({ id }) => id))
    expect(await ids({ status: ['approved'] })).toEqual([application.id])
    expect(await ids({ status: ['approved'], merchantType: 'micro_merchant' })).toEqual([])
    expect(await ids({ phone: application.form.contact.phone, name: '王五' })).toEqual([])
  })

  it('says which field can be no such thing', async () => {
    await expect(find({ phone: '1380013800', idNumber: '1' })).rejects.toMatchObject({
      code: 'INVALID_FIELD',
      errors: [{ field: 'phone' }, { field: 'idNumber' }],
    })
  })

  it('finds nothing for a text that can be nothing', async () => {
    expect(await find({ text: '……' })).toMatchObject({ applications: [], understood: [] })
  })

  it('writes down by what somebody searched, never for what', async () => {
    await find({ text: application.form.contact.phone, status: ['approved'] })
    const entries = await audited('application.searched')
    expect(entries.at(-1)).toEqual({
      actor: reviewer.id,
      application_id: null,
      subject: null,
      details: { by: ['reference', 'phone', 'status'], found: 1 },
    })
    expect(JSON.stringify(entries)).not.toContain(application.form.contact.phone)
  })
})
