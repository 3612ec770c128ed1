import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../../src/platform/ids.ts'
import { reviewRoom, type Uploaded } from './room.ts'

const { store, clock, upload, uploadAll, submit, count, rowsOf } = await reviewRoom()

let materials: Uploaded[]
beforeAll(async () => {
  materials = await uploadAll(['id_portrait', 'bank_card', 'scene_cashier'])
})
const code = (code: string) => expect.objectContaining({ name: 'ZhunruError', code })

describe('a new application', () => {
  it('writes its revision, ledger, history, event and outbox message together', async () => {
    const { id, status, revision, replayed } = await submit(materials)
    expect({ status, revision, replayed }).toEqual({ status: 'submitted', revision: 1, replayed: false })
    const ledger = await store.db
      .selectFrom('check_run')
      .select(['check', 'slot', 'status'])
      .where('application_id', '=', id)
      .orderBy('check')
      .orderBy('slot')
      .execute()
    expect(ledger.map((line) => `${line.check} ${line.slot} ${line.status}`)).toEqual([
      'account-match application pending',
      'clarity bank_card pending',
      'clarity id_portrait pending',
      'clarity scene_cashier pending',
      'ocr bank_card pending',
      'ocr id_portrait pending',
      'ocr scene_cashier pending',
      'scene application pending',
    ])
    expect((await rowsOf('transition', id)).rows).toMatchObject([
      { from_status: null, to_status: 'submitted', actor: 'applicant', revision: 1 },
    ])
    expect((await rowsOf('event', id)).rows).toMatchObject([{ type: 'application.submitted' }])
    const { rows } = await store.pool.query(`select message from outbox where message->>'applicationId' = $1`, [id])
    expect(rows).toEqual([{ message: { kind: 'screening', applicationId: id, revision: 1, run: 1 } }])
  })

  it('without any photo still has its match to be done', async () => {
    const { id } = await submit([])
    const ledger = await store.db.selectFrom('check_run').select('check').where('application_id', '=', id).execute()
    expect(ledger).toEqual([{ check: 'account-match' }])
  })

  it('that is refused leaves nothing, not even its key', async () => {
    const tables = ['application', 'check_run', 'outbox', 'event', 'idempotency_key'] as const
    const counts = () => Promise.all(tables.map(count))
    const before = await counts()
    const unknown = { kind: 'lease_contract' as const, id: newId('material', 0), sha256: '' }
    await expect(submit([...materials, unknown])).rejects.toEqual(code('MATERIAL_UNKNOWN'))
    const { id } = await upload('id_emblem')
    await expect(submit([{ kind: 'lease_contract', id, sha256: '' }])).rejects.toEqual(code('MATERIAL_KIND_DIFFERS'))
    await expect(submit([materials[0]!, await upload('id_portrait')])).rejects.toEqual(code('MATERIAL_TWICE'))
    expect(await counts()).toEqual(before)
  })
})

describe('an idempotency key', () => {
  it('sent a hundred times at once makes one application and one answer', async () => {
    const before = { applications: await count('application'), messages: await count('outbox') }
    const form = { reference: `A-${randomUUID()}` }
    const answers = await Promise.all(Array.from({ length: 100 }, () => submit(materials, { key: 'storm', form })))
    expect(new Set(answers.map(({ replayed: _, ...answer }) => JSON.stringify(answer))).size).toBe(1)
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1)
    expect(await count('application')).toBe(before.applications + 1)
    expect(await count('outbox')).toBe(before.messages + 1)
  })

  it('gives the same answer again, also when the application has moved on since', async () => {
    const form = { reference: `A-${randomUUID()}` }
    const first = await submit(materials, { key: 'again', form })
    await store.db.updateTable('application').set({ status: 'screening' }).where('id', '=', first.id).execute()
    expect(await submit(materials.toReversed(), { key: 'again', form })).toEqual({ ...first, replayed: true })
  })

  it('does not fit other content: another form, or another photo', async () => {
    const form = { reference: `A-${randomUUID()}` }
    await submit(materials, { key: 'other', form })
    const reused = code('IDEMPOTENCY_KEY_REUSED')
    await expect(submit(materials, { key: 'other', form: { ...form, terminal: 'esign_pos' } })).rejects.toEqual(reused)
    await expect(submit(materials.slice(1), { key: 'other', form })).rejects.toEqual(reused)
    const retaken = [...materials.slice(1), await upload('id_portrait')]
    await expect(submit(retaken, { key: 'other', form })).rejects.toEqual(reused)
  })

  it('lives for 24 hours', async () => {
    const start = clock.at
    const first = await submit(materials, { key: 'day', form: { reference: 'day-1' } })
    clock.at = new Date(start.getTime() + 24 * 3_600_000 - 1)
    await expect(submit(materials, { key: 'day', form: { reference: 'day-2' } })).rejects.toEqual(
      code('IDEMPOTENCY_KEY_REUSED'),
    )
    clock.at = new Date(start.getTime() + 24 * 3_600_000)
    const second = await submit(materials, { key: 'day', form: { reference: 'day-2' } })
    clock.at = start
    expect(second).toMatchObject({ reference: 'day-2', replayed: false })
    expect(second.id).not.toBe(first.id)
  })

  it('held by a request that does not end is busy', async () => {
    const holder = await store.pool.connect()
    try {
      await holder.query('begin')
      await holder.query(
        `insert into idempotency_key (key, request_hash, expires_at) values ('held', 'x', now() + interval '1 day')`,
      )
      await expect(submit(materials, { key: 'held' })).rejects.toEqual(code('IDEMPOTENCY_KEY_BUSY'))
    } finally {
      await holder.query('rollback')
      holder.release()
    }
    expect(await submit(materials, { key: 'held' })).toMatchObject({ replayed: false })
  })
})

describe('a reference', () => {
  it('with equal content under a new key names the same application, at its present status', async () => {
    const form = { reference: `A-${randomUUID()}` }
    const first = await submit(materials, { form })
    await store.db.updateTable('application').set({ status: 'screening' }).where('id', '=', first.id).execute()
    // Equal photos that were uploaded once more are equal content.
    const again = await Promise.all(['x', 'y'].map(() => upload('lease_contract', 'the same lease')))
    expect(await submit(materials, { form })).toEqual({ ...first, status: 'screening', replayed: false })
    const lease = { form: { reference: `A-${randomUUID()}` } }
    const one = await submit([...materials, again[0]!], lease)
    expect(await submit([...materials, again[1]!], lease)).toEqual(one)
  })

  it('with other content is taken', async () => {
    const form = { reference: `A-${randomUUID()}` }
    const { id } = await submit(materials, { form })
    await expect(submit(materials, { form: { ...form, terminal: 'esign_pos' } })).rejects.toMatchObject({
      code: 'REFERENCE_TAKEN',
      values: { reference: form.reference, id },
    })
  })

  it('sent at once under many keys makes one application', async () => {
    const before = await count('application')
    const form = { reference: `A-${randomUUID()}` }
    const answers = await Promise.all(Array.from({ length: 40 }, () => submit(materials, { form })))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect(await count('application')).toBe(before + 1)
  })

  it('is no hindrance to another one at the same moment', async () => {
    const before = await count('application')
    const answers = await Promise.all(Array.from({ length: 20 }, () => submit(materials)))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(20)
    expect(await count('application')).toBe(before + 20)
  })
})
