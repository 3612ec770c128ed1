import { type RawBuilder, sql } from 'kysely'
import type { FailureStep } from '../../domain/failure.ts'
import type { FailureClass, FailureCode } from '../../domain/failure-kinds.ts'

/** All that is given must hold. */
export interface FailureFilter {
  step?: FailureStep | undefined
  class?: FailureClass | undefined
  code?: FailureCode | undefined
  fingerprint?: string | undefined
  applicationId?: string | undefined
  since?: Date | undefined
  until?: Date | undefined
  current?: boolean | undefined
}

/** Of the view `failure`, called `f`, whose parts are each reached by an index on the time. */
export function matching(filter: FailureFilter): RawBuilder<unknown> {
  const conditions = [
    ...(filter.step === undefined ? [] : [sql`f.step = ${filter.step}`]),
    ...(filter.class === undefined ? [] : [sql`f.class = ${filter.class}`]),
    ...(filter.code === undefined ? [] : [sql`f.code = ${filter.code}`]),
    ...(filter.fingerprint === undefined ? [] : [sql`f.fingerprint = ${filter.fingerprint}`]),
    ...(filter.applicationId === undefined ? [] : [sql`f.application_id = ${filter.applicationId}`]),
    ...(filter.since === undefined ? [] : [sql`f.last_seen >= ${filter.since}`]),
    ...(filter.until === undefined ? [] : [sql`f.last_seen < ${filter.until}`]),
    ...(filter.current === undefined ? [] : [filter.current ? isCurrent : sql`not ${isCurrent}`]),
  ]
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}

/**
 * Whether a failure `f` still matters to its application `a`: nothing later has gone past it, and of a job that only had to
 * be done at some time, it is still to be done.
 */
export const isCurrent = sql<boolean>`(
  a.revision = f.revision and a.run = f.run and a.status not in ('withdrawn', 'expired')
  and case f.step
    when 'decision' then a.status in ('submitted', 'screening', 'deciding')
    when 'callback' then a.status = 'callback_pending' and not exists (
      select from callback where application_id = f.application_id and run = f.run)
    when 'manual-review' then a.status = 'review_pending' and not exists (
      select from review_case where application_id = f.application_id and run = f.run)
    else true end)`
