import { type Kysely, sql } from 'kysely'
import type { Database } from './schema.ts'

/** A queue's canary as it stands. Times are Postgres's, as the clocks of several machines differ. */
export interface CanaryStanding {
  queue: string
  jobId: string
  answered: boolean
  /** Milliseconds since it was published. */
  age: number
  lateSince: Date | null
}

/** The slot of the moment, the same for all processes: one canary a slot, whoever publishes it. */
export async function canarySlot(db: Kysely<Database>, everyMs: number): Promise<string> {
  const { rows } = await sql<{ slot: string }>`
    select floor(extract(epoch from clock_timestamp()) * 1000 / ${everyMs}::float)::bigint::text as slot`.execute(db)
  return `canary-${rows[0]?.slot ?? ''}`
}

export async function canaryStandings(db: Kysely<Database>): Promise<CanaryStanding[]> {
  return await db
    .selectFrom('canary')
    .select([
      'queue',
      'job_id as jobId',
      sql<boolean>`coalesce(answered_at >= published_at, false)`.as('answered'),
      sql<number>`(extract(epoch from clock_timestamp() - published_at) * 1000)::float`.as('age'),
      'late_since as lateSince',
    ])
    .execute()
}

/**
 * Takes the slot for this process. A canary that follows an unanswered one keeps its time: it is since then that nobody
 * answers.
 * @returns false when another process was faster.
 */
export async function claimCanary(db: Kysely<Database>, queue: string, jobId: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('canary')
    .values({ queue, job_id: jobId, published_at: sql<Date>`clock_timestamp()` })
    .onConflict((oc) =>
      oc
        .column('queue')
        .doUpdateSet({
          job_id: jobId,
          published_at: sql<Date>`case when canary.answered_at >= canary.published_at
            then excluded.published_at else canary.published_at end`,
        })
        .where('canary.job_id', '<>', jobId),
    )
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** The answer of a worker. A canary that was thought lost and is answered after all counts as well. */
export async function answerCanary(db: Kysely<Database>, queue: string, by: string): Promise<void> {
  await db
    .updateTable('canary')
    .set({
      answered_at: sql<Date>`clock_timestamp()`,
      answered_by: by,
      wait_ms: sql<number>`case when answered_at >= published_at then wait_ms
        else least(extract(epoch from clock_timestamp() - published_at) * 1000, 2e9)::integer end`,
      late_since: null,
    })
    .where('queue', '=', queue)
    .execute()
}

/** Notes since when nobody answers. @returns the queues of which that was not known yet. */
export async function noteLateCanaries(db: Kysely<Database>, lateMs: number): Promise<string[]> {
  const late = await db
    .updateTable('canary')
    .set({ late_since: sql<Date>`clock_timestamp()` })
    .where('late_since', 'is', null)
    .where(sql<boolean>`coalesce(answered_at < published_at, true)`)
    .where(sql<boolean>`published_at < clock_timestamp() - ${lateMs}::float * interval '1 millisecond'`)
    .where('queue', 'not in', (of) => of.selectFrom('queue_pause').select('queue'))
    .returning('queue')
    .execute()
  return late.map(({ queue }) => queue)
}

/** In a queue that was paused nobody could answer: the time begins anew. */
export async function forgiveCanary(db: Kysely<Database>, queue: string): Promise<void> {
  await db
    .updateTable('canary')
    .set({ published_at: sql<Date>`clock_timestamp()`, late_since: null })
    .where('queue', '=', queue)
    .where(sql<boolean>`coalesce(answered_at < published_at, true)`)
    .execute()
}
