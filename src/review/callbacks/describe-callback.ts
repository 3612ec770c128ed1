import { sql } from 'kysely'
import type { MaterialKind } from '../../domain/application.ts'
import { type CallbackResult, type CallOutcome, isHeld, isHeldBy } from '../../domain/callback.ts'
import type { LocalisedText, Reason, Severity } from '../../domain/decision.ts'
import type { Actor } from '../../domain/permissions.ts'
import type { ReasonCode } from '../../domain/reasons.ts'
import { type Colleague, colleague, inOrder, instant, type WorkApplication, workApplication } from '../describe-work.ts'
import type { WorkDeps } from '../open-work.ts'
import { holdingOf } from './lock-callback.ts'

/** A callback as a list shows it. */
export interface CallbackRecord {
  id: string
  application: WorkApplication
  state: 'open' | 'waiting' | 'claimed' | 'closed'
  result: CallbackResult | null
  reasons: {
    code: ReasonCode
    severity: Severity
    material: MaterialKind | null
    field: string | null
    text: LocalisedText
  }[]
  askedBy: 'policy' | 'reviewer'
  assignee: Colleague | null
  mine: boolean
  leaseUntil: string | null
  createdAt: string
  dueAt: string
  overdue: boolean
  nextAttemptAt: string | null
  appointed: boolean
  attempts: number
  attemptsLeft: number
  lastOutcome: CallOutcome | null
}

/** In the order of their ids; those that are not there are left out. */
export async function describeCallbacks(
  { db, clock, policy }: WorkDeps,
  actor: Actor,
  ids: readonly string[],
): Promise<CallbackRecord[]> {
  if (ids.length === 0) return []
  const now = clock.now()
  const most = (await policy()).callbacks.attempts
  const rows = await readRows(db, ids)
  return inOrder(
    ids,
    rows.map((row) => describe(row, actor, most, now)),
  )
}

const readRows = (db: WorkDeps['db'], ids: readonly string[]) =>
  db
    .selectFrom('callback')
    .innerJoin('application', 'application.id', 'callback.application_id')
    .leftJoin('decision', (join) =>
      join
        .onRef('decision.application_id', '=', 'callback.application_id')
        .onRef('decision.revision', '=', 'callback.revision')
        .onRef('decision.run', '=', 'callback.run'),
    )
    .leftJoin('account', 'account.id', 'callback.assignee')
    // Not the script, which a list needs not.
    .select([
      'callback.id',
      'callback.application_id',
      'callback.revision',
      'callback.state',
      'callback.result',
      'callback.asked_by',
      'callback.assignee',
      'callback.lease_until',
      'callback.created_at',
      'callback.due_at',
      'callback.next_attempt_at',
      'callback.appointed',
      'callback.attempts',
      'callback.last_outcome',
      'application.reference',
      'application.merchant_type',
      'decision.reasons',
      'account.display_name',
    ])
    .where('callback.id', '=', sql<string>`any(${[...ids]}::text[])`)
    .execute()

type Row = Awaited<ReturnType<typeof readRows>>[number]

function describe(row: Row, actor: Actor, most: number, now: Date): CallbackRecord {
  const holding = holdingOf(row)
  const held = isHeld(holding, now)
  const state = stateOf(row, held, now)
  return {
    id: row.id,
    application: workApplication(row),
    state,
    result: row.result,
    reasons: reasonsOf(row.reasons ?? []),
    askedBy: row.asked_by,
    assignee: held ? colleague(row.assignee, row.display_name) : null,
    mine: isHeldBy(holding, actor.id, now),
    leaseUntil: held ? instant(row.lease_until) : null,
    createdAt: row.created_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    overdue: row.state !== 'closed' && row.due_at <= now,
    nextAttemptAt: instant(row.next_attempt_at),
    appointed: row.state !== 'closed' && row.appointed,
    attempts: row.attempts,
    // An appointment is kept, though that be one call more.
    attemptsLeft: row.state === 'closed' ? 0 : Math.max(most - row.attempts, 1),
    lastOutcome: row.last_outcome,
  }
}

/** A callback whose lease has run out is open, whether or not that was noticed. */
function stateOf({ state, next_attempt_at }: Row, held: boolean, now: Date): CallbackRecord['state'] {
  if (state === 'closed' || held) return state
  return next_attempt_at !== null && next_attempt_at > now ? 'waiting' : 'open'
}

/** What is to be cleared up, as our own people read it. */
const reasonsOf = (reasons: readonly Reason[]): CallbackRecord['reasons'] =>
  reasons
    .filter(({ severity }) => severity === 'callback')
    .map(({ code, severity, material, field, internal }) => ({ code, severity, material, field, text: internal }))
