import { setTimeout as wait } from 'node:timers/promises'
import { type RawBuilder, sql, type Transaction } from 'kysely'
import { storableJson } from '../platform/storable.ts'
import { isOutage } from './errors.ts'
import type { Store } from './open-store.ts'
import type { Database } from './schema.ts'

export interface NewEvent {
  applicationId: string
  revision: number
  /** Such as `application.submitted` or `check.done`. */
  type: string
  /** Ids, codes and counts; nothing personal. */
  data: Record<string, unknown>
  at?: Date
}

export interface StoredEvent {
  /** A whole number in decimal. Larger is later only roughly: see followEvents. */
  id: string
  applicationId: string
  revision: number
  type: string
  data: Record<string, unknown>
  at: Date
}

export interface FollowOptions {
  /** Only events of these applications. */
  applicationIds?: readonly string[]
  /** Only events of these types. */
  types?: readonly string[]
  /** Starts behind this event, `'0'` from the first one; without it, with what is committed after the first `next()`. */
  afterId?: string
  /** Milliseconds from one look to the next, at least; 0 when not given. For many followers in one process. */
  leastInterval?: number
  /** Called once, when what is committed from now on cannot be missed any more. */
  onReady?: () => void
  /** Ends the iteration, without an error. */
  signal: AbortSignal
}

const pageSize = 500
/** Milliseconds between looks without a notification: the longest delay of an event whose notification was lost. */
const pollInterval = 2_000
/** Milliseconds to wait while the database is away. */
const outageDelay = 500

/** Writes events in the caller's transaction, and wakes the followers when it commits. */
export async function appendEvents(trx: Transaction<Database>, events: readonly NewEvent[]): Promise<void> {
  if (events.length > 0) await eventRows(events).execute(trx)
}

/** The statement that does so, to go with others; one text for however many events. */
export const eventRows = (events: readonly NewEvent[]): RawBuilder<unknown> => sql`
  insert into event (application_id, revision, type, data, at)
  select application_id, revision, type, data::jsonb, coalesce(at, now())
  from unnest(${events.map(({ applicationId }) => applicationId)}::text[],
    ${events.map(({ revision }) => revision)}::integer[], ${events.map(({ type }) => type)}::text[],
    ${events.map(({ data }) => storableJson(data))}::text[], ${events.map(({ at }) => at ?? null)}::timestamptz[])
    with ordinality each (application_id, revision, type, data, at, n)
  order by n
  returning pg_notify(current_schema() || ':event', '')`

/**
 * Every event, as it is committed, and none is lost: numbers are given out before the commit, so an event may become
 * visible after a later-numbered one, and a reader that remembers the highest number would never see it. This one
 * remembers the snapshot of its last look and asks for what is visible now and was not then. Within one look events come
 * in the order of their numbers; events of one application that were written one after the other keep their order.
 *
 * While it runs each event comes once. After a resumption with `afterId` those that were being committed around that
 * event may come a second time. It waits through an outage of the database.
 */
export async function* followEvents(store: Store, options: FollowOptions): AsyncGenerator<StoredEvent, void, void> {
  const { afterId, signal } = options
  if (afterId !== undefined && !/^\d{1,18}$/.test(afterId))
    throw new RangeError(`"${afterId}" is not the id of an event`)
  if (signal.aborted) return
  const bell = ringable(signal)
  const stopListening = store.wakeups.listen(`${store.schema}:event`, bell.ring)
  try {
    // What was visible at the last look; undefined until the events behind `afterId` have been read.
    let seen = afterId === undefined ? await patiently(() => currentSnapshot(store), signal) : undefined
    const behind = afterId === undefined ? undefined : await patiently(() => behindEvent(store, afterId), signal)
    if (!signal.aborted) options.onReady?.()
    for (let looked = -Infinity; !signal.aborted;) {
      await rest(looked + (options.leastInterval ?? 0) - performance.now(), signal)
      looked = performance.now()
      const now = await patiently(() => currentSnapshot(store), signal)
      if (now === undefined) return
      if (now === seen) {
        await bell.rung(pollInterval)
        continue
      }
      const fresh = seen === undefined ? restored(now, behind ?? sql<boolean>`true`) : between(seen, now)
      for (let last = '-1'; ;) {
        const page = await patiently(() => readPage(store, options, last, fresh), signal)
        for (const event of page ?? []) {
          if (signal.aborted) return
          yield event
        }
        if (!page || page.length < pageSize) break
        last = page.at(-1)?.id ?? last
      }
      seen = now
    }
  } finally {
    stopListening()
    bell.close()
  }
}

/** Committed after the snapshot `seen`, not after `now`. The comparison lets the index on `transaction` find them. */
const between = (seen: string, now: string): RawBuilder<boolean> => sql<boolean>`
  transaction >= pg_snapshot_xmin(${seen}::pg_snapshot) and not pg_visible_in_snapshot(transaction, ${seen}::pg_snapshot)
  and pg_visible_in_snapshot(transaction, ${now}::pg_snapshot)`

/**
 * The first look, at everything up to `now`. A database restored from a dump has rows with transaction numbers that its
 * new server has not reached; a row that the server itself wrote cannot have one.
 */
const restored = (now: string, behind: RawBuilder<boolean>): RawBuilder<boolean> => sql<boolean>`
  (pg_visible_in_snapshot(transaction, ${now}::pg_snapshot) or transaction >= pg_snapshot_xmax(pg_current_snapshot())) and (${behind})`

/**
 * With a higher number, or a lower one of a transaction that may not have ended when that event was written: whoever saw
 * the event had seen everything that ended before.
 */
async function behindEvent(store: Store, afterId: string): Promise<RawBuilder<boolean>> {
  const nearest = await store.db
    .selectFrom('event')
    .select('horizon')
    .where('id', '>=', afterId)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  if (!nearest) return sql<boolean>`id > ${afterId}::bigint`
  return sql<boolean>`id > ${afterId}::bigint or (id < ${afterId}::bigint and transaction >= ${nearest.horizon}::xid8)`
}

async function currentSnapshot(store: Store): Promise<string> {
  const { rows } = await sql<{ snapshot: string }>`select pg_current_snapshot()::text as snapshot`.execute(store.db)
  return rows[0]?.snapshot ?? ''
}

async function readPage(
  store: Store,
  { applicationIds, types }: FollowOptions,
  last: string,
  fresh: RawBuilder<boolean>,
): Promise<StoredEvent[]> {
  let query = store.db.selectFrom('event').selectAll().where('id', '>', last).where(fresh).orderBy('id').limit(pageSize)
  if (applicationIds) query = query.where('application_id', '=', sql<string>`any(${applicationIds}::text[])`)
  if (types) query = query.where('type', '=', sql<string>`any(${types}::text[])`)
  const rows = await query.execute()
  return rows.map((row) => ({
    id: row.id,
    applicationId: row.application_id,
    revision: row.revision,
    type: row.type,
    data: row.data,
    at: row.at,
  }))
}

/** Tries again while the database is away, until the signal; undefined then. Errors of the query itself are thrown. */
async function patiently<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  while (!signal.aborted) {
    try {
      return await ask()
    } catch (error) {
      if (!isOutage(error)) throw error
      await rest(outageDelay, signal)
    }
  }
  return undefined
}

/** Ends early, without an error, at the signal. */
async function rest(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await wait(ms, undefined, { signal, ref: false }).catch(() => {})
}

/** A bell that stays rung until someone has waited for it, so that a ring while we were reading is not missed. */
function ringable(signal: AbortSignal) {
  let rung = false
  let wake = () => {}
  const ring = () => {
    rung = true
    wake()
  }
  signal.addEventListener('abort', ring)
  return {
    ring,
    async rung(atMost: number): Promise<void> {
      if (!rung) {
        let timer: NodeJS.Timeout | undefined
        await new Promise<void>((resolve) => {
          wake = resolve
          timer = setTimeout(resolve, atMost)
        })
        clearTimeout(timer)
      }
      rung = false
    },
    close: () => signal.removeEventListener('abort', ring),
  }
}
