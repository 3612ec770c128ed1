import type { Status } from '../../domain/status.ts'
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

/**
 * The applications that somebody has open for a second look, each with the revision that they are to look at: of these they
 * are told nothing that people decided, nor that another revision came of it.
 */
export async function blindApplications(db: Reader, accountId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('second_look')
    .select((eb) => ['application_id', eb.fn.min('revision').as('revision')])
    .where('taken_by', '=', accountId)
    .where('state', '=', 'taken')
    .groupBy('application_id')
    .execute()
  return new Map(rows.map(({ application_id, revision }) => [application_id, revision]))
}

/** How another page, as a search or the story of a neighbour, names one of them: as it stood when it was first decided. */
export const namedTo =
  (blind: ReadonlyMap<string, number>) =>
  <T extends { id: string; status: Status; revision: number }>(application: T): T => {
    const revision = blind.get(application.id)
    return revision === undefined ? application : { ...application, revision, status: 'in_review' }
  }

/** @throws ZhunruError SECOND_LOOK_OPEN */
export async function mustNotBeBlind(db: Reader, accountId: string, applicationId: string): Promise<void> {
  if (await blindTo(db, accountId, applicationId)) throw new ZhunruError('SECOND_LOOK_OPEN')
}
