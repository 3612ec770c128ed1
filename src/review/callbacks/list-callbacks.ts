import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import type { MerchantType } from '../../domain/application.ts'
import type { Actor } from '../../domain/permissions.ts'
import { ZhunruError } from '../../platform/errors.ts'
import type { WorkDeps } from '../open-work.ts'
import { type CallbackRecord, describeCallbacks } from './describe-callback.ts'

export interface CallbackFilter {
  /** All that are not closed when absent. */
  state?: CallbackRecord['state'] | undefined
  mine?: boolean | undefined
  overdue?: boolean | undefined
  reason?: string | undefined
  merchantType?: MerchantType | undefined
  /** Or its beginning. */
  reference?: string | undefined
  sort: 'due' | 'next' | 'created'
  after?: string | undefined
  limit: number
}

export interface CallbackList {
  callbacks: CallbackRecord[]
  next: string | null
  counts: Record<Count, number>
}

const countNames = ['all', 'mine', 'free', 'waiting', 'overdue'] as const
type Count = (typeof countNames)[number]

/** What the list is sorted by; what was closed by when, the last one first. */
const keys = {
  due: sql`c.due_at`,
  next: sql`c.next_attempt_at`,
  created: sql`c.created_at`,
  closed: sql`c.closed_at`,
}

/**
 * Callers' work, by filters that all are to fit, and how much there is of it. What is overdue comes first by itself when sorted by
 * when it is due.
 * @throws ZhunruError INVALID_FIELD
 */
export async function listCallbacks(deps: WorkDeps, actor: Actor, filter: CallbackFilter): Promise<CallbackList> {
  const now = deps.clock.now()
  const are = conditions(actor, now)
  const closed = filter.state === 'closed'
  const key = keys[closed ? 'closed' : filter.sort]
  const after = filter.after === undefined ? null : placeOf(filter.after)
  const wanted = [
    // Said even where the state is: so the indexes of those that are not closed are used.
    closed ? are.inState.closed : are.inState.all,
    are.inState[filter.state ?? 'all'],
    // What somebody is to decide a second time they do not find here, where it would tell how it was decided.
    sql<SqlBool>`c.application_id <> all (array(
      select l.application_id from second_look l where l.taken_by = ${actor.id} and l.state = 'taken'))`,
    ...(filter.mine === undefined ? [] : [filter.mine ? are.mine : sql<SqlBool>`not ${are.mine}`]),
    ...(filter.overdue === undefined ? [] : [filter.overdue ? are.overdue : sql<SqlBool>`not ${are.overdue}`]),
    ...(filter.reason === undefined ? [] : [sql<SqlBool>`c.codes @> array[${filter.reason}]::text[]`]),
    ...(filter.merchantType === undefined ? [] : [sql<SqlBool>`a.merchant_type = ${filter.merchantType}`]),
    ...(filter.reference === undefined ? [] : [sql<SqlBool>`starts_with(a.reference, ${filter.reference})`]),
    ...(after === null
      ? []
      : [sql<SqlBool>`(${key}, c.id) ${sql.raw(closed ? '<' : '>')} (${after.at}::timestamptz, ${after.id})`]),
  ]
  const direction = sql.raw(closed ? 'desc' : 'asc')
  const { rows } = await sql<{ id: string; at: string }>`
    select c.id, ${key}::text as at from callback c ${joined(filter)}
    where ${sql.join(wanted, sql` and `)}
    order by ${key} ${direction}, c.id ${direction} limit ${filter.limit + 1}`.execute(deps.db)
  const page = rows.slice(0, filter.limit)
  const last = rows.length > filter.limit ? page.at(-1) : undefined
  return {
    callbacks: await describeCallbacks(
      deps,
      actor,
      page.map(({ id }) => id),
    ),
    next: last ? toCursor(last) : null,
    counts: await count(deps, are),
  }
}

/** Asked for where it is filtered by: to sort, the database would join every application there is. */
const joined = ({ merchantType, reference }: CallbackFilter): RawBuilder<unknown> =>
  merchantType === undefined && reference === undefined ? sql`` : sql`join application a on a.id = c.application_id`

function conditions(actor: Actor, now: Date) {
  const held = sql<SqlBool>`(c.state = 'claimed' and c.lease_until > ${now})`
  const idle = sql<SqlBool>`(c.state = 'open' or (c.state = 'claimed' and c.lease_until <= ${now}))`
  const all = sql<SqlBool>`c.state <> 'closed'`
  const waiting = sql<SqlBool>`(${idle} and c.next_attempt_at > ${now})`
  const open = sql<SqlBool>`(${idle} and c.next_attempt_at <= ${now})`
  return {
    mine: sql<SqlBool>`(${held} and c.assignee = ${actor.id})`,
    overdue: sql<SqlBool>`(c.state <> 'closed' and c.due_at <= ${now})`,
    inState: { all, open, waiting, claimed: held, closed: sql<SqlBool>`c.state = 'closed'` } as const,
  }
}

async function count(
  { db }: WorkDeps,
  { mine, overdue, inState }: ReturnType<typeof conditions>,
): Promise<CallbackList['counts']> {
  const which: Record<Count, RawBuilder<SqlBool>> = {
    all: inState.all,
    mine,
    free: inState.open,
    waiting: inState.waiting,
    overdue,
  }
  const { rows } = await sql<Record<Count, number>>`
    select ${sql.join(countNames.map((name) => sql`(count(*) filter (where ${which[name]}))::int as ${sql.ref(name)}`))}
    from callback c where c.state <> 'closed'`.execute(db)
  return rows[0] ?? { all: 0, mine: 0, free: 0, waiting: 0, overdue: 0 }
}

/** Where a page ends: a time as the database writes it, to the microsecond, and an id. */
const place = z.tuple([
  z.string().regex(/^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d(?::\d\d)?$/),
  z.string().regex(/^cal_[0-9a-z]{1,40}$/),
])

const toCursor = ({ at, id }: { at: string; id: string }): string =>
  Buffer.from(JSON.stringify([at, id])).toString('base64url')

/** @throws ZhunruError INVALID_FIELD */
function placeOf(cursor: string): { at: string; id: string } {
  const parsed = place.safeParse(parse(cursor))
  if (parsed.success) return { at: parsed.data[0], id: parsed.data[1] }
  const message = { zh: '请填写上一页给出的 next', en: 'Send `next` of the page before.' }
  throw new ZhunruError('INVALID_FIELD', { count: 1 }, [{ field: 'after', code: 'FIELD_WRONG', message }])
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return null
  }
}
