import { sql } from 'kysely'
import type { RerunLine } from '../../domain/rerun.ts'
import type { ReviewDeps } from '../deps.ts'

/** The lines of the ledger of some runs. @returns those of an application, by its id */
export async function readLines(
  { db }: Pick<ReviewDeps, 'db'>,
  runs: readonly { applicationId: string; revision: number; run: number | null }[],
): Promise<(applicationId: string) => RerunLine[]> {
  const { rows } = await sql<{
    application_id: string
    check: RerunLine['check']
    slot: RerunLine['slot']
    good: boolean
  }>`
    select application_id, check_run."check", check_run.slot, check_run.status = 'done' as good
    from unnest(${runs.map(({ applicationId }) => applicationId)}::text[], ${runs.map(({ revision }) => revision)}::int[],
      ${runs.map(({ run }) => run)}::int[]) as wanted (application_id, revision, run)
    join check_run using (application_id, revision, run)`.execute(db)
  const byApplication = new Map<string, RerunLine[]>()
  for (const { application_id, check, slot, good } of rows) {
    const known = byApplication.get(application_id)
    const line = { check, slot, settledWell: good }
    if (known) known.push(line)
    else byApplication.set(application_id, [line])
  }
  return (applicationId) => byApplication.get(applicationId) ?? []
}
