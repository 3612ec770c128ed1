import { beforeEach, describe, expect, it } from 'vitest'
import { rerunRoom } from './rerun-room.ts'

const room = await rerunRoom()
const { store, reruns, person, later, decided, withFailedReading, start, begin, asideOf, work, auditOf } = room

const ops = await person()
const another = await person()
const auditor = await person(['auditor'])

beforeEach(async () => {
  await store.pool.query(
    "update rerun_item set state = 'cancelled', ended_at = now() where state in ('waiting', 'running')",
  )
  await store.pool.query("update rerun_batch set state = 'cancelled', ended_at = now() where ended_at is null")
})

const several = async (n: number) => {
  const all = []
  for (let i = 0; i < n; i++) {
    // Ids sort by the time at which they were made.
    later(1)
    all.push(await withFailedReading())
  }
  return { all, filter: { applications: all.map(({ id }) => id) } }
}
const statesOf = async (batch: string) => (await reruns.read(batch, ops)).statistics.byState

describe('a dry run', () => {
  it('says what would be done, what it would cost, what may follow, and changes nothing', async () => {
    const { all, filter } = await several(2)
    const approved = await decided()
    const sum = async () =>
      (await store.pool.query('select (select count(*) from outbox) + (select count(*) from event) as n')).rows[0]
    const before = await sum()
    const tried = await reruns.try({
      mode: 'failed',
      filter: { ...filter, applications: [...filter.applications, approved.id], classes: ['config'] },
      rate: 1,
    })
    expect(tried).toMatchObject({
      matched: 2,
      count: 2,
      skipped: [],
      steps: [
        { step: 'document-ocr', count: 2 },
        { step: 'account-match', count: 2 },
        { step: 'decision', count: 2 },
      ],
      failures: [{ step: 'document-ocr', class: 'config', code: 'FILE_OF_OURS_MISSING', count: 2 }],
      cost: { beginSeconds: 2 },
      sideEffects: { decided: 0, openCases: 2, openCallbacks: 0, applicantsTold: 2, webhooks: 2 },
      approval: [],
    })
    expect(tried.sample).toMatchObject(
      all.map(({ id, reference }) => ({
        application: { id, reference },
        steps: ['document-ocr', 'account-match', 'decision'],
        skipped: null,
      })),
    )
    expect(await sum()).toEqual(before)
  })

  it.each([
    [{ steps: ['photo-clarity'] as const }, 0],
    [{ steps: ['document-ocr'] as const }, 1],
    [{ classes: ['gateway'] }, 0],
    [{ codes: ['FILE_OF_OURS_MISSING'] }, 1],
    [{ fingerprint: '0123456789abcdef' }, 0],
    [{ since: '2026-11-22T00:00:00Z', until: '2026-11-30T00:00:00Z' }, 1],
    [{ until: '2026-11-22T00:00:00Z' }, 0],
    [{ outcomes: ['manual_review'] as const, reasons: ['CHECK_FAILED'] as const }, 1],
    [{ outcomes: ['approved'] as const }, 0],
    [{ reasons: ['IMG_BLURRY'] as const }, 0],
    [{ policyVersions: ['1999-1-1'] }, 0],
    [{ merchantType: 'micro_merchant' as const }, 0],
    [{ merchantType: 'individual_business' as const }, 1],
  ])('with %o finds %i', async (filter, found) => {
    const { id } = await withFailedReading()
    const tried = await reruns.try({ mode: 'failed', filter: { ...filter, applications: [id] }, rate: 20 })
    expect(tried.matched).toBe(found)
  })

  it('by the fingerprint of a group of failures finds that group', async () => {
    const { id } = await withFailedReading()
    const { fingerprint } = await store.db
      .selectFrom('failure')
      .select('fingerprint')
      .where('application_id', '=', id)
      .executeTakeFirstOrThrow()
    const tried = await reruns.try({ mode: 'failed', filter: { fingerprint, applications: [id] }, rate: 20 })
    expect(tried.matched).toBe(1)
  })

  it('counts the steps of each mode', async () => {
    const { id, materials } = await decided()
    const countsOf = async (plan: { mode: 'from' | 'whole' | 'shadow'; from?: 'scene-authenticity' | 'decision' }) => {
      const { steps } = await reruns.try({ ...plan, filter: { applications: [id] }, rate: 20 })
      return Object.fromEntries(steps.map(({ step, count }) => [step, count]))
    }
    const whole = {
      'document-ocr': materials.length,
      'photo-clarity': materials.length,
      'scene-authenticity': 1,
      'account-match': 1,
      decision: 1,
    }
    expect(await countsOf({ mode: 'whole' })).toEqual(whole)
    expect(await countsOf({ mode: 'shadow' })).toEqual(whole)
    expect(await countsOf({ mode: 'from', from: 'scene-authenticity' })).toEqual({
      'scene-authenticity': 1,
      'account-match': 1,
      decision: 1,
    })
    expect(await countsOf({ mode: 'from', from: 'decision' })).toEqual({ decision: 1 })
  })
})

describe('a batch', () => {
  it('is refused when there is nothing, and when there is more than was looked at', async () => {
    const { filter } = await several(2)
    const plan = { mode: 'failed' as const, filter, rate: 20, reason: '识别模型已补齐' }
    await expect(reruns.start({ ...plan, count: 1 }, ops)).rejects.toMatchObject({ code: 'RERUN_CHANGED' })
    await expect(
      reruns.start({ ...plan, filter: { ...filter, codes: ['NO_SPACE'] }, count: 1 }, ops),
    ).rejects.toMatchObject({ code: 'RERUN_NOTHING' })
  })

  it('of many waits for another person, whom the database itself insists on', async () => {
    const { filter } = await several(4)
    const batch = await start(ops, 'failed', filter)
    expect(batch).toMatchObject({
      state: 'waiting',
      approval: [{ cause: 'many' }],
      may: { approve: false, cancel: true },
    })
    later(10)
    expect(await begin()).toBe(0)
    await expect(reruns.approve({ id: batch.id, actor: ops })).rejects.toMatchObject({ code: 'RERUN_SAME_PERSON' })
    const set = (sql: string) => store.pool.query(`update rerun_batch set ${sql} where id = '${batch.id}'`)
    await expect(set(`answered_by = '${ops.id}', answered_at = now()`)).rejects.toThrow('rerun_batch_four_eyes')
    await expect(set("state = 'running'")).rejects.toThrow('rerun_batch_approved')
    await expect(set(`asked_by = '${another.id}'`)).rejects.toThrow('is never changed')
    await expect(set("causes = '{}'")).rejects.toThrow('is never changed')
    await expect(set('rate = 1000')).resolves.toBeDefined()

    expect((await reruns.read(batch.id, another)).may.approve).toBe(true)
    expect((await reruns.read(batch.id, auditor)).may).toEqual({
      approve: false,
      pause: false,
      resume: false,
      cancel: false,
    })
    const approved = await reruns.approve({ id: batch.id, actor: another, why: '已确认' })
    expect(approved).toMatchObject({ state: 'running', approvedBy: { id: another.id }, answer: '已确认' })
    await expect(reruns.approve({ id: batch.id, actor: another })).rejects.toMatchObject({ code: 'RERUN_STATE' })
    expect(await begin()).toBe(4)
  })

  it('is refused by another person, and nothing of it begins', async () => {
    const { filter } = await several(4)
    const batch = await start(ops, 'failed', filter)
    await expect(reruns.refuse({ id: batch.id, actor: ops })).rejects.toMatchObject({ code: 'RERUN_SAME_PERSON' })
    expect(await reruns.refuse({ id: batch.id, actor: another, why: '先修好模型' })).toMatchObject({
      state: 'refused',
      statistics: { byState: { cancelled: 4 } },
    })
    later(10)
    expect(await begin()).toBe(0)
  })

  it('begins at its rate, rests while it is paused, and goes on', async () => {
    const { filter } = await several(3)
    const batch = await start(ops, 'failed', filter, { rate: 1 })
    expect(await begin()).toBe(1)
    expect(await begin()).toBe(0)
    later(1)
    expect(await begin()).toBe(1)
    expect(await reruns.pause({ id: batch.id, actor: another })).toMatchObject({
      state: 'paused',
      changedBy: { id: another.id },
    })
    later(60)
    expect(await begin()).toBe(0)
    await expect(reruns.pause({ id: batch.id, actor: ops })).rejects.toMatchObject({ code: 'RERUN_STATE' })
    await reruns.resume({ id: batch.id, actor: ops })
    expect(await begin()).toBe(1)
    expect(await statesOf(batch.id)).toMatchObject({ waiting: 0, running: 3 })
    expect((await auditOf(batch.id)).flatMap(({ action }) => (action === 'rerun.begun' ? [] : action))).toEqual([
      'rerun.asked',
      'rerun.paused',
      'rerun.resumed',
    ])
  })

  it('is begun by two processes together, at its rate and each item once', async () => {
    const { filter } = await several(3)
    const batch = await start(ops, 'failed', filter)
    const begun = await Promise.all([begin(), begin(), begin()])
    expect(begun.reduce((sum, n) => sum + n, 0)).toBe(3)
    const { rows } = await store.pool.query(
      "select count(*)::int as n from outbox where message->>'again' = 'true' and message->>'applicationId' = any ($1)",
      [filter.applications],
    )
    expect(rows).toEqual([{ n: 3 }])
    expect(await statesOf(batch.id)).toMatchObject({ running: 3 })
  })

  it('cancelled leaves what nobody has begun to look at, and lets the rest end', async () => {
    const { all, filter } = await several(3)
    const batch = await start(ops, 'failed', filter, { rate: 2 })
    expect(await begin()).toBe(2)
    const running = await Promise.all(all.slice(0, 2).map(({ id }) => asideOf(id)))
    later(1)
    const [looked, lying] = running
    await room.startCheck({ ...looked!, check: 'ocr', slot: 'bank_card' })
    expect(await reruns.cancel({ id: batch.id, actor: ops })).toMatchObject({
      state: 'cancelled',
      statistics: { byState: { waiting: 0, running: 1, cancelled: 2 } },
    })
    // Its jobs still lie in the queues, and do nothing when their turn comes.
    expect(await work(lying!, all[1]!)).toEqual([])
    expect(await room.applicationOf(all[1]!.id)).toMatchObject({ status: 'review_pending', run: 1 })
    await work(looked!, all[0]!)
    expect(await room.applicationOf(all[0]!.id)).toMatchObject({ status: 'approved', run: 2 })
    expect(await statesOf(batch.id)).toMatchObject({ done: 1, cancelled: 2 })
    await expect(reruns.resume({ id: batch.id, actor: ops })).rejects.toMatchObject({ code: 'RERUN_STATE' })
  })

  it('leaves what another one is at, and what has gone on since it was asked for', async () => {
    const { all, filter } = await several(2)
    const [first] = filter.applications
    const one = await start(ops, 'failed', { applications: [first!] })
    // Batches begin in the order of their ids, which follow the clock.
    later(1)
    const both = await start(ops, 'failed', filter)
    await store.pool.query('update application set revision = 2 where id = $1', [all[1]!.id])
    await begin()
    expect((await reruns.read(one.id, ops)).statistics.byState).toMatchObject({ running: 1 })
    const { statistics } = await reruns.read(both.id, ops)
    expect(statistics.byState).toMatchObject({ running: 0, skipped: 2 })
    expect(statistics.skipped.map(({ why }) => why)).toEqual(['under_way', 'in_other_batch'])
  })
})

describe('between asking and beginning', () => {
  it('what has had an answer since is left alone: nobody has approved that it is taken back', async () => {
    const { all, filter } = await several(1)
    const [{ id }] = all as [(typeof all)[number]]
    // By itself it needs nobody: the applicant has heard nothing yet.
    const paused = await start(ops, 'whole', filter)
    expect(paused).toMatchObject({ state: 'running', approval: [] })
    await reruns.pause({ id: paused.id, actor: ops })
    await start(ops, 'failed', filter)
    await begin()
    later(1)
    await work(await asideOf(id), all[0]!)
    expect(await room.applicationOf(id)).toMatchObject({ status: 'approved', run: 2 })
    await reruns.resume({ id: paused.id, actor: ops })
    later(1)
    await begin()
    const { statistics } = await reruns.read(paused.id, ops)
    expect(statistics.byState).toMatchObject({ running: 0, skipped: 1 })
    expect(statistics.skipped).toMatchObject([{ why: 'moved_on' }])
  })
})

describe('the lists', () => {
  it('of batches and of items go on page by page', async () => {
    const { filter } = await several(2)
    later(1)
    const { id } = await start(ops, 'failed', filter)
    later(1)
    const next = await start(ops, 'shadow', { applications: [(await decided()).id] })
    const page = await reruns.list({ limit: 1 }, ops)
    expect(page).toMatchObject({ batches: [{ id: next.id, mode: 'shadow' }], next: next.id })
    expect(await reruns.list({ limit: 1, after: next.id }, ops)).toMatchObject({ batches: [{ id }] })
    const items = await reruns.items(id, { limit: 1 })
    expect(items).toMatchObject({ items: [{ number: 1 }], next: '1' })
    expect(await reruns.items(id, { limit: 1, after: '1' })).toMatchObject({ items: [{ number: 2 }], next: null })
    expect(await reruns.items(id, { limit: 9, state: 'done' })).toEqual({ items: [], next: null })
    await expect(reruns.read('rrb_nobody', ops)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(reruns.items('rrb_nobody', { limit: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(reruns.pause({ id: 'rrb_nobody', actor: ops })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
