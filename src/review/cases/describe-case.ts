import { sql } from 'kysely'
import { type CaseKind, type CaseState, isHeld, isHeldBy } from '../../domain/case.ts'
import type { CaseSkill } from '../../domain/skill-names.ts'
import type { LocalisedText, Severity } from '../../domain/decision.ts'
import type { Actor } from '../../domain/permissions.ts'
import type { Awaited as AwaitedOf } from '../../domain/promise.ts'
import type { ReasonCode } from '../../domain/reasons.ts'
import { notFound } from '../../platform/not-found.ts'
import type { ReviewDeps } from '../deps.ts'
import { type Colleague, colleague, inOrder, instant, type WorkApplication, workApplication } from '../describe-work.ts'

/** One case, as somebody sees it. */
export interface CaseRecord {
  id: string
  kind: CaseKind
  application: WorkApplication
  state: CaseState
  waitingFor: AwaitedOf | null
  reasons: { code: ReasonCode; severity: Severity; text: LocalisedText }[]
  risk: number
  skills: CaseSkill[]
  assignee: Colleague | null
  mine: boolean
  leaseUntil: string | null
  reservedFor: Colleague | null
  reservedUntil: string | null
  createdAt: string
  dueAt: string | null
  overdue: boolean
  snoozedUntil: string | null
  escalated: boolean
  closedAt: string | null
  enteredByMe: boolean
  decidedByMe: boolean
}

/** @throws ZhunruError NOT_FOUND */
export async function describeCase(deps: ReviewDeps, actor: Actor, id: string): Promise<CaseRecord> {
  const [found] = await describeCases(deps, actor, [id], deps.clock.now())
  if (!found) throw notFound('case')
  return found
}

/** The cases of these ids, in their order. */
export async function describeCases(
  { db }: Pick<ReviewDeps, 'db'>,
  actor: Actor,
  ids: readonly string[],
  now: Date,
): Promise<CaseRecord[]> {
  if (ids.length === 0) return []
  const rows = await readCases(db, ids)
  return inOrder(
    ids,
    rows.map((row) => describe(row, actor, now)),
  )
}

const readCases = (db: ReviewDeps['db'], ids: readonly string[]) =>
  db
    .selectFrom('review_case')
    .innerJoin('application', 'application.id', 'review_case.application_id')
    .leftJoin('decision', (join) =>
      join
        .onRef('decision.application_id', '=', 'review_case.application_id')
        .onRef('decision.revision', '=', 'review_case.revision')
        .onRef('decision.run', '=', 'review_case.run'),
    )
    .leftJoin('account as holder', 'holder.id', 'review_case.assignee')
    .leftJoin('account as preferred', 'preferred.id', 'review_case.reserved_for')
    .selectAll('review_case')
    .select([
      'application.reference',
      'application.merchant_type',
      'application.status',
      'decision.reasons',
      'holder.display_name as holder_name',
      'preferred.display_name as preferred_name',
    ])
    .where('review_case.id', '=', sql<string>`any(${[...ids]}::text[])`)
    .execute()

function describe(row: Awaited<ReturnType<typeof readCases>>[number], actor: Actor, now: Date): CaseRecord {
  const holding = { state: row.state, leaseUntil: row.lease_until, assignee: row.assignee }
  const held = isHeld(holding, now)
  // A lease that has run out frees a case, whether or not that was noticed.
  const state = row.state === 'claimed' && !held ? 'open' : row.state
  const kept = row.reserved_until === null || row.reserved_until > now ? row.reserved_for : null
  return {
    id: row.id,
    kind: row.kind,
    application: workApplication(row),
    state,
    waitingFor: state === 'waiting' ? (row.status === 'callback_pending' ? 'callback' : 'applicant') : null,
    reasons: (row.reasons ?? [])
      .filter(({ severity }) => severity !== 'info')
      .map(({ code, severity, internal }) => ({ code, severity, text: internal })),
    risk: row.risk,
    skills: row.skills,
    assignee: held ? colleague(row.assignee, row.holder_name) : null,
    mine: isHeldBy(holding, actor.id, now),
    leaseUntil: held ? instant(row.lease_until) : null,
    reservedFor: colleague(kept, row.preferred_name),
    reservedUntil: kept === null ? null : instant(row.reserved_until),
    createdAt: row.opened_at.toISOString(),
    dueAt: instant(row.due_at),
    overdue: row.due_at !== null && row.due_at <= now && state !== 'closed',
    snoozedUntil: state === 'open' && row.snoozed_until && row.snoozed_until > now ? instant(row.snoozed_until) : null,
    escalated: row.escalated_at !== null,
    closedAt: instant(row.closed_at),
    enteredByMe: row.entered_by === actor.id,
    decidedByMe: row.decided_by.includes(actor.id),
  }
}
