import { sql } from 'kysely'
import type { FailureStep } from '../../domain/failure.ts'
import type { FailureClass, FailureCode } from '../../domain/failure-kinds.ts'
import type { ReviewDeps } from '../deps.ts'
import { type FailureFilter, isCurrent, matching } from './failure-rows.ts'

export interface FailureRecord {
  id: string
  step: FailureStep
  slot: string | null
  class: FailureClass
  code: FailureCode
  fingerprint: string
  error: string
  state: 'failed' | 'retrying'
  attempts: number
  firstSeen: string
  lastSeen: string
  applicationId: string
  reference: string
  revision: number
  run: number
  current: boolean
}

type Row = Omit<FailureRecord, 'firstSeen' | 'lastSeen'> & { firstSeen: Date; lastSeen: Date; place: string }

/**
 * Failures, the one last seen first. `after` is the `next` of the page before: microseconds and id of its last one, so that
 * what fails meanwhile shifts no page.
 */
export async function listFailures(
  { db }: Pick<ReviewDeps, 'db'>,
  { after, limit, ...filter }: FailureFilter & { after?: string | undefined; limit: number },
): Promise<{ failures: FailureRecord[]; next: string | null }> {
  const [micros = '', ...id] = (after ?? '').split('.')
  const from = sql`timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond'`
  const behind =
    after === undefined ? sql`true` : sql`f.last_seen <= ${from} and (f.last_seen < ${from} or f.id < ${id.join('.')})`
  const chosen = sql`${matching(filter)} and ${behind}`
  // The page's last moment first, by the time alone: what is read in full and put in order are then the rows of one page.
  const needed =
    filter.current === undefined ? sql`failure f` : sql`failure f join application a on a.id = f.application_id`
  const { rows } = await sql<Row>`
    with moment as materialized (
      select f.last_seen from ${needed} where ${chosen} order by f.last_seen desc limit ${limit + 1}
    )
    select f.id, f.step, f.slot, f.class, f.code, f.fingerprint, f.error, f.state, f.attempts,
      f.first_seen as "firstSeen", f.last_seen as "lastSeen", f.application_id as "applicationId", a.reference,
      f.revision, f.run, ${isCurrent} as current, (extract(epoch from f.last_seen) * 1000000)::bigint::text as place
    from failure f join application a on a.id = f.application_id
    where ${chosen} and f.last_seen >= (select min(last_seen) from moment)
    order by f.last_seen desc, f.id desc limit ${limit + 1}`.execute(db)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    failures: page.map(({ place: _, firstSeen, lastSeen, ...row }) => ({
      ...row,
      firstSeen: firstSeen.toISOString(),
      lastSeen: lastSeen.toISOString(),
    })),
    next: last && rows.length > limit ? `${last.place}.${last.id}` : null,
  }
}
