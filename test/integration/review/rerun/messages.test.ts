import { describe, expect, it } from 'vitest'
import { disabled, rerunRoom } from './rerun-room.ts'

const room = await rerunRoom()
const { store, clock, endpoint, reruns, person, later, decided, start, begin } = room
const ops = await person()

/** One whose SMS and webhook were given up. */
async function untold() {
  const application = await decided()
  await store.db
    .updateTable('effect')
    .set({ state: 'failed', error: 'the gateway refused it with 401', attempts: 8, next_attempt_at: null })
    .where('application_id', '=', application.id)
    .execute()
  const { rows } = await room.rowsOf('effect', application.id)
  const idOf = (channel: string) => String(rows.find((row) => row['channel'] === channel)?.['id'])
  return { ...application, sms: idOf('sms'), webhook: idOf('webhook') }
}

const effectOf = (id: string) =>
  store.db.selectFrom('effect').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const end = (id: string, state: 'sent' | 'failed', error: string | null = null) =>
  store.db.updateTable('effect').set({ state, error, next_attempt_at: null }).where('id', '=', id).execute()

describe('messages that were given up', () => {
  it('are sent again under their old ids, and the batch says what became of each', async () => {
    const { id, sms, webhook } = await untold()
    const batch = await start(ops, 'failed', { applications: [id], steps: ['notification'] })
    expect(batch).toMatchObject({ state: 'running', statistics: { total: 2 } })
    expect(await begin()).toBe(2)
    for (const effect of [sms, webhook]) {
      // The whole schedule is before it again.
      expect(await effectOf(effect)).toMatchObject({ state: 'pending', attempts: 8, attempts_before: 8 })
      expect((await effectOf(effect)).next_attempt_at).toEqual(clock.at)
    }
    expect((await reruns.read(batch.id, ops)).statistics.byState).toMatchObject({ running: 2 })
    await end(sms, 'sent')
    await end(webhook, 'failed', 'the receiver answered 500')
    later(1)
    await begin()
    expect(await reruns.read(batch.id, ops)).toMatchObject({ state: 'done', statistics: { results: { sent: 1 } } })
    const { items } = await reruns.items(batch.id, { limit: 9 })
    expect(items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'message', effectId: sms, state: 'done', result: 'sent' }),
        expect.objectContaining({ effectId: webhook, state: 'failed', error: 'the receiver answered 500' }),
      ]),
    )
    // No application was looked at again.
    expect(await room.applicationOf(id)).toMatchObject({ run: 1 })
  })

  it('come to their end although the batch was cancelled meanwhile', async () => {
    const { id, sms, webhook } = await untold()
    const batch = await start(ops, 'failed', { applications: [id] })
    await begin()
    await reruns.cancel({ id: batch.id, actor: ops })
    await end(sms, 'sent')
    await end(webhook, 'sent')
    await begin()
    expect(await reruns.read(batch.id, ops)).toMatchObject({
      state: 'cancelled',
      statistics: { byState: { done: 2, cancelled: 0 } },
    })
  })

  it('that another batch has under way are left to it', async () => {
    const { id } = await untold()
    const plan = { applications: [id], steps: ['notification' as const] }
    const first = await start(ops, 'failed', plan)
    later(1)
    const second = await start(ops, 'failed', plan)
    await begin()
    expect((await reruns.read(first.id, ops)).statistics.byState).toMatchObject({ running: 2 })
    expect((await reruns.read(second.id, ops)).statistics.skipped).toMatchObject([{ why: 'in_other_batch', count: 2 }])
  })

  it('are left alone where nobody would receive them, or what they say is no longer so', async () => {
    const { id, sms } = await untold()
    await disabled(room, endpoint.id, async () => {
      const plan = { mode: 'failed' as const, filter: { applications: [id] }, rate: 20 }
      expect(await reruns.try(plan)).toMatchObject({
        matched: 2,
        count: 1,
        skipped: [{ why: 'no_receiver', count: 1 }],
        sideEffects: { applicantsTold: 1, webhooks: 0 },
      })
      const batch = await start(ops, 'failed', plan.filter)
      await store.db.updateTable('application').set({ status: 'withdrawn' }).where('id', '=', id).execute()
      await begin()
      const { items } = await reruns.items(batch.id, { limit: 9, skipped: 'no_longer_true' })
      expect(items).toMatchObject([{ effectId: sms }])
      expect(await effectOf(sms)).toMatchObject({ state: 'failed' })
    })
  })
})
