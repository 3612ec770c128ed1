import { type Kysely, sql } from 'kysely'
import type { Database } from './schema.ts'

/** What was got done in one queue within one minute. */
export interface QueueMinute {
  queue: string
  /** When it began; milliseconds since 1970. */
  minute: number
  done: number
  failed: number
}

/** Adds to what is counted already, by whatever process. */
export async function addMinutes(db: Kysely<Database>, counted: readonly QueueMinute[]): Promise<void> {
  // In one order everywhere, so that two processes never wait for each other.
  const rows = [...counted].sort((a, b) => a.minute - b.minute || (a.queue < b.queue ? -1 : 1))
  await sql`
    insert into queue_minute (queue, minute, done, failed)
    select queue, to_timestamp(minute / 1000), done, failed
    from unnest(${rows.map(({ queue }) => queue)}::text[], ${rows.map(({ minute }) => minute)}::float8[],
      ${rows.map(({ done }) => done)}::integer[], ${rows.map(({ failed }) => failed)}::integer[])
      as counted (queue, minute, done, failed)
    on conflict (minute, queue) do update set
      done = queue_minute.done + excluded.done, failed = queue_minute.failed + excluded.failed`.execute(db)
}

/** Of each queue, what was done and what failed in each of so many whole minutes before now, the oldest first. */
export async function readMinutes(db: Kysely<Database>, now: Date, count: number) {
  const until = Math.floor(now.getTime() / MINUTE) * MINUTE
  const from = until - count * MINUTE
  const rows = await db
    .selectFrom('queue_minute')
    .selectAll()
    .where('minute', '>=', new Date(from))
    .where('minute', '<', new Date(until))
    .execute()
  return (queue: string): { done: number[]; failed: number[] } => {
    const figures = { done: Array.from({ length: count }, () => 0), failed: Array.from({ length: count }, () => 0) }
    for (const row of rows) {
      if (row.queue !== queue) continue
      const at = (row.minute.getTime() - from) / MINUTE
      figures.done[at] = row.done
      figures.failed[at] = row.failed
    }
    return figures
  }
}

/** Milliseconds. */
export const MINUTE = 60_000
