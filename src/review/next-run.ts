import { sql } from 'kysely'
import type { ScreeningRef, Trx } from './deps.ts'

/**
 * Begins another run of the same revision, for a decision that follows from what people found: the earlier decision stays as
 * it is. What was seen counts on; only a check that had not ended would be lost, so nothing may be under way.
 * The caller holds the application. @returns the run to decide.
 */
export async function nextRun(trx: Trx, ref: ScreeningRef): Promise<ScreeningRef> {
  const next = { ...ref, run: await freeRun(trx, ref) }
  const moved = await trx
    .updateTable('application')
    .set({ run: next.run })
    .where('id', '=', ref.applicationId)
    .where('revision', '=', ref.revision)
    .where('run', '=', ref.run)
    .executeTakeFirst()
  if (moved.numUpdatedRows === 0n) throw new Error('an application that is held has another run')
  await sql`
    insert into check_run (application_id, revision, run, "check", slot, status, evidence_id, error, attempts, started_at,
      finished_at, failed_at, failure_class, failure_code, fingerprint)
    select application_id, revision, ${next.run}, "check", slot, status, evidence_id, error, attempts, started_at,
      finished_at, failed_at, failure_class, failure_code, fingerprint
    from check_run where application_id = ${ref.applicationId} and revision = ${ref.revision} and run = ${ref.run}
  `.execute(trx)
  return next
}

/** A run that nothing has a line of. One done again aside has lines, and perhaps jobs, of its own. */
async function freeRun(trx: Trx, { applicationId, revision, run }: ScreeningRef): Promise<number> {
  const { last } = await trx
    .selectFrom('check_run')
    .select((eb) => eb.fn.max('run').as('last'))
    .where('application_id', '=', applicationId)
    .where('revision', '=', revision)
    .executeTakeFirstOrThrow()
  return Math.max(run, last ?? 0) + 1
}
