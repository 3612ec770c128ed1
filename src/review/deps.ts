import type { Kysely, Transaction } from 'kysely'
import type { Outcome } from '../domain/decision.ts'
import type { Policy } from '../domain/policy.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../store/schema.ts'

/** What every use case needs. Those that need more take it as a further named argument. */
export interface ReviewDeps {
  db: Kysely<Database>
  clock: Clock
}

/**
 * The policy in force: another one from the moment it is published. Within a transaction that decides by it, give that
 * transaction: then it is never one that was superseded before the transaction began. Otherwise it may be a moment old, and
 * asks nothing of the database.
 * @param version of a stored policy to try in its place, in force or not; throws where there is none
 */
export type CurrentPolicy = (db?: Kysely<Database>, version?: string) => Promise<Policy>

export type Trx = Transaction<Database>

/** What is measured of a decision. */
export interface Decided {
  outcome: Outcome
  /** The policy on the evidence, the policy after a call, a person, or the policy once more. */
  by: 'policy' | 'call' | 'person' | 'rerun'
  /** Milliseconds since the revision was handed in; null unless it is its first decision. */
  after: number | null
}

export interface RevisionRef {
  applicationId: string
  revision: number
}

/** One screening: the unit that checks, evidence and decision belong to. */
export interface ScreeningRef extends RevisionRef {
  run: number
}
