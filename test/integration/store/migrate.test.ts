import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { migrate, migrateDown, MigrationError, run } from '../../../src/store/migrate.ts'
import { openStore, type Store } from '../../../src/store/open-store.ts'
import { postgresUrl } from '../../support/postgres.ts'

const opened: Store[] = []
async function freshStore(schema = `test_${randomBytes(6).toString('hex')}`): Promise<Store> {
  const store = await openStore({ connectionString: postgresUrl(), schema })
  opened.push(store)
  return store
}
afterAll(async () => {
  for (const store of opened) {
    await store.pool.query(`drop schema if exists "${store.schema}" cascade`)
    await store.close()
  }
})

const tablesOf = async (store: Store) => {
  const { rows } = await store.pool.query(
    'select table_name from information_schema.tables where table_schema = $1 order by 1',
    [store.schema],
  )
  return rows.map((row: { table_name: string }) => row.table_name)
}

/** Every file of the folder, in order: one that is not in the list of migrations would never run. */
const all = readdirSync(new URL('../../../src/store/migrations/', import.meta.url))
  .map((file) => file.replace(/\.ts$/, ''))
  .sort()

test('goes up, is up to date, goes down and up again, all inside its schema', async () => {
  const store = await freshStore()
  expect(await migrate(store)).toEqual(all)
  expect(await migrate(store)).toEqual([])
  const tables = await tablesOf(store)
  expect(tables).toEqual(
    expect.arrayContaining([
      'application',
      'refused_photo',
      'fingerprint',
      'outbox',
      'event',
      'migration',
      'migration_lock',
    ]),
  )
  expect(await migrateDown(store)).toEqual(all.toReversed())
  expect(await tablesOf(store)).toEqual(['migration', 'migration_lock'])
  await migrate(store)
  expect(await tablesOf(store)).toEqual(tables)
})

test('eight processes starting at once on a new database apply each migration once', async () => {
  const schema = `test_${randomBytes(6).toString('hex')}`
  const stores = await Promise.all(Array.from({ length: 8 }, () => freshStore(schema)))
  const applied = await Promise.all(stores.map(migrate))
  expect(applied.flat()).toEqual(all)
})

test('a failing migration is named, and the database is as before', async () => {
  const store = await freshStore()
  const failure = await run(
    store,
    {
      '0001-good': { up: async (db) => void (await sql`create table good (id integer)`.execute(db)) },
      '0002-broken': { up: async (db) => void (await sql`create table broken (id nonsense)`.execute(db)) },
    },
    (migrator) => migrator.migrateToLatest(),
  ).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(MigrationError)
  expect(failure).toMatchObject({
    migration: '0002-broken',
    message: expect.stringContaining('type "nonsense" does not exist'),
  })
  expect(await tablesOf(store)).not.toContain('good')
})

test('looks again where the schema of another goes while it looks', async () => {
  const store = await freshStore()
  await migrate(store)
  const other = `test_${randomBytes(6).toString('hex')}`
  const stop = new AbortController()
  const comeAndGo = async () => {
    while (!stop.signal.aborted) {
      await store.pool.query(`create schema "${other}" create table passing (id bigint generated always as identity)`)
      await store.pool.query(`drop schema "${other}" cascade`)
    }
  }
  const going = comeAndGo()
  try {
    for (let n = 0; n < 40; n += 1) expect(await migrate(store)).toEqual([])
  } finally {
    stop.abort()
    await going
  }
})
