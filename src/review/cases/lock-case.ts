import { barTo, type Holding, isHeldBy } from '../../domain/case.ts'
import type { Actor } from '../../domain/permissions.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { notFound } from '../../platform/not-found.ts'
import type { CaseRow } from '../../store/schema-people.ts'
import type { ScreeningRef, Trx } from '../deps.ts'
import { type LockedWork, lockWithApplication } from '../lock-application.ts'
import { refuseBarred } from './refuse-barred.ts'

export interface LockedCase extends LockedWork<CaseRow> {
  /** The run that the application is at. */
  ref: ScreeningRef
}

/** @throws ZhunruError NOT_FOUND */
export async function loadCase(db: Pick<Trx, 'selectFrom'>, id: string, { lock = false } = {}): Promise<CaseRow> {
  const row = await db
    .selectFrom('review_case')
    .selectAll()
    .where('id', '=', id)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst()
  if (!row) throw notFound('case')
  return row
}

/** @throws ZhunruError NOT_FOUND */
export async function lockCase(trx: Trx, id: string): Promise<LockedCase> {
  const { application, row } = await lockWithApplication(trx, (how) => loadCase(trx, id, how))
  const { revision, run } = application
  return { application, row, ref: { applicationId: application.id, revision, run } }
}

/**
 * The case of somebody who has it: claimed by them, with a lease that has not run out. What one may do to one's `own`.
 * @throws ZhunruError NOT_FOUND, CASE_NOT_HELD, CASE_NOT_FOR_YOU
 */
export async function lockOwnCase(
  trx: Trx,
  { caseId, actor, now }: { caseId: string; actor: Actor; now: Date },
): Promise<LockedCase> {
  const locked = await lockCase(trx, caseId)
  const holding = holdingOf(locked.row)
  if (!isHeldBy(holding, actor.id, now)) throw new ZhunruError('CASE_NOT_HELD')
  refuseBarred(barTo(holding, actor))
  return locked
}

export const holdingOf = (row: CaseRow): Holding => ({
  state: row.state,
  assignee: row.assignee,
  leaseUntil: row.lease_until,
  escalated: row.escalated_at !== null,
  enteredBy: row.entered_by,
  decidedBy: row.decided_by,
})
