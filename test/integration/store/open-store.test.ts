import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { inTransaction, openStore } from '../../../src/store/open-store.ts'
import { postgresUrl, testStore } from '../../support/postgres.ts'

const store = await testStore()

const insertMaterial = (id: string) =>
  store.db
    .insertInto('material')
    .values({ id, kind: 'bank_card', sha256: 'a', bytes: 1, mime: 'image/png', width: 1, height: 1, blob: 'b' })
    .execute()

test('every connection of the pool works in the schema, with limits, in UTC', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, () =>
      sql<{ path: string; statement: string; idle: string; name: string }>`
        select current_setting('search_path') path, current_setting('statement_timeout') statement,
          current_setting('idle_in_transaction_session_timeout') idle, current_setting('application_name') name
        from pg_sleep(0.02)`.execute(store.db),
    ),
  )
  for (const { rows } of answers)
    expect(rows).toEqual([{ path: store.schema, statement: '30s', idle: '1min', name: store.schema }])
})

test('times come back as Date, 64-bit ids as text', async () => {
  const { rows } = await sql<{ at: unknown; id: unknown }>`select now() at, 9007199254740993::bigint id`.execute(
    store.db,
  )
  expect(rows[0]?.at).toBeInstanceOf(Date)
  expect(rows[0]?.id).toBe('9007199254740993')
})

test('options of the connection string are kept beside the search path', async () => {
  const url = new URL(postgresUrl())
  url.searchParams.set('options', '-c work_mem=7MB')
  const other = await openStore({ connectionString: url.href, schema: store.schema })
  const { rows } = await other.pool.query(`select current_setting('work_mem') mem, current_setting('search_path') path`)
  await other.close()
  expect(rows).toEqual([{ mem: '7MB', path: store.schema }])
})

test('refuses a schema name that would need quoting, and a connection string that is no URL', async () => {
  await expect(openStore({ connectionString: postgresUrl(), schema: 'a"; drop schema x; --' })).rejects.toThrow(
    'schema name',
  )
  await expect(openStore({ connectionString: 'host=localhost' })).rejects.toThrow('must be a URL')
})

test('rejects when nobody answers', async () => {
  await expect(openStore({ connectionString: 'postgres://a:b@127.0.0.1:1/x' })).rejects.toThrow('ECONNREFUSED')
})

test('survives the server ending its connections', async () => {
  const other = await openStore({
    connectionString: postgresUrl(),
    schema: store.schema,
    applicationName: 'to-be-ended',
  })
  await other.pool.query('select 1')
  const lost = new Promise((resolve) => other.pool.once('error', resolve))
  await store.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'to-be-ended'`,
  )
  await lost
  expect((await other.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await other.close()
})

test('a deadlock ends with both transactions done', async () => {
  await insertMaterial('one')
  await insertMaterial('two')
  let arrived = 0
  let release: () => void
  const both = new Promise<void>((resolve) => (release = resolve))
  let runs = 0
  const lockInOrder = (first: string, second: string) =>
    inTransaction(store, async (trx) => {
      runs++
      await trx.updateTable('material').set({ bytes: 2 }).where('id', '=', first).execute()
      if (++arrived === 2) release()
      await both
      await trx.updateTable('material').set({ width: 2 }).where('id', '=', second).execute()
    })
  await Promise.all([lockInOrder('one', 'two'), lockInOrder('two', 'one')])
  expect(runs).toBe(3)
})

test('an error of ours is thrown at once and rolls back', async () => {
  let runs = 0
  const failing = inTransaction(store, async (trx) => {
    runs++
    await trx.updateTable('material').set({ bytes: 99 }).execute()
    throw new Error('ours')
  })
  await expect(failing).rejects.toThrow('ours')
  expect(runs).toBe(1)
  expect(await store.db.selectFrom('material').where('bytes', '=', 99).selectAll().execute()).toEqual([])
})

test('a conflict that never ends is given up after five attempts', async () => {
  let runs = 0
  const failing = inTransaction(store, async (trx) => {
    runs++
    await sql`do $$ begin raise exception 'conflict' using errcode = '40001'; end $$`.execute(trx)
  })
  await expect(failing).rejects.toThrow('conflict')
  expect(runs).toBe(5)
})
