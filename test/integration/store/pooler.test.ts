import { Client } from 'pg'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '../../../src/store/migrate.ts'
import { openStore, type Store } from '../../../src/store/open-store.ts'
import { createOwnPostgres, type OwnPostgres } from '../../support/own-postgres.ts'
import { type PgBouncer, startPgBouncer } from '../../support/pgbouncer.ts'

/** Connections to Postgres for all clients of the pooler: fewer than the clients, so that they share them. */
const SHARED = 2
let postgres: OwnPostgres
let pooler: PgBouncer
const open: Store[] = []

beforeAll(async () => {
  postgres = await createOwnPostgres()
  await postgres.start()
  pooler = await startPgBouncer(postgres.connectionString, SHARED, ['fresh'])
})
afterAll(async () => {
  for (const store of open) await store.close()
  await pooler.dispose()
  await postgres.dispose()
})

async function openPooled(schema = 'zhunru') {
  const store = await openStore({
    connectionString: pooler.connectionString,
    directConnectionString: postgres.connectionString,
    schema,
    max: 10,
    statementTimeout: 7_000,
  })
  open.push(store)
  return store
}

test('without a direct address the pooler refuses, so that nobody runs on half a session', async () => {
  await expect(openStore({ connectionString: pooler.connectionString })).rejects.toThrow(
    'unsupported startup parameter',
  )
})

test('several processes at once open, migrate and share few connections, each with schema and limits', async () => {
  const stores = await Promise.all([openPooled(), openPooled(), openPooled()])
  await Promise.all(stores.map((store) => migrate(store)))
  const many = Array.from({ length: 60 }, (_, n) =>
    sql<{
      schema: string
      statement: string
      idle: string
      pid: number
    }>`select current_schema() as schema, current_setting('statement_timeout') as statement,
       current_setting('idle_in_transaction_session_timeout') as idle, pg_backend_pid() as pid
       from pg_sleep(0.005)`.execute(stores[n % stores.length]!.db),
  )
  const rows = (await Promise.all(many)).flatMap((answer) => answer.rows)
  expect(new Set(rows.map(({ schema }) => schema))).toEqual(new Set(['zhunru']))
  expect(new Set(rows.map(({ statement }) => statement))).toEqual(new Set(['7s']))
  expect(new Set(rows.map(({ idle }) => idle))).toEqual(new Set(['1min']))
  // That is the point of a pooler: thirty clients, two connections.
  expect(new Set(rows.map(({ pid }) => pid)).size).toBeLessThanOrEqual(SHARED)
  expect((await stores[0].db.selectFrom('application').selectAll().execute()).length).toBe(0)
})

test('notifications that were sent through the pooler arrive past it', async () => {
  const store = await openPooled()
  const woken = new Promise<void>((resolve) => {
    let ready = false
    // The first wake-up is the connection's own.
    store.wakeups.listen('zhunru:outbox', () => (ready ? resolve() : (ready = true)))
  })
  const sending = setInterval(() => void sql`select pg_notify('zhunru:outbox', '')`.execute(store.db), 20)
  await expect(woken).resolves.toBeUndefined()
  clearInterval(sending)
})

test('a role that is another installation’s is refused', async () => {
  await openPooled()
  await expect(openPooled('other')).rejects.toThrow(/search_path=zhunru.*a role of its own/s)
})

test('connections from before the role had its settings are told, with the remedy', async () => {
  const direct = new Client(postgres.connectionString)
  await direct.connect()
  await direct.query('create role fresh login; grant create on database postgres to fresh')
  await direct.end()
  const as = (url: string) => url.replace('://zhunru@', '://fresh@')
  const old = new Client(as(pooler.connectionString))
  await old.connect()
  await old.query('select 1')
  await old.end()
  const opening = openStore({
    connectionString: as(pooler.connectionString),
    directConnectionString: as(postgres.connectionString),
    schema: 'fresh_zhunru',
  })
  await expect(opening).rejects.toThrow('RECONNECT')
  await pooler.ask('RECONNECT')
  open.push(
    await openStore({
      connectionString: as(pooler.connectionString),
      directConnectionString: as(postgres.connectionString),
      schema: 'fresh_zhunru',
    }),
  )
})
