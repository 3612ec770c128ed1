import { type RawBuilder, sql } from 'kysely'
import { type Awaited, type Pause, promiseFor, type PromiseTerms } from '../domain/promise.ts'
import type { Status } from '../domain/status.ts'
import { appendEvents, type NewEvent } from '../store/events.ts'
import type { PromiseRow } from '../store/schema.ts'
import type { RevisionRef, Trx } from './deps.ts'

/** What a state does to the clock of the promise: it runs while the application is with us, and ends with the answer. */
const clockIn: Record<Status, 'runs' | 'ended' | Awaited> = {
  draft: 'ended',
  submitted: 'runs',
  screening: 'runs',
  deciding: 'runs',
  approved: 'ended',
  returned: 'applicant',
  callback_pending: 'callback',
  review_pending: 'runs',
  in_review: 'runs',
  second_approval: 'runs',
  rejected: 'ended',
  appealed: 'runs',
  withdrawn: 'ended',
  expired: 'ended',
  terminal_shipped: 'ended',
}

/** Promises an answer, counted from now. In the transaction that takes the appeal in. */
async function givePromise(trx: Trx, ref: RevisionRef, terms: PromiseTerms, now: Date, number = 1): Promise<void> {
  await promiseRow(ref, terms, now, number).execute(trx)
  await appendEvents(trx, promiseEvents(ref, terms, now, number))
}

/** The statement that does so, to go with others in the transaction that takes the application in; its events are apart. */
export function promiseRow(
  { applicationId }: RevisionRef,
  terms: PromiseTerms,
  now: Date,
  number = 1,
): RawBuilder<unknown> {
  const { at, remindAt, provisional } = promiseFor(now, terms)
  return sql`
    insert into promise (application_id, number, given_at, terms, promised_at, remind_at, provisional)
    values (${applicationId}, ${number}, ${now}, ${JSON.stringify(terms)}, ${at}, ${remindAt}, ${provisional})`
}

/** What is told of a promise that is given. */
export function promiseEvents(ref: RevisionRef, terms: PromiseTerms, now: Date, number = 1): NewEvent[] {
  const { at, provisional } = promiseFor(now, terms)
  return provisional ? [promiseEvent(ref, 'promise.provisional', { number, promised_at: at }, now)] : []
}

/**
 * Lets the clock follow a step of the application, in the step's transaction, which holds the application's row: so pauses
 * of one application never overlap.
 */
export async function followMove(trx: Trx, ref: RevisionRef, from: Status, to: Status, now: Date): Promise<void> {
  // It runs on.
  if (clockIn[from] === 'runs' && clockIn[to] === 'runs') return
  const latest = await trx
    .selectFrom('promise')
    .selectAll()
    .where('application_id', '=', ref.applicationId)
    .orderBy('number', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  // Applications from before promises were kept have none.
  if (!latest) return
  const clock = clockIn[to]
  if (latest.state === 'ended') {
    if (clock === 'runs') await givePromise(trx, ref, latest.terms, now, latest.number + 1)
    return
  }
  if (clock === 'runs' && latest.state === 'running') return
  if (latest.state === 'running') await recordBreach(trx, ref, latest, now)
  else await endPause(trx, ref, latest, now, clock !== 'ended')
  if (clock === 'ended') await set(trx, latest, { state: 'ended', ended_at: now })
  else if (clock === 'runs') await set(trx, latest, { state: 'running' })
  else {
    await set(trx, latest, { state: 'paused' })
    await beginPause(trx, ref, latest, clock, now)
  }
}

/** A promise that is missed before anyone has looked is missed all the same. */
async function recordBreach(trx: Trx, ref: RevisionRef, promise: PromiseRow, now: Date): Promise<void> {
  if (promise.breached_at !== null || now <= promise.promised_at) return
  await set(trx, promise, { breached_at: now })
  await tellOfPromise(trx, ref, 'promise.breached', promise, now)
}

async function beginPause(
  trx: Trx,
  { revision }: RevisionRef,
  { application_id, number }: PromiseRow,
  why: Awaited,
  now: Date,
): Promise<void> {
  // Machines whose clocks differ a little must not make it begin before the last one ended.
  const last = await trx
    .selectFrom('pause')
    .select(({ fn }) => fn.max('ended_at').as('at'))
    .where('application_id', '=', application_id)
    .where('number', '=', number)
    .executeTakeFirstOrThrow()
  const begun_at = last.at && last.at > now ? last.at : now
  await trx.insertInto('pause').values({ application_id, number, revision, why, begun_at }).execute()
}

/**
 * Ends the pause, and moves the promise by all that was paused.
 * @param goesOn false where the promise ends with its pause: then nobody waits for its new time
 */
async function endPause(trx: Trx, ref: RevisionRef, promise: PromiseRow, now: Date, goesOn: boolean): Promise<void> {
  await trx
    .updateTable('pause')
    .set((eb) => ({ ended_at: eb.fn<Date>('greatest', ['begun_at', eb.val(now)]) }))
    .where('application_id', '=', promise.application_id)
    .where('ended_at', 'is', null)
    .execute()
  const moved = promiseFor(promise.given_at, promise.terms, await pausesOf(trx, promise, now))
  const promised_at = moved.at
  await set(trx, promise, {
    promised_at,
    remind_at: moved.remindAt,
    provisional: moved.provisional,
    // Another time is kept in view anew.
    ...(promised_at > promise.promised_at && { reminded_at: null }),
  })
  if (!goesOn) return
  if (promised_at > promise.promised_at)
    await tellOfPromise(trx, ref, 'promise.moved', { ...promise, promised_at }, now)
  if (moved.provisional && !promise.provisional) {
    await tellOfPromise(trx, ref, 'promise.provisional', { ...promise, promised_at }, now)
  }
}

/** The pauses of a promise; one under way up to now. */
export async function pausesOf(
  db: Pick<Trx, 'selectFrom'>,
  { application_id, number }: Pick<PromiseRow, 'application_id' | 'number'>,
  now: Date,
): Promise<(Pause & { why: Awaited; ended: boolean })[]> {
  const rows = await db
    .selectFrom('pause')
    .select(['begun_at', 'ended_at', 'why'])
    .where('application_id', '=', application_id)
    .where('number', '=', number)
    .orderBy('id')
    .execute()
  return rows.map(({ begun_at, ended_at, why }) => ({
    from: begun_at,
    until: ended_at ?? now,
    why,
    ended: ended_at !== null,
  }))
}

const set = (
  trx: Trx,
  { application_id, number }: PromiseRow,
  change: Partial<Omit<PromiseRow, 'application_id' | 'number' | 'terms'>>,
) =>
  trx
    .updateTable('promise')
    .set(change)
    .where('application_id', '=', application_id)
    .where('number', '=', number)
    .execute()

type Promised = Pick<PromiseRow, 'number' | 'promised_at'>

const promiseEvent = (
  { applicationId, revision }: RevisionRef,
  type: string,
  { number, promised_at }: Promised,
  at: Date,
): NewEvent => ({
  applicationId,
  revision,
  type,
  data: { promise: number, promisedAt: promised_at.toISOString() },
  at,
})

export const tellOfPromise = (trx: Trx, ref: RevisionRef, type: string, promise: Promised, at: Date) =>
  appendEvents(trx, [promiseEvent(ref, type, promise, at)])
