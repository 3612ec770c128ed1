/** Parts of the benches that ask the API. */

import { migrate } from '../../src/store/migrate.ts'
import { openStore, type Store } from '../../src/store/open-store.ts'
import { createOwnPostgres } from '../support/own-postgres.ts'

/** Measures in a Postgres of its own, with its default settings, which is filled before and gone after. */
export async function inOwnStore<T>(
  fill: (store: Store) => Promise<void>,
  measure: (store: Store) => Promise<T>,
): Promise<T> {
  const postgres = await createOwnPostgres()
  await postgres.start()
  const store = await openStore({ connectionString: postgres.connectionString, schema: 'bench' })
  try {
    await migrate(store)
    await fill(store)
    return await measure(store)
  } finally {
    await store.close()
    await postgres.dispose()
  }
}

/** All that is not measured refuses to work. */
export const outOfReach: never = new Proxy((() => {}) as never, {
  get: (_, key) => (typeof key === 'symbol' || key === 'then' ? undefined : outOfReach),
  apply: () => Promise.reject(new Error('this is not measured')),
})

/** Of milliseconds, with one place after the point. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10
}
