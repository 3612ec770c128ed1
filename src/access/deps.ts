import type { Kysely, Selectable, Transaction } from 'kysely'
import type { Clock } from '../platform/clock.ts'
import type { KeyedHash } from '../platform/keyed-hash.ts'
import type { SecretBox } from '../platform/secret-box.ts'
import type { PeopleTables } from '../store/schema-people.ts'
import type { Database } from '../store/schema.ts'

export type Trx = Transaction<Database>
export type AccountRow = Selectable<PeopleTables['account']>

export interface AccountDeps {
  db: Kysely<Database>
  clock: Clock
}

/** What signing in needs besides. */
export interface SignInDeps extends AccountDeps {
  keyedHash: KeyedHash
  /** Of second factors. */
  secrets: SecretBox
}

/** Whoever an audit entry names when nobody is known yet, or the service did it by itself. */
export const SYSTEM = 'system'
