import { type RawBuilder, sql } from 'kysely'
import type { Outcome } from '../../domain/decision.ts'
import type { Trx } from '../deps.ts'

/** What a dashboard counts. Each question is answered from an index that holds all it asks (migration 0017). */

/** From this instant on, up to that one. */
export interface Span {
  from: Date
  until: Date
}

/** The day in Shanghai, which has no summer time. */
const dayOf = (at: RawBuilder<unknown>) => sql<string>`to_char(${at} at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`
const within = (at: RawBuilder<unknown>, { from, until }: Span) => sql`(${at} >= ${from} and ${at} < ${until})`
/** Seconds at a rank of the times of a group; null of an empty one. */
const rank = (of: number, seconds: RawBuilder<unknown>) =>
  sql<number | null>`percentile_cont(${of}::float8) within group (order by ${seconds})`
const secondsFrom = (from: RawBuilder<unknown>, until: RawBuilder<unknown>) =>
  sql`greatest(0, extract(epoch from ${until} - ${from})::float8)`

export async function countSubmitted(trx: Trx, span: Span): Promise<{ day: string; count: number }[]> {
  const { rows } = await sql<{ day: string; count: number }>`
    select ${dayOf(sql`created_at`)} as day, count(*)::int as count from application
    where ${within(sql`created_at`, span)} group by 1`.execute(trx)
  return rows
}

export async function countResubmitted(trx: Trx, span: Span): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from application_revision
    where ${within(sql`created_at`, span)} and revision > 1`.execute(trx)
  return rows[0]?.count ?? 0
}

/** What the policy first decided on each revision. */
export async function countDecided(trx: Trx, span: Span): Promise<{ day: string; outcome: Outcome; count: number }[]> {
  const { rows } = await sql<{ day: string; outcome: Outcome; count: number }>`
    select ${dayOf(sql`created_at`)} as day, outcome, count(*)::int as count from decision
    where run = 1 and ${within(sql`created_at`, span)} group by 1, 2`.execute(trx)
  return rows
}

export async function countReasons(trx: Trx, span: Span): Promise<{ code: string; day: string; count: number }[]> {
  const { rows } = await sql<{ code: string; day: string; count: number }>`
    select code, ${dayOf(sql`created_at`)} as day, count(*)::int as count from decision, unnest(codes) code
    where run = 1 and ${within(sql`created_at`, span)} group by 1, 2`.execute(trx)
  return rows
}

interface Times {
  /** Null of all days together. */
  day: string | null
  p50: number | null
  p90: number | null
}

/** From a revision's submission to the first decision of the policy. */
export async function timeScreening(trx: Trx, span: Span): Promise<Times[]> {
  const seconds = secondsFrom(sql`r.created_at`, sql`d.created_at`)
  const { rows } = await sql<Times>`
    select ${dayOf(sql`d.created_at`)} as day, ${rank(0.5, seconds)} as p50, ${rank(0.9, seconds)} as p90
    from decision d
    join application_revision r on r.application_id = d.application_id and r.revision = d.revision
    where d.run = 1 and ${within(sql`d.created_at`, span)}
    group by grouping sets ((1), ())`.execute(trx)
  return rows
}

export interface Ended {
  day: string
  status: 'approved' | 'rejected' | 'withdrawn' | 'expired'
  count: number
  /** Of them those that nobody of ours had to do with. */
  straight: number
}

/** How applications ended, each by its last end in this time: an appeal may have undone an earlier one. */
const ends = (span: Span) => sql`(
  select distinct on (application_id) application_id, to_status, at from transition
  where to_status in ('approved', 'rejected', 'withdrawn', 'expired') and ${within(sql`at`, span)}
  order by application_id, at desc) ended`

export async function countEnded(trx: Trx, span: Span): Promise<Ended[]> {
  const { rows } = await sql<Ended>`
    select ${dayOf(sql`ended.at`)} as day, ended.to_status as status, count(*)::int as count,
      (count(*) filter (where not exists (select from review_case c where c.application_id = ended.application_id)
        and not exists (select from callback c where c.application_id = ended.application_id)))::int as straight
    from ${ends(span)} group by 1, 2`.execute(trx)
  return rows
}

/** From the first submission until it was approved or rejected. */
export async function timeAnswers(trx: Trx, span: Span): Promise<Omit<Times, 'day'>> {
  const seconds = secondsFrom(sql`a.created_at`, sql`ended.at`)
  const { rows } = await sql<Omit<Times, 'day'>>`
    select ${rank(0.5, seconds)} as p50, ${rank(0.9, seconds)} as p90
    from ${ends(span)} join application a on a.id = ended.application_id
    where ended.to_status in ('approved', 'rejected')`.execute(trx)
  return rows[0] ?? { p50: null, p90: null }
}

/** Of those that were answered: whoever withdraws, or lets it expire, is owed no answer. */
export async function countPromises(
  trx: Trx,
  span: Span,
  now: Date,
): Promise<{ kept: number; missed: number; running: number; overdue: number }> {
  const { rows } = await sql<{ kept: number; missed: number; running: number; overdue: number }>`
    select ended.kept, ended.missed, open.running, open.overdue
    from (select (count(*) filter (where ended_at <= promised_at))::int as kept,
        (count(*) filter (where ended_at > promised_at))::int as missed
      from promise where ended_at is not null and ${within(sql`ended_at`, span)} and not exists (
        select from transition gone where gone.application_id = promise.application_id and gone.at = promise.ended_at
          and gone.to_status in ('withdrawn', 'expired') and ${within(sql`gone.at`, span)})) ended,
      (select count(*)::int as running,
        (count(*) filter (where state = 'running' and promised_at < ${now}))::int as overdue
      from promise where state <> 'ended') open`.execute(trx)
  return rows[0] ?? { kept: 0, missed: 0, running: 0, overdue: 0 }
}

export interface Load {
  id: string
  displayName: string | null
  decided: number
  confirmed: number
  open: number
}

/** Who decided and confirmed how much, and has how much now; the busiest first. */
export async function countLoad(trx: Trx, span: Span, now: Date): Promise<Load[]> {
  const { rows } = await sql<Load>`
    select person.id, account.display_name as "displayName", sum(decided)::int as decided,
      sum(confirmed)::int as confirmed, sum(open)::int as open
    from (
      select decided_by as id, count(*) as decided, 0 as confirmed, 0 as open from case_decision
        where ${within(sql`decided_at`, span)} group by 1
      union all
      select checked_by, 0, count(*), 0 from case_decision
        where checked_by is not null and ${within(sql`checked_at`, span)} group by 1
      union all
      select assignee, 0, 0, count(*) from review_case
        where state = 'claimed' and lease_until > ${now} group by 1) person
    left join account on account.id = person.id
    group by person.id, account.display_name
    order by sum(decided) + sum(confirmed) desc, person.id`.execute(trx)
  return rows
}

export async function countCalls(trx: Trx, span: Span): Promise<{ outcome: string; count: number }[]> {
  const { rows } = await sql<{ outcome: string; count: number }>`
    select outcome, count(*)::int as count from callback_attempt where ${within(sql`at`, span)}
    group by 1 order by 2 desc, 1`.execute(trx)
  return rows
}

/** What waits for our people now. What waits for somebody else is due at no time. */
export async function countWaiting(
  trx: Trx,
  work: 'review_case' | 'callback',
  now: Date,
): Promise<{ open: number; overdue: number }> {
  const { rows } = await sql<{ open: number; overdue: number }>`
    select (count(*) filter (where due_at is not null))::int as open,
      (count(*) filter (where due_at <= ${now}))::int as overdue
    from ${sql.table(work)} where state not in ('closed', 'waiting')`.execute(trx)
  return rows[0] ?? { open: 0, overdue: 0 }
}

export async function countCases(trx: Trx, span: Span): Promise<{ opened: number; closed: number }> {
  const { rows } = await sql<{ opened: number; closed: number }>`
    select (select count(*)::int from review_case where ${within(sql`created_at`, span)}) as opened,
      (select count(*)::int from review_case where state = 'closed' and ${within(sql`closed_at`, span)}) as closed`.execute(
    trx,
  )
  return rows[0] ?? { opened: 0, closed: 0 }
}
