import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { Status } from '../domain/status.ts'
import type { Database } from '../store/schema.ts'
import type { ScreeningRef } from './deps.ts'
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
 * Only while this run is the application's current one, and the application has not ended: a late worker of a superseded run
 * does nothing, nor does one of an application that was withdrawn.
 */
export const isCurrent =
  (ref: ScreeningRef) =>
  (eb: Line): Expression<SqlBool> =>
    eb.exists(
      eb
        .selectFrom('application')
        .select('application.id')
        .where('application.id', '=', ref.applicationId)
        .where('application.revision', '=', ref.revision)
        .where('application.run', '=', ref.run)
        .where('application.status', 'not in', ended),
    )
