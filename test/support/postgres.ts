import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, inject } from 'vitest'
import { migrate } from '../../src/store/migrate.ts'
import { openStore, type Store, type StoreOptions } from '../../src/store/open-store.ts'

/** The suite's Postgres. */
export const postgresUrl = (): string => inject('postgresUrl')

/**
 * A migrated store in a schema of its own. Call it at the top of a test file (`const store = await testStore()`): it is
 * closed after the file's last test and its schema dropped, unless a test failed; then it stays, and its name is printed.
 * (With the embedded server it stays only as long as the run; set TEST_DATABASE_URL to look at it afterwards.)
 */
export async function testStore(options: Partial<StoreOptions> = {}): Promise<Store> {
  const schema = `test_${randomBytes(6).toString('hex')}`
  const store = await openStore({
    connectionString: postgresUrl(),
    schema,
    applicationName: schema,
    max: 8,
    ...options,
  })
  await migrate(store)
  let failed = false
  afterEach(({ task }) => {
    failed ||= task.result?.state === 'fail'
  })
  afterAll(async () => {
    if (failed) console.error(`kept for inspection: schema ${store.schema}`)
    else await store.pool.query(`drop schema "${store.schema}" cascade`)
    await store.close()
  })
  return store
}
