import { hostname } from 'node:os'
import { type Kysely, sql } from 'kysely'
import { storableJson } from '../platform/storable.ts'
import type { DoingRow } from './schema-operations.ts'
import type { Database } from './schema.ts'

/** What a process says of itself with each sign of life. */
export interface ProcessSign {
  id: string
  roles: readonly string[]
  queues: readonly string[]
  version: string
  engines: Readonly<Record<string, string>>
  startedAt: Date
  doing: readonly DoingRow[]
  stopping: boolean
}

/** Milliseconds without a sign of life after which a process is taken for dead and its row deleted. */
const FORGET_AFTER_MS = 60_000

/** A process has some dozens in hand; nobody reads more. */
const MOST_DOING = 100

/** A sign of life. The process that gives it also forgets those that have long given none. */
export async function signOfLife(db: Kysely<Database>, sign: ProcessSign): Promise<void> {
  const { id, version, stopping } = sign
  const now = sql<Date>`clock_timestamp()`
  const changing = {
    queues: [...sign.queues],
    engines: storableJson(sign.engines),
    doing: JSON.stringify(sign.doing.slice(0, MOST_DOING)),
    stopping,
    seen_at: now,
  }
  await db
    .insertInto('process')
    .values({
      id,
      host: hostname(),
      pid: process.pid,
      roles: [...sign.roles],
      version,
      started_at: sign.startedAt,
      ...changing,
    })
    .onConflict((oc) => oc.column('id').doUpdateSet(changing))
    .execute()
  await db
    .deleteFrom('process')
    .where(sql<boolean>`seen_at < clock_timestamp() - ${FORGET_AFTER_MS}::float * interval '1 millisecond'`)
    .execute()
}

/** A process that ends in order takes its row along. */
export async function forgetProcess(db: Kysely<Database>, id: string): Promise<void> {
  await db.deleteFrom('process').where('id', '=', id).execute()
}
