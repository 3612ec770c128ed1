import { ZhunruError } from '../../platform/errors.ts'
import type { ScreeningRef, Trx } from '../deps.ts'

type Reader = Pick<Trx, 'selectFrom'>

/**
 * The application as somebody who has it open for a second look may see it: as of the run, and of the moment, at which the
 * first person decided; null for everybody else.
 */
export async function blindTo(
  db: Reader,
  accountId: string,
  applicationId: string,
): Promise<(ScreeningRef & { before: Date }) | null> {
  const look = await db
    .selectFrom('second_look')
    .innerJoin('case_decision', 'case_decision.id', 'second_look.case_decision_id')
    .select(['second_look.revision', 'second_look.run', 'case_decision.decided_at'])
    .where('second_look.taken_by', '=', accountId)
    .where('second_look.application_id', '=', applicationId)
    .where('second_look.state', '=', 'taken')
    // Two of one application: what is hidden for either is hidden.
    .orderBy('case_decision.decided_at')
    .limit(1)
    .executeTakeFirst()
  return look ? { applicationId, revision: look.revision, run: look.run, before: look.decided_at } : null
}

/** The applications that somebody has open for a second look: of these they are told nothing that people decided. */
export async function blindApplications(db: Reader, accountId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('second_look')
    .select('application_id')
    .where('taken_by', '=', accountId)
    .where('state', '=', 'taken')
    .execute()
  return new Set(rows.map(({ application_id }) => application_id))
}

/** @throws ZhunruError SECOND_LOOK_OPEN */
export async function mustNotBeBlind(db: Reader, accountId: string, applicationId: string): Promise<void> {
  if (await blindTo(db, accountId, applicationId)) throw new ZhunruError('SECOND_LOOK_OPEN')
}
