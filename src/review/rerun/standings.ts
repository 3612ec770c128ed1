import { type RawBuilder, sql } from 'kysely'
import type { CallbackState } from '../../domain/callback.ts'
import type { CaseState } from '../../domain/case.ts'
import type { Outcome } from '../../domain/decision.ts'
import type { Standing } from '../../domain/rerun.ts'
import type { Status } from '../../domain/status.ts'
import type { ReviewDeps } from '../deps.ts'

/** An application as a re-run finds it. */
export interface Found {
  id: string
  reference: string
  revision: number
  run: number
  standing: Standing
}

interface Row {
  id: string
  reference: string
  revision: number
  run: number
  status: Status
  outcome: Outcome | null
  by_person: boolean
  case_state: CaseState | null
  escalated: boolean
  snoozed: boolean
  call_state: CallbackState | null
  call_attempts: number
  elsewhere: boolean
}

/**
 * How applications stand, in the order of their ids.
 * @param which a condition on `application`
 * @param except the batch that asks: what it has under way itself is not elsewhere
 * @param most as many as are read
 */
export async function readStandings(
  { db }: Pick<ReviewDeps, 'db'>,
  which: RawBuilder<unknown>,
  { except = '', most = null }: { except?: string; most?: number | null } = {},
): Promise<Found[]> {
  const { rows } = await sql<Row>`
    select application.id, application.reference, application.revision, application.run, application.status, decision.outcome,
      exists (select from decision person where person.application_id = application.id
        and person.revision = application.revision and person.decided_by is not null) as by_person,
      review_case.state as case_state, review_case.escalated_at is not null as escalated,
      review_case.snoozed_until is not null as snoozed,
      callback.state as call_state, coalesce(callback.attempts, 0) as call_attempts,
      exists (select from rerun_item aside where aside.application_id = application.id
        and aside.state = 'running' and aside.kind = 'screening' and aside.batch_id <> ${except}) as elsewhere
    from application
    left join decision on decision.application_id = application.id and decision.revision = application.revision
      and decision.run = application.run
    left join review_case on review_case.application_id = application.id and review_case.state <> 'closed'
    left join callback on callback.application_id = application.id and callback.state <> 'closed'
    where ${which}
    order by application.id limit ${most}::bigint`.execute(db)
  return rows.map(({ id, reference, revision, run, ...row }) => ({
    id,
    reference,
    revision,
    run,
    standing: standingOf(row),
  }))
}

const standingOf = (row: Omit<Row, 'id' | 'reference' | 'revision' | 'run'>): Standing => ({
  status: row.status,
  outcome: row.outcome,
  byPerson: row.by_person,
  review: row.case_state && { state: row.case_state, escalated: row.escalated, snoozed: row.snoozed },
  call: row.call_state && { state: row.call_state, attempts: row.call_attempts },
  elsewhere: row.elsewhere,
})
