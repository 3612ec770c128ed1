import { Kysely, type Migration, type MigrationResultSet, Migrator, NO_MIGRATIONS, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import * as initial from './migrations/0001-initial.ts'
import * as refusedPhotos from './migrations/0002-refused-photos.ts'
import * as reuse from './migrations/0003-reuse.ts'
import * as sceneScore from './migrations/0004-scene-score.ts'
import * as verification from './migrations/0005-verification.ts'
import * as policy from './migrations/0006-policy.ts'
import * as across from './migrations/0007-across.ts'
import * as loop from './migrations/0008-loop.ts'
import * as promise from './migrations/0009-promise.ts'
import * as effects from './migrations/0010-effects.ts'
import * as shipment from './migrations/0011-shipment.ts'
import * as accounts from './migrations/0012-accounts.ts'
import * as cases from './migrations/0013-cases.ts'
import * as caseDecisions from './migrations/0014-case-decisions.ts'
import * as callbacks from './migrations/0015-callbacks.ts'
import * as signInFailures from './migrations/0016-sign-in-failures.ts'
import * as reading from './migrations/0017-reading.ts'
import * as processes from './migrations/0018-processes.ts'
import * as reconciler from './migrations/0019-reconciler.ts'
import * as failures from './migrations/0020-failures.ts'
import * as reruns from './migrations/0021-reruns.ts'
import * as shadowDifferences from './migrations/0022-shadow-differences.ts'
import * as rerunKey from './migrations/0023-rerun-key.ts'
import { errorCode } from './errors.ts'
import { advisoryKey, type Store } from './open-store.ts'

/** In order. A list, not a folder listing: it works compiled, bundled and in tests, and a missing file fails to compile. */
const migrations: Record<string, Migration> = {
  '0001-initial': initial,
  '0002-refused-photos': refusedPhotos,
  '0003-reuse': reuse,
  '0004-scene-score': sceneScore,
  '0005-verification': verification,
  '0006-policy': policy,
  '0007-across': across,
  '0008-loop': loop,
  '0009-promise': promise,
  '0010-effects': effects,
  '0011-shipment': shipment,
  '0012-accounts': accounts,
  '0013-cases': cases,
  '0014-case-decisions': caseDecisions,
  '0015-callbacks': callbacks,
  '0016-sign-in-failures': signInFailures,
  '0017-reading': reading,
  '0018-processes': processes,
  '0019-reconciler': reconciler,
  '0020-failures': failures,
  '0021-reruns': reruns,
  '0022-shadow-differences': shadowDifferences,
  '0023-rerun-key': rerunKey,
}

/** In the order in which they are made. */
export const migrationNames: readonly string[] = Object.keys(migrations)

/** A migration failed; the database is as it was before it, because each batch is one transaction. */
export class MigrationError extends Error {
  readonly migration: string | undefined

  constructor(migration: string | undefined, cause: unknown) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    super(migration ? `migration ${migration} failed: ${detail}` : `the migrations could not run: ${detail}`, { cause })
    this.name = 'MigrationError'
    this.migration = migration
  }
}

/** Brings the schema up to date and returns the names of what was applied. Any number of processes may call it at once. */
export async function migrate(store: Store): Promise<string[]> {
  return run(store, migrations, (migrator) => migrator.migrateToLatest())
}

/** Takes everything down again, data included. For tests and for a person who means it. */
export async function migrateDown(store: Store): Promise<string[]> {
  return run(store, migrations, (migrator) => migrator.migrateTo(NO_MIGRATIONS))
}

/** `list` is open for the test of a migration that fails. */
export async function run(
  store: Store,
  list: Record<string, Migration>,
  step: (migrator: Migrator) => Promise<MigrationResultSet>,
): Promise<string[]> {
  // Its own connections: a migration may rightly take longer than any query of the service.
  const pool = new Pool({
    ...store.direct,
    max: 3,
    statement_timeout: 0,
    idle_in_transaction_session_timeout: 0,
  })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const lock = await pool.connect()
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    // Kysely creates its own tables before it takes its lock, and that is where two processes starting at once collide.
    await lock.query('select pg_advisory_lock($1)', [advisoryKey(`zhunru migrate ${store.schema}`)])
    const migrator = new Migrator({
      db,
      provider: { getMigrations: async () => list },
      migrationTableSchema: store.schema,
      migrationTableName: 'migration',
      migrationLockTableName: 'migration_lock',
    })
    const { error, results } = await patiently(() => step(migrator))
    if (error) throw new MigrationError(results?.find((result) => result.status === 'Error')?.migrationName, error)
    return (results ?? []).map((result) => result.migrationName)
  } finally {
    // Ending the connection gives the lock back.
    lock.release(true)
    await db.destroy()
  }
}

/** Codes of Postgres: a schema or a table that is not there. */
const gone = new Set(['3F000', '42P01'])
const MOST_LOOKS = 50

/**
 * Kysely looks over the tables of all schemas before it begins, and fails where one of them goes in that moment, as that of
 * another installation or another test may. Nothing has been done by then, so it looks again.
 */
async function patiently(step: () => Promise<MigrationResultSet>): Promise<MigrationResultSet> {
  for (let look = 1; ; look += 1) {
    const done = await step()
    if (done.results !== undefined || !gone.has(errorCode(done.error)) || look === MOST_LOOKS) return done
  }
}
