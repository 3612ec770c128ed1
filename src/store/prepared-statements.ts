import { createHash } from 'node:crypto'
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import type { Pool, PoolClient } from 'pg'

/**
 * So many statements are prepared, the first ones that come: all of those that run often are among them. Each takes some ten
 * kilobytes of every server process.
 */
const MOST = 400

/**
 * What gives all columns of a table, however many there are: a migration that adds one would end it as "cached plan must not
 * change result type" in every process that is still running.
 */
const ofAllColumns = /(?:select|returning|\.)\s*\*|\."?\*/i

const names = new Map<string, string | null>()

/** Null for a statement that is sent as it is. */
function nameOf(text: string): string | null {
  const known = names.get(text)
  if (known !== undefined) return known
  if (names.size >= MOST) return null
  const name = ofAllColumns.test(text) ? null : `z${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
  names.set(text, name)
  return name
}

/**
 * A pool on whose connections statements with parameters are prepared: planning a query costs Postgres as much as running it,
 * and we ask the same ones all day. Postgres itself goes on planning anew where the parameters make a difference.
 * Not for a pooler that gives each transaction another connection, unless it knows of prepared statements.
 */
export function preparing(pool: Pool): PostgresPool {
  const clients = new WeakMap<PoolClient, PostgresPoolClient>()
  return {
    async connect() {
      const client = await pool.connect()
      const known = clients.get(client) ?? new PreparingClient(client)
      clients.set(client, known)
      return known
    },
    end: () => pool.end(),
  }
}

class PreparingClient implements PostgresPoolClient {
  readonly #client: PoolClient
  constructor(client: PoolClient) {
    this.#client = client
  }
  query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  query(text: string | PostgresCursor<unknown>, values: readonly unknown[] = []): unknown {
    if (typeof text !== 'string') throw new Error('cursors are not used here')
    const name = values.length > 0 ? nameOf(text) : null
    return this.#client.query(name === null ? { text, values: [...values] } : { name, text, values: [...values] })
  }
  release(): void {
    this.#client.release()
  }
}
