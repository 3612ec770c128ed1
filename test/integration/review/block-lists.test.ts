import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ApplicationForm } from '../../../src/domain/application.ts'
import type { Reason } from '../../../src/domain/decision.ts'
import { blockKinds } from '../../../src/domain/evidence-across.ts'
import { identifiersOf } from '../../../src/domain/identifiers.ts'
import { keyedHash } from '../../../src/platform/keyed-hash.ts'
import {
  type BlockEntry,
  importBlockList,
  listBlockLists,
  removeFromBlockList,
} from '../../../src/review/block-lists.ts'
import { readApplication } from '../../../src/review/read-application.ts'
import { stranger } from '../../support/strangers.ts'
import { policy } from '../../unit/domain/sample.ts'
import { reviewRoom } from './room.ts'

const room = await reviewRoom()
const { store, deps, clock, screened, decide, rowsOf } = room
const key = keyedHash('7'.repeat(64))
const listing = { ...deps, keyedHash: key }

/** A list of its own for each test. */
let list = ''
beforeEach(() => {
  list = `list ${randomUUID()}`
})

async function* batched(...batches: BlockEntry[][]) {
  yield* batches
}
const put = (entries: BlockEntry[], more: { replace?: boolean; by?: string } = {}) =>
  importBlockList(listing, { list, by: more.by ?? '张三', replace: more.replace ?? false }, batched(entries))
const entry = (kind: BlockEntry['kind'], value: string, more: Partial<BlockEntry> = {}): BlockEntry => ({
  kind,
  value,
  reason: null,
  until: null,
  ...more,
})
const shown = async () => (await listBlockLists(store, '2026-11-23')).find(({ name }) => name === list)

async function decided(form: ApplicationForm | undefined, person = stranger()) {
  const application = await screened(form ? { ...person, form } : person)
  await decide(application.ref)
  const [row] = (await rowsOf('decision', application.id)).rows
  return { ...application, outcome: row?.['outcome'], reasons: row?.['reasons'] as Reason[] }
}

describe('what is on a list', () => {
  it.each(blockKinds)('%s: declines who gives it, without a word why', async (kind) => {
    const person = stranger()
    const form = { ...person.form, device: { id: `D-${kind}` } }
    const { value } = identifiersOf(form).find((each) => each.kind === kind)!
    await put([entry(kind, value, { reason: 'ran off with two terminals' })])
    const { id, outcome, reasons } = await decided(form, person)
    expect(outcome).toBe('rejected')
    expect(reasons).toMatchObject([
      { code: 'BLOCKLIST_HIT', evidence: { hits: [{ what: kind, list, reason: 'ran off with two terminals' }] } },
    ])
    const view = await readApplication({ ...deps, policy: async () => policy }, { id })
    expect(view?.reasons).toMatchObject([{ evidence: {}, message: { zh: '很抱歉，您的申请未能通过审核' } }])
    const told = JSON.stringify(view?.reasons)
    for (const secret of [list, 'terminals', value, kind]) expect(told).not.toContain(secret)
  })

  it('is in force up to its last day in Shanghai', async () => {
    const person = stranger()
    await put([entry('phone', person.form.contact.phone, { until: '2026-11-23' })])
    clock.at = new Date('2026-11-23T23:59:00+08:00')
    expect((await decided(undefined, person)).outcome).toBe('rejected')
    clock.at = new Date('2026-11-24T00:00:00+08:00')
    expect((await decided({ ...stranger().form, contact: person.form.contact })).reasons).not.toContainEqual(
      expect.objectContaining({ code: 'BLOCKLIST_HIT' }),
    )
    clock.at = new Date('2026-11-23T10:00:00+08:00')
  })

  it('is stored as hashes that only the key makes, and nowhere by itself', async () => {
    const { legalPerson, contact } = stranger().form
    await put([entry('id_number', legalPerson.idNumber), entry('phone', contact.phone)])
    for (const table of ['block_list', 'block_entry', 'block_list_change']) {
      const { rows } = await store.pool.query<{ text: string }>(`select t::text as text from ${table} t`)
      const dump = rows.map(({ text }) => text).join('\n')
      for (const value of [legalPerson.idNumber, contact.phone]) expect(dump).not.toContain(value)
    }
    const { rows } = await store.pool.query('select kind, keyed_hash from block_entry where list = $1', [list])
    expect(rows).toContainEqual({ kind: 'phone', keyed_hash: key('phone', contact.phone) })
  })

  it('does not decline a value of another kind', async () => {
    const person = stranger()
    await put([entry('device', person.form.contact.phone)])
    expect((await decided(undefined, person)).outcome).toBe('approved')
  })
})

describe('an import', () => {
  it('adds, and gives values that are there the new reason and day', async () => {
    expect(await put([entry('phone', '13700000001'), entry('phone', '13700000002')])).toEqual({ given: 2, entries: 2 })
    const again = [entry('phone', '13700000002', { reason: 'x', until: '2020-01-01' }), entry('device', 'D-1')]
    expect(await put(again, { by: '李四' })).toEqual({ given: 2, entries: 3 })
    expect(await shown()).toEqual({
      name: list,
      entries: 3,
      expired: 1,
      kinds: { device: 1, phone: 2 },
      changedBy: '李四',
      changedAt: clock.at.toISOString(),
    })
  })

  it('counts a value that is given twice once, and the last one counts, within a batch and across', async () => {
    const twice = [entry('phone', '13700000001', { reason: 'a' }), entry('phone', '13700000001', { reason: 'b' })]
    const change = { list, by: 'x', replace: false }
    const later = entry('phone', '13700000001', { reason: 'c' })
    expect(await importBlockList(listing, change, batched(twice, [later]))).toEqual({ given: 3, entries: 1 })
    const { rows } = await store.pool.query('select reason from block_entry where list = $1', [list])
    expect(rows).toEqual([{ reason: 'c' }])
  })

  it('in place of a list leaves nothing of before', async () => {
    await put([entry('phone', '13700000001'), entry('phone', '13700000002')])
    expect(await put([entry('phone', '13700000003')], { replace: true })).toEqual({ given: 1, entries: 1 })
  })

  it('that breaks off leaves the list as it was, and no list where there was none', async () => {
    async function* broken() {
      yield [entry('phone', '13700000009')]
      throw new Error('the file ended')
    }
    const change = { list, by: 'x', replace: true }
    await expect(importBlockList(listing, change, broken())).rejects.toThrow('the file ended')
    expect(await shown()).toBeUndefined()
    await put([entry('phone', '13700000001')])
    await expect(importBlockList(listing, change, broken())).rejects.toThrow('the file ended')
    expect(await shown()).toMatchObject({ entries: 1, changedBy: '张三' })
  })

  it('of two at once into one list is one after the other', async () => {
    const many = (from: number) => Array.from({ length: 300 }, (_, i) => entry('device', `D-${(from + i) % 400}`))
    await Promise.all([put(many(0)), put(many(399).reverse()), put(many(200))])
    expect(await shown()).toMatchObject({ entries: 400 })
  })
})

describe('a removal', () => {
  it('takes values off, or the whole list, and is written down', async () => {
    await put([entry('phone', '13700000001'), entry('phone', '13700000002'), entry('device', 'D-1')])
    const values = [entry('phone', '13700000001'), entry('phone', '13799999999')]
    expect(await removeFromBlockList(listing, { list, by: '王五' }, values)).toBe(1)
    expect(await shown()).toMatchObject({ entries: 2, changedBy: '王五' })
    expect(await removeFromBlockList(listing, { list, by: '王五' }, null)).toBe(2)
    expect(await shown()).toBeUndefined()
    const { rows } = await store.pool.query(
      'select what, entries, "by" from block_list_change where list = $1 order by id',
      [list],
    )
    expect(rows).toEqual([
      { what: 'import', entries: 3, by: '张三' },
      { what: 'remove', entries: 1, by: '王五' },
      { what: 'remove', entries: 2, by: '王五' },
    ])
  })

  it('of what is not there is told', async () => {
    expect(await removeFromBlockList(listing, { list, by: 'x' }, null)).toBeNull()
    expect(await removeFromBlockList(listing, { list, by: 'x' }, [])).toBeNull()
  })
})
