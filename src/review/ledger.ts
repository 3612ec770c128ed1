import { type Expression, type ExpressionBuilder, sql, type SqlBool } from 'kysely'
import type { Status } from '../domain/status.ts'
import type { Database } from '../store/schema.ts'
import type { CheckRef } from './record-evidence.ts'

type Line = ExpressionBuilder<Database, 'check_run'>

/** The line of the ledger that belongs to one check of one run. */
export const ledgerLine =
  (ref: CheckRef) =>
  (eb: Line): Expression<SqlBool> =>
    eb.and([
      eb('application_id', '=', ref.applicationId),
      eb('revision', '=', ref.revision),
      eb('run', '=', ref.run),
      eb('check', '=', ref.check),
      eb('slot', '=', ref.slot),
    ])

/** Whoever works on these has nobody left to work for. */
const ended: readonly Status[] = ['withdrawn', 'expired']

/**
 * Of a line of `check_run`: only while its run is the application's current one, or one that is done again aside, and the
 * application has not ended. A late worker of a superseded run does nothing, nor does one of an application that was withdrawn.
 */
export const ofCurrentRun = sql<SqlBool>`exists (
  select from application holder
  where holder.id = check_run.application_id and holder.revision = check_run.revision
    and holder.status <> all (${ended}::text[])
    and (holder.run = check_run.run or exists (
      select from rerun_item aside
      where aside.application_id = check_run.application_id and aside.revision = check_run.revision
        and aside.run = check_run.run and aside.state = 'running')))`
