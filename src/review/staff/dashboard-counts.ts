import { type RawBuilder, sql } from 'kysely'
import type { Outcome } from '../../domain/decision.ts'
import type { Trx } from '../deps.ts'

/** What a dashboard counts. Each question is answered from an index that holds all it asks (migration 0017). */

/** Days in Shanghai, and the instants between which they lie. */
export interface Span {
  from: Date
  until: Date
  days: readonly string[]
  /** When each of them begins. */
  starts: readonly Date[]
}

/** Which of the days it is, counted from 1: to find it among instants takes a third of reckoning it out. */
const placeOf = (at: RawBuilder<unknown>, { starts }: Span) =>
  sql<number>`width_bucket(${at}, ${[...starts]}::timestamptz[])`
const dayAt = ({ days }: Span, place: number): string => days[place - 1] ?? ''
const within = (at: RawBuilder<unknown>, { from, until }: Span) => sql`(${at} >= ${from} and ${at} < ${until})`
/** The median and the ninth decile of some seconds; null of none. */
const spreadOf = (seconds: RawBuilder<unknown>) =>
  sql<[number, number] | null>`percentile_cont(array[0.5, 0.9]) within group (order by ${seconds})`
const secondsFrom = (from: RawBuilder<unknown>, until: RawBuilder<unknown>) =>
  sql`greatest(0, extract(epoch from ${until} - ${from})::float8)`

export async function countSubmitted(trx: Trx, span: Span): Promise<{ day: string; count: number }[]> {
  const { rows } = await sql<{ place: number; count: number }>`
    select ${placeOf(sql`created_at`, span)} as place, count(*)::int as count from application
    where ${within(sql`created_at`, span)} group by 1`.execute(trx)
  return rows.map(({ place, count }) => ({ day: dayAt(span, place), count }))
}

export async function countResubmitted(trx: Trx, span: Span): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from application_revision
    where ${within(sql`created_at`, span)} and revision > 1`.execute(trx)
  return rows[0]?.count ?? 0
}

export interface Decided {
  day: string
  outcome: Outcome
  /** Of the reasons that are more than information. */
  codes: string[]
  count: number
}

/** What the policy first decided on each revision, and for which reasons. */
export async function countDecided(trx: Trx, span: Span): Promise<Decided[]> {
  const { rows } = await sql<Omit<Decided, 'day'> & { place: number }>`
    select ${placeOf(sql`created_at`, span)} as place, outcome, codes, count(*)::int as count from decision
    where run = 1 and ${within(sql`created_at`, span)} group by 1, 2, 3`.execute(trx)
  return rows.map(({ place, ...row }) => ({ day: dayAt(span, place), ...row }))
}

export interface Spread {
  p50: number | null
  p90: number | null
}

const spread = (values: readonly number[] | null | undefined): Spread => ({
  p50: values?.[0] ?? null,
  p90: values?.[1] ?? null,
})

/** From a revision's submission to the first decision of the policy: each day, and all of them. */
export async function timeScreening(
  trx: Trx,
  span: Span,
): Promise<{ all: Spread; days: (Spread & { day: string })[] }> {
  const { rows } = await sql<{ place: number | null; seconds: number[] | null }>`
    select place, ${spreadOf(sql`seconds`)} as seconds
    from (select ${placeOf(sql`d.created_at`, span)} as place,
        ${secondsFrom(sql`r.created_at`, sql`d.created_at`)} as seconds
      from decision d
      join application_revision r on r.application_id = d.application_id and r.revision = d.revision
      where d.run = 1 and ${within(sql`d.created_at`, span)}) timed
    group by grouping sets ((place), ())`.execute(trx)
  return {
    all: spread(rows.find(({ place }) => place === null)?.seconds),
    days: rows.flatMap(({ place, seconds }) =>
      place === null ? [] : [{ day: dayAt(span, place), ...spread(seconds) }],
    ),
  }
}

export interface Ended {
  day: string
  status: 'approved' | 'rejected' | 'withdrawn' | 'expired'
  count: number
  /** Of them those that nobody of ours had to do with. */
  straight: number
}

/** How applications ended in this time. Only a refusal can be followed by another end, after an appeal: then it was none. */
const ends = (span: Span) => sql`
  transition ended where to_status in ('approved', 'rejected', 'withdrawn', 'expired') and ${within(sql`at`, span)}
    and (to_status <> 'rejected' or not exists (
      select from transition later where later.application_id = ended.application_id and later.id > ended.id
        and later.to_status in ('approved', 'rejected', 'withdrawn') and later.at < ${span.until}))`

export async function countEnded(trx: Trx, span: Span): Promise<Ended[]> {
  const { rows } = await sql<Omit<Ended, 'day'> & { place: number }>`
    select ${placeOf(sql`at`, span)} as place, to_status as status, count(*)::int as count,
      (count(*) filter (where unaided))::int as straight
    from (select at, to_status, not exists (select from review_case c where c.application_id = ended.application_id)
        and not exists (select from callback c where c.application_id = ended.application_id) as unaided
      from ${ends(span)}) each group by 1, 2`.execute(trx)
  return rows.map(({ place, ...row }) => ({ day: dayAt(span, place), ...row }))
}

/** From the first submission until it was approved or rejected. */
export async function timeAnswers(trx: Trx, span: Span): Promise<Spread> {
  const { rows } = await sql<{ seconds: number[] | null }>`
    select ${spreadOf(sql`seconds`)} as seconds
    from (select ${secondsFrom(sql`a.created_at`, sql`answered.at`)} as seconds
      from (select application_id, at from ${ends(span)} and to_status in ('approved', 'rejected')) answered
      join application a on a.id = answered.application_id) timed`.execute(trx)
  return spread(rows[0]?.seconds)
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
