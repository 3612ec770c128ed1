import type { ScreeningRef, Trx } from './deps.ts'

/** What was decided in one run; undefined until it is. */
export const decisionOfRun = (trx: Pick<Trx, 'selectFrom'>, { applicationId, revision, run }: ScreeningRef) =>
  trx
    .selectFrom('decision')
    .select(['reasons', 'risk', 'decided_by'])
    .where('application_id', '=', applicationId)
    .where('revision', '=', revision)
    .where('run', '=', run)
    .executeTakeFirst()
