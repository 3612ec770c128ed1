import type { Kysely, Transaction } from 'kysely'
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
 */
export type CurrentPolicy = (db?: Kysely<Database>) => Promise<Policy>

export type Trx = Transaction<Database>

export interface RevisionRef {
  applicationId: string
  revision: number
}

/** One screening: the unit that checks, evidence and decision belong to. */
export interface ScreeningRef extends RevisionRef {
  run: number
}
