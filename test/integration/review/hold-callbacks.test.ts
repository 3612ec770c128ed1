import { describe, expect, it } from 'vitest'
import { freeIdleCallbacks, watchCallbacks } from '../../../src/review/callbacks/watch-callbacks.ts'
import { withdrawApplication } from '../../../src/review/withdraw-application.ts'
import { individual } from '../../unit/domain/sample.ts'
import { callbackRoom, nothingSaid, otherSign } from './callback-room.ts'

const room = await callbackRoom()
const { callbacks, asked, callbackOf, atThePhone, person, store, clock, later, reset } = room
const caller = await person(['caller'])
const colleague = await person(['caller'])

const code = (of: string) => ({ code: of })
const minutes = (from: Date, n: number): Date => new Date(from.getTime() + n * 60_000)

describe('having one', () => {
  it('is for one at a time, for a while, and not for whoever entered it', async () => {
    reset()
    const { callbackId, id } = await asked()
    await callbacks.claim({ callbackId, actor: caller })
    await expect(callbacks.claim({ callbackId, actor: colleague })).rejects.toMatchObject(code('CALLBACK_TAKEN'))
    await expect(callbacks.revealPhone({ callbackId, actor: colleague })).rejects.toMatchObject(
      code('CALLBACK_NOT_HELD'),
    )
    const unseen = { ...nothingSaid, callbackId, actor: caller, outcome: 'no_answer' as const }
    await expect(callbacks.record(unseen)).rejects.toMatchObject(code('CALLBACK_PHONE_UNSEEN'))
    later(10)
    const { leaseUntil } = await callbacks.extend({ callbackId, actor: caller })
    expect(leaseUntil).toBe(minutes(clock.at, 15).toISOString())
    later(15)
    await expect(callbacks.extend({ callbackId, actor: caller })).rejects.toMatchObject(code('CALLBACK_NOT_HELD'))
    expect(await freeIdleCallbacks(room.deps)).toBeGreaterThan(0)
    const taken = await callbacks.claim({ callbackId, actor: colleague })
    expect(taken).toMatchObject({ mine: true, assignee: { id: colleague.id } })
    await callbacks.release({ callbackId, actor: colleague })
    await store.db.updateTable('application').set({ entered_by: caller.id }).where('id', '=', id).execute()
    await expect(callbacks.claim({ callbackId, actor: caller })).rejects.toMatchObject(code('CALLBACK_NOT_FOR_YOU'))
    reset()
  })

  it('shows the number in the clear within the hours alone, and writes that down', async () => {
    reset()
    const { callbackId, form, id } = await asked()
    await callbacks.claim({ callbackId, actor: caller })
    expect(await callbacks.revealPhone({ callbackId, actor: caller })).toEqual({ phone: form.contact.phone })
    clock.at = new Date('2026-11-23T20:00:00+08:00')
    await callbacks.claim({ callbackId, actor: caller })
    await expect(callbacks.revealPhone({ callbackId, actor: caller })).rejects.toMatchObject(
      code('CALLBACK_OUT_OF_HOURS'),
    )
    expect((await callbacks.read({ callbackId, actor: caller })).allowedNow).toBe(false)
    expect((await callbacks.next(colleague)).callback).toBeNull()
    const { rows } = await store.pool.query(
      `select actor, details from audit_entry where application_id = $1 and action = 'phone.revealed'`,
      [id],
    )
    expect(rows).toEqual([{ actor: caller.id, details: { field: 'contact.phone', attempt: 1 } }])
    reset()
  })

  it('gives two who ask at once two', async () => {
    reset()
    await asked()
    await asked()
    const taken = await Promise.all([callbacks.next(caller), callbacks.next(colleague)])
    const ids = taken.map(({ callback }) => callback?.id)
    expect(new Set(ids).size).toBe(2)
    expect(ids).not.toContain(undefined)
    const one = await asked()
    const both = await Promise.allSettled([
      callbacks.claim({ callbackId: one.callbackId, actor: caller }),
      callbacks.claim({ callbackId: one.callbackId, actor: colleague }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('ends when the application is withdrawn', async () => {
    const { callbackId, id } = await asked()
    await atThePhone(callbackId, caller)
    await withdrawApplication({ ...room.deps, channels: [] }, id)
    const call = { ...nothingSaid, callbackId, actor: caller, outcome: 'no_answer' as const }
    await expect(callbacks.record(call)).rejects.toMatchObject(code('CALLBACK_CLOSED'))
    expect(await callbackOf(id)).toMatchObject({ state: 'closed', result: 'gone', assignee: null })
  })
})

describe('what is late', () => {
  it('is said once', async () => {
    reset()
    const { id } = await asked()
    const { due_at } = await callbackOf(id)
    expect(due_at).toEqual(new Date('2026-11-24T02:00:00+08:00'))
    clock.at = due_at
    expect(await watchCallbacks(room.deps)).toBeGreaterThan(0)
    expect(await watchCallbacks(room.deps)).toBe(0)
    const { rows } = await room.rowsOf('event', id)
    expect(rows.filter(({ type }) => type === 'callback.overdue')).toHaveLength(1)
    const { callbacks: late, counts } = await callbacks.list(caller, { overdue: true, sort: 'due', limit: 200 })
    expect(late.map(({ application }) => application.id)).toContain(id)
    expect(counts.overdue).toBe(late.length)
    reset()
  })
})

describe('the list', () => {
  it('filters, sorts and goes on page by page', async () => {
    reset()
    const named = await asked({ ...otherSign, form: { ...individual, reference: 'LIST-1' } })
    const all = await callbacks.list(caller, { sort: 'due', limit: 200 })
    expect(all.counts.all).toBe(all.callbacks.length)
    const dues = all.callbacks.map(({ dueAt }) => dueAt)
    expect(dues).toEqual(dues.toSorted())
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await callbacks.list(caller, { sort: 'created', limit: 3, after })
      seen.push(...page.callbacks.map(({ id }) => id))
      after = page.next ?? undefined
    } while (after)
    expect(new Set(seen).size).toBe(all.counts.all)
    expect(seen).toHaveLength(all.counts.all)
    const by = (filter: Partial<Parameters<typeof callbacks.list>[1]>) =>
      callbacks.list(caller, { sort: 'due', limit: 200, ...filter })
    expect((await by({ reason: 'SCOPE_MISMATCH' })).callbacks).toEqual([])
    expect((await by({ merchantType: 'micro_merchant' })).callbacks).toEqual([])
    expect((await by({ state: 'closed' })).callbacks.every(({ state }) => state === 'closed')).toBe(true)
    await callbacks.claim({ callbackId: named.callbackId, actor: caller })
    expect((await by({ mine: true })).callbacks.map(({ id }) => id)).toContain(named.callbackId)
    await expect(by({ after: 'nonsense' })).rejects.toMatchObject(code('INVALID_FIELD'))
  })
})
