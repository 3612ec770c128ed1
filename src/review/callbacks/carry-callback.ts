import type { ScreeningRef, Trx } from '../deps.ts'
import { keepCallback } from './conclude-callback.ts'

/**
 * Takes what was said on the phone along to the next revision: what is unchanged is not asked again. Whether the applicant was
 * reached, and who had asked, is over with the revision.
 */
export async function carryCallback(trx: Trx, from: ScreeningRef, to: ScreeningRef, now: Date): Promise<void> {
  const said = await trx
    .selectFrom('check_run')
    .innerJoin('evidence', 'evidence.id', 'check_run.evidence_id')
    .select('evidence.result')
    .where('application_id', '=', from.applicationId)
    .where('revision', '=', from.revision)
    .where('run', '=', from.run)
    .where('check_run.check', '=', 'callback')
    .executeTakeFirst()
  if (said?.result.check !== 'callback' || said.result.answers.length === 0) return
  const carried = { ...said.result, result: 'answered' as const, askedBy: 'policy' as const }
  await keepCallback(trx, to, carried, { carried: to }, now)
}
