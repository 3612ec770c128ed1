import { type CaseState, caseMayFollow, reservedUntil } from '../../domain/case.ts'
import type { Awaited } from '../../domain/promise.ts'
import type { CaseRow } from '../../store/schema-people.ts'
import type { RevisionRef, Trx } from '../deps.ts'
import { appendStep, changeCase } from './change-case.ts'
import { notOpen } from './refuse-barred.ts'

/** Nobody has it any more. */
export const nobodys = { assignee: null, claimed_at: null, lease_until: null } as const
const nothingDue = { due_at: null, overdue_at: null, reserved_until: null, snoozed_until: null } as const

interface By {
  /** `system`, or a person's id. */
  actor: string
  now: Date
}

/** @throws ZhunruError CASE_NOT_OPEN */
export function mustLead(from: CaseState, to: CaseState): void {
  if (!caseMayFollow(from, to)) throw notOpen(from)
}

/**
 * Closes a case whose application has its outcome. Whoever moves the application does so in the same transaction.
 * @param why a code, such as the outcome
 */
export async function closeCase(trx: Trx, row: CaseRow, { actor, why, now }: By & { why: string }): Promise<CaseRow> {
  mustLead(row.state, 'closed')
  const closed = await changeCase(trx, row, {
    state: 'closed',
    closed_at: now,
    ...nobodys,
    reserved_for: null,
    reserved_until: null,
    snoozed_until: null,
  })
  await appendStep(trx, closed, { actor, what: 'closed', data: { why }, at: now })
  return closed
}

/** Closes what is open for an application that has ended, or was decided, without our reviewers. */
export async function closeCaseOf(trx: Trx, { applicationId }: RevisionRef, why: string, now: Date): Promise<void> {
  const row = await trx
    .selectFrom('review_case')
    .selectAll()
    .where('application_id', '=', applicationId)
    .where('state', '!=', 'closed')
    .forUpdate()
    .executeTakeFirst()
  if (row) await closeCase(trx, row, { actor: 'system', why, now })
}

/**
 * Puts a case aside until the applicant has answered or the call was made. If it then needs a person again it comes back,
 * kept for whoever it belonged to; otherwise it is closed with the application's outcome.
 */
export async function parkCase(
  trx: Trx,
  row: CaseRow,
  { waitingFor, actor, now, belongsTo = row.assignee ?? actor }: By & { waitingFor: Awaited; belongsTo?: string },
): Promise<CaseRow> {
  mustLead(row.state, 'waiting')
  const parked = await changeCase(trx, row, {
    state: 'waiting',
    ...nobodys,
    ...nothingDue,
    reserved_for: belongsTo,
    // An appeal is still not for who refused before.
    decided_by: row.decided_by.filter((id) => id !== belongsTo),
  })
  await appendStep(trx, parked, { actor, what: 'waiting', data: { for: waitingFor }, at: now })
  return parked
}

/** Gives a decided case to another person for a second approval; its maker cannot have it meanwhile. */
export function toSecondApproval(trx: Trx, row: CaseRow, maker: string): Promise<CaseRow> {
  mustLead(row.state, 'second_approval')
  return changeCase(trx, row, {
    state: 'second_approval',
    ...nobodys,
    decided_by: [...new Set([...row.decided_by, maker])],
    reserved_for: null,
    reserved_until: null,
  })
}

/**
 * Gives a case back that was not confirmed: open, and kept for its maker for a while. The application is moved back to
 * `review_pending` by the caller.
 * @param decidedBy who may not have it nevertheless, as with an appeal
 */
export async function backToReview(
  trx: Trx,
  row: CaseRow,
  { maker, decidedBy = [], now }: { maker: string; decidedBy?: readonly string[]; now: Date },
): Promise<CaseRow> {
  mustLead(row.state, 'open')
  return changeCase(trx, row, {
    state: 'open',
    ...nobodys,
    decided_by: [...decidedBy],
    reserved_for: maker,
    reserved_until: reservedUntil(now, row.due_at ?? now),
  })
}
