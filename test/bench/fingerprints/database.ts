import { totalmem } from 'node:os'
import { migrate } from '../../../src/store/migrate.ts'
import { fingerprintIndexes } from '../../../src/store/migrations/0003-reuse.ts'
import { openStore, type Store } from '../../../src/store/open-store.ts'
import { createOwnPostgres } from '../../support/own-postgres.ts'

/** Fingerprints that a photo leaves beside its whole: those of its crops. */
export const cropsPerPhoto = 8

/**
 * A quarter of the memory as shared buffers, as the manual advises for a server of its own. What only makes the filling
 * faster says nothing of a search or an insert; those run with fsync and full commits, as by default.
 */
export const settings = {
  shared_buffers: `${Math.floor(totalmem() / 4 / 2 ** 20)}MB`,
  maintenance_work_mem: '1GB',
  max_wal_size: '8GB',
  wal_level: 'minimal',
  max_wal_senders: '0',
}

export interface Bench {
  store: Store
  dispose: () => Promise<void>
}

/**
 * Our schema in a Postgres of its own, with random fingerprints of so many photos. Random bits meet as real ones do.
 * One connection, so that it is one process of the server whose time is told.
 */
export async function fillDatabase(photos: number, say: (line: string) => void): Promise<Bench> {
  const server = await createOwnPostgres(settings)
  await server.start()
  // A server of its own outlives its parent; with Ctrl-C both are to go, and the gigabytes too.
  const end = () => void server.dispose().finally(() => process.exit(130))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end)
  const store = await openStore({ connectionString: server.connectionString, max: 1 })
  await migrate(store)
  const client = await store.pool.connect()
  const run = async (what: string, statement: string) => {
    const started = performance.now()
    await client.query(statement)
    say(`${what}: ${Math.round((performance.now() - started) / 1000)} s`)
  }
  try {
    await client.query('set statement_timeout = 0')
    // Photos without their looks: the foreign key has nothing to say here.
    await client.query('set session_replication_role = replica')
    for (const { name } of fingerprintIndexes) await client.query(`drop index ${name}`)
    await run(
      `${photos} photos`,
      filling('fingerprint', `select n, ${randomBits('n')}, 'whole' from generate_series(1, ${photos}) n`),
    )
    const crop = `select 1 + n / ${cropsPerPhoto}, ${randomBits('-n')}, 'crop-1' from generate_series(1, ${photos * cropsPerPhoto}) n`
    await run(`${photos * cropsPerPhoto} crops`, filling('fingerprint_crop', crop))
    for (const { name, create } of fingerprintIndexes) await run(name, create)
    await run('statistics', 'vacuum (analyze) fingerprint, fingerprint_crop')
    await run('checkpoint', 'checkpoint')
  } finally {
    client.release(true)
  }
  return {
    store,
    dispose: async () => {
      await store.close()
      await server.dispose()
    },
  }
}

/** Emptied and filled in one transaction, so that nothing of it is logged. */
const filling = (table: string, rows: string) =>
  `begin; truncate ${table}; insert into ${table} (look_id, hash, variant) ${rows}; commit`

/** 256 bits that the number decides. */
const randomBits = (n: string) =>
  `(${[1, 2, 3, 4].map((seed) => `hashint8extended(${n}, ${seed})::bit(64)`).join(' || ')})::bit(256)`
