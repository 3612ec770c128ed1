import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
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

/** Only while this run is the application's current one: a late worker of a superseded run does nothing. */
export const isCurrent =
  (ref: ScreeningRef) =>
  (eb: Line): Expression<SqlBool> =>
    eb.exists(
      eb
        .selectFrom('application')
        .select('application.id')
        .where('application.id', '=', ref.applicationId)
        .where('application.revision', '=', ref.revision)
        .where('application.run', '=', ref.run),
    )
