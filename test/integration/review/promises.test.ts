import { describe, expect, it } from 'vitest'
import type { Status } from '../../../src/domain/status.ts'
import { moveApplication } from '../../../src/review/move-application.ts'
import { readPromise } from '../../../src/review/read-promise.ts'
import { reviseApplication } from '../../../src/review/revise-application.ts'
import { calendarAlarm, firmUpPromises, watchPromises } from '../../../src/review/watch-promises.ts'
import { keyedHash } from '../../../src/platform/keyed-hash.ts'
import { policy } from '../../unit/domain/sample.ts'
import { blurred, reviewRoom } from './room.ts'

const { clock, deps, screened, submit, uploadAll, upload, decide, screeningOf, store } = await reviewRoom()

const at = (china: string) => new Date(`${china}+08:00`)
const china = (instant: string | Date) =>
  new Date(new Date(instant).getTime() + 8 * 3_600_000).toISOString().slice(0, 16)

/** What the API would say of its promise, at the clock's time. */
const promiseOf = async (id: string) => (await readPromise(deps.db, id, clock.at))!
const promisedAt = async (id: string) => china((await promiseOf(id)).at)

const eventsOf = async (id: string) => {
  const { rows } = await store.pool.query<{ type: string; data: Record<string, unknown> }>(
    `select type, data from event where application_id = $1 and type like 'promise.%' order by id`,
    [id],
  )
  return rows
}

const move = (id: string, ...path: readonly [Status, ...Status[]]) =>
  store.db.transaction().execute(async (trx) => {
    for (const [i, to] of path.slice(1).entries()) {
      expect(await moveApplication(trx, screeningOf({ id }), path[i]!, { to, actor: 'test' }, clock.at)).toBe(true)
    }
  })

/** An application that was submitted at a time of China. */
const submittedAt = async (time: string) => {
  clock.at = at(time)
  return submit(await uploadAll())
}

describe('the promise of an application', () => {
  it('is given with its receipt, and stays what it was when the same request comes again', async () => {
    clock.at = at('2026-11-23T10:00')
    const materials = await uploadAll()
    const first = await submit(materials, { key: 'promise-1', form: { reference: 'P-1' } })
    expect(first.promised).toEqual({
      at: at('2026-11-26T17:00').toISOString(),
      text: { zh: '最晚 11月26日（周四）17:00 前', en: 'by 17:00 China time on Thursday 26 November' },
      paused: null,
      provisional: false,
      breachedAt: null,
      pauses: [],
    })
    clock.at = at('2026-11-24T09:00')
    const again = await submit(materials, { key: 'promise-1', form: { reference: 'P-1' } })
    expect(again).toEqual({ ...first, replayed: true })
  })

  it('keeps the terms that it was given on', async () => {
    const { id } = await submittedAt('2026-11-23T10:00')
    const { rows } = await store.pool.query('select terms from promise where application_id = $1', [id])
    expect(rows).toEqual([{ terms: policy.promise }])
  })

  it('stands still while the applicant is awaited, and goes on with the revision', async () => {
    clock.at = at('2026-11-23T10:00')
    const { id, ref, materials } = await screened(blurred)
    clock.at = at('2026-11-24T10:00')
    await decide(ref, [])
    expect(await promiseOf(id)).toMatchObject({ paused: 'applicant', pauses: [{ until: null, why: 'applicant' }] })
    expect(await promisedAt(id)).toBe('2026-11-26T17:00')

    // Friday noon: three working days and two hours later.
    clock.at = at('2026-11-27T12:00')
    const paused = await promiseOf(id)
    expect(china(paused.at)).toBe('2026-12-01T19:00')
    expect(paused.text.zh).toBe('等待您补充资料，计时暂停；如现在提交，最晚 12月1日（周二）19:00 前')

    const photo = await upload('scene_interior')
    const revised = await reviseApplication(
      { ...deps, policy: async () => policy, keyedHash: keyedHash('7'.repeat(64)) },
      { applicationId: id, form: null, materials: [photo], remove: [], idempotencyKey: 'revise-1' },
    )
    expect(materials.length).toBeGreaterThan(0)
    expect(revised.promised).toEqual({
      at: at('2026-12-01T19:00').toISOString(),
      text: { zh: '最晚 12月1日（周二）19:00 前', en: 'by 19:00 China time on Tuesday 1 December' },
      paused: null,
      provisional: false,
      breachedAt: null,
      pauses: [
        {
          from: at('2026-11-24T10:00').toISOString(),
          until: at('2026-11-27T12:00').toISOString(),
          why: 'applicant',
        },
      ],
    })
    expect(await eventsOf(id)).toEqual([
      { type: 'promise.moved', data: { promise: 1, promisedAt: at('2026-12-01T19:00').toISOString() } },
    ])
    expect(await promiseOf(id)).toEqual(revised.promised)
  })

  it('stands still until a call has been made, and adds up what it stood still', async () => {
    const { id } = await submittedAt('2026-11-23T10:00')
    clock.at = at('2026-11-24T10:00')
    await move(id, 'submitted', 'screening', 'deciding', 'callback_pending')
    expect(await promiseOf(id)).toMatchObject({ paused: 'callback' })
    clock.at = at('2026-11-24T13:00')
    await move(id, 'callback_pending', 'deciding', 'returned')
    clock.at = at('2026-11-24T15:00')
    expect(await promiseOf(id)).toMatchObject({
      paused: 'applicant',
      pauses: [{ why: 'callback' }, { why: 'applicant' }],
    })
    expect(await promisedAt(id)).toBe('2026-11-26T22:00')
  })

  it('ends with the answer, and an appeal is promised anew on the same terms', async () => {
    const { id } = await submittedAt('2026-11-23T10:00')
    await move(id, 'submitted', 'screening', 'deciding', 'rejected')
    clock.at = at('2026-12-15T10:00')
    await watchPromises(deps)
    expect(await promisedAt(id)).toBe('2026-11-26T17:00')
    await move(id, 'rejected', 'appealed', 'review_pending')
    expect(await promisedAt(id)).toBe('2026-12-18T17:00')
    expect(await eventsOf(id)).toEqual([])
    const { rows } = await store.pool.query(
      `select number, state, ended_at from promise where application_id = $1 order by number`,
      [id],
    )
    expect(rows).toEqual([
      { number: 1, state: 'ended', ended_at: at('2026-11-23T10:00') },
      { number: 2, state: 'running', ended_at: null },
    ])
  })

  it('of an application that expires while it is awaited ends, with its pause', async () => {
    const { id } = await submittedAt('2026-11-23T10:00')
    await move(id, 'submitted', 'screening', 'deciding', 'returned')
    clock.at = at('2026-12-24T10:00')
    await move(id, 'returned', 'expired')
    expect(await promiseOf(id)).toMatchObject({
      paused: null,
      breachedAt: null,
      pauses: [{ until: clock.at.toISOString() }],
    })
    clock.at = at('2027-03-01T10:00')
    await watchPromises(deps)
    expect(await promiseOf(id)).toMatchObject({ breachedAt: null })
    // Nobody waits for an answer any more, so no new time is told.
    expect(await eventsOf(id)).toEqual([])
  })

  it('of a machine whose clock runs behind never gives pauses that overlap', async () => {
    const { id } = await submittedAt('2026-11-23T10:00')
    clock.at = at('2026-11-24T10:00:05')
    await move(id, 'submitted', 'screening', 'deciding', 'callback_pending')
    clock.at = at('2026-11-24T10:00:03')
    await move(id, 'callback_pending', 'deciding', 'returned')
    clock.at = at('2026-11-24T10:00:04')
    await move(id, 'returned', 'submitted')
    const [first, second] = (await promiseOf(id)).pauses
    expect(first).toEqual({ from: first!.from, until: first!.from, why: 'callback' })
    expect(second).toEqual({ from: first!.until, until: first!.until, why: 'applicant' })
  })

  it('of an application from before promises were kept is none, and its steps go on', async () => {
    const { id } = await submittedAt('2026-11-23T10:00')
    await store.pool.query('delete from promise where application_id = $1', [id])
    await move(id, 'submitted', 'screening', 'deciding', 'returned', 'submitted')
    expect(await readPromise(deps.db, id, clock.at)).toBeNull()
  })

  it('that rests on a year without known holidays is provisional, and says so in an event', async () => {
    const { id, promised } = await submittedAt('2026-12-30T10:00')
    expect(promised).toMatchObject({ provisional: true, at: at('2027-01-04T17:00').toISOString() })
    expect(await eventsOf(id)).toEqual([
      { type: 'promise.provisional', data: { promise: 1, promisedAt: at('2027-01-04T17:00').toISOString() } },
    ])
    const alarm = calendarAlarm(deps)
    expect([await alarm(), await alarm()]).toEqual([1, 0])
    // Another process tells of it as well.
    expect(await calendarAlarm(deps)()).toBe(1)
    // The year is still not known.
    expect(await firmUpPromises(deps)).toBe(0)
  })

  it('is reckoned anew once the holidays of its year are known', async () => {
    // As it was given by a release that did not know 2026: Spring Festival counted as working days.
    const { id } = await submittedAt('2026-02-13T10:00')
    await store.pool.query(
      `update promise set provisional = true, promised_at = '2026-02-18T17:00+08:00', remind_at = '2026-02-18T09:00+08:00',
         reminded_at = '2026-02-18T09:00+08:00'
       where application_id = $1`,
      [id],
    )
    expect(await firmUpPromises(deps)).toBe(1)
    expect(await promiseOf(id)).toMatchObject({ provisional: false, at: at('2026-02-25T17:00').toISOString() })
    expect(await eventsOf(id)).toEqual([
      { type: 'promise.moved', data: { promise: 1, promisedAt: at('2026-02-25T17:00').toISOString() } },
    ])
    expect(await firmUpPromises(deps)).toBe(0)
    clock.at = at('2026-02-25T10:00')
    await watchPromises(deps)
    expect((await eventsOf(id)).map(({ type }) => type)).toEqual(['promise.moved', 'promise.reminder'])
    await move(id, 'submitted', 'withdrawn')
  })
})

describe('reminders and missed promises', () => {
  const typesOf = async (id: string) => (await eventsOf(id)).map(({ type }) => type)

  it('are told once each, at their time and not before', async () => {
    const { id } = await submittedAt('2026-03-02T10:00')
    const steps = [
      ['2026-03-05T09:00:00', []],
      ['2026-03-05T09:00:01', ['promise.reminder']],
      ['2026-03-05T16:00:00', ['promise.reminder']],
      ['2026-03-05T17:00:00', ['promise.reminder']],
      ['2026-03-05T17:00:01', ['promise.reminder', 'promise.breached']],
      ['2026-03-09T17:00:00', ['promise.reminder', 'promise.breached']],
    ] as const
    for (const [time, types] of steps) {
      clock.at = at(time)
      await watchPromises(deps)
      expect(await typesOf(id)).toEqual(types)
    }
    expect((await promiseOf(id)).breachedAt).toBe(at('2026-03-05T17:00:01').toISOString())
    expect((await eventsOf(id)).map(({ data }) => data)).toEqual(
      Array.from({ length: 2 }, () => ({ promise: 1, promisedAt: at('2026-03-05T17:00').toISOString() })),
    )
  })

  it('are found after seven days in which nothing ran, each breach once, in pages, by three at once', async () => {
    const { id: paused } = await submittedAt('2026-03-10T10:00')
    await move(paused, 'submitted', 'screening', 'deciding', 'returned')
    const { id: answered } = await submittedAt('2026-03-10T10:00')
    await move(answered, 'submitted', 'screening', 'deciding', 'approved')
    // Five pages of 200.
    const { id } = await submittedAt('2026-03-10T10:00')
    await store.pool.query(
      `insert into application (id, reference, merchant_type, status, revision, run)
         select 'app_many' || n, 'many-' || n, merchant_type, status, revision, run from application, generate_series(1, 850) n
         where id = $1`,
      [id],
    )
    await store.pool.query(
      `insert into promise (application_id, number, given_at, terms, promised_at, remind_at, provisional)
         select 'app_many' || n, number, given_at, terms, promised_at + n * interval '1 minute', remind_at, provisional
         from promise, generate_series(1, 850) n where application_id = $1`,
      [id],
    )
    // Due on the 13th from 17:00 on; the service comes back a week later.
    clock.at = at('2026-03-20T17:00:30')
    const counts = await Promise.all([1, 2, 3].map(() => watchPromises(deps)))
    expect(counts.reduce((a, b) => a + b)).toBe(851)
    const { rows } = await store.pool.query<{ type: string; n: number; of: number }>(
      `select type, count(*)::int as n, count(distinct application_id)::int as of from event
       where type in ('promise.breached', 'promise.reminder') and at = $1 group by type`,
      [clock.at],
    )
    expect(rows).toEqual([{ type: 'promise.breached', n: 851, of: 851 }])
    expect(await typesOf(paused)).toEqual([])
    expect(await typesOf(answered)).toEqual([])
    expect(await watchPromises(deps)).toBe(0)
  })

  it('are told again of a promise that a pause has moved, but a missed one is missed once', async () => {
    const { id } = await submittedAt('2026-03-23T10:00')
    clock.at = at('2026-03-26T09:30')
    await watchPromises(deps)
    clock.at = at('2026-03-26T10:00')
    await move(id, 'submitted', 'screening', 'deciding', 'returned')
    clock.at = at('2026-03-30T10:00')
    await watchPromises(deps)
    await move(id, 'returned', 'submitted')
    expect(await promisedAt(id)).toBe('2026-03-30T17:00')
    clock.at = at('2026-03-30T11:00')
    await watchPromises(deps)
    clock.at = at('2026-03-30T18:00')
    await watchPromises(deps)
    await move(id, 'submitted', 'screening', 'deciding', 'callback_pending')
    clock.at = at('2026-04-01T18:00')
    await move(id, 'callback_pending', 'deciding')
    clock.at = at('2026-04-20T18:00')
    await watchPromises(deps)
    expect(await typesOf(id)).toEqual([
      'promise.reminder',
      'promise.moved',
      'promise.reminder',
      'promise.breached',
      'promise.moved',
    ])
  })

  it('a promise missed before anyone looked is told when the next step is taken', async () => {
    const { id } = await submittedAt('2026-04-13T10:00')
    clock.at = at('2026-04-16T17:00:10')
    await move(id, 'submitted', 'screening', 'deciding', 'approved')
    expect(await typesOf(id)).toEqual(['promise.breached'])
    await watchPromises(deps)
    expect(await typesOf(id)).toEqual(['promise.breached'])
  })
})
