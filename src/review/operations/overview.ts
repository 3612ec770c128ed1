import { type Kysely, sql } from 'kysely'
import type { QueueName } from '../../../queues/index.ts'
import type { Database } from '../../store/schema.ts'
import { MINUTE, readMinutes } from '../../store/queue-minutes.ts'
import { readReconciler } from '../../store/reconciler-counts.ts'
import type { CurrentPolicy, ReviewDeps } from '../deps.ts'
import { isCurrent } from '../failures/failure-rows.ts'
import { listProcesses } from './processes.ts'
import { readQueueStates } from './queue-control.ts'

interface QueueCounts {
  waiting: number
  active: number
  delayed: number
  blocked: number
  failed: number
}

/** The queues, as far as they are looked at. All reject while they do not answer. */
export interface QueueWatch {
  readonly kind: 'redis' | 'postgres'
  ping(): Promise<void>
  memory(): Promise<{ usedBytes: number; maxBytes: number } | null>
  counts(): Promise<Record<QueueName, QueueCounts>>
  /** When the job was published that has waited longest; null when none waits. */
  oldest(): Promise<Record<QueueName, Date | null>>
}

/** What a process knows of itself without asking anybody. */
export interface Installation {
  program: string
  node: string
  bullmq: string
  photos: 'local' | 's3'
  pool: () => { used: number; idle: number; waiting: number; max: number }
}

export interface OverviewDeps extends ReviewDeps {
  policy: CurrentPolicy
  queues: QueueWatch
  blobs: { ready(): Promise<void> }
  installation: Installation
}

/** What does not answer within this is away, as far as a page is concerned. Milliseconds. */
const PATIENCE = 2_000
/** Messages of the outbox that are counted; beyond it the figure matters no more. */
const OUTBOX_COUNTED = 10_000
/** Whole minutes that are shown, and those of which the mean is taken. */
const MINUTES = 60
const MEAN_OF = 5

/** How everything stands now. What does not answer is told as such, and keeps nothing else from being shown. */
export async function readOperations(deps: OverviewDeps) {
  const { db, clock, queues, blobs, installation } = deps
  const now = clock.now()
  const [
    states,
    counts,
    oldest,
    minutes,
    outbox,
    processes,
    reconciler,
    failures,
    database,
    queuesAnswer,
    memory,
    photos,
  ] = await Promise.all([
    readQueueStates(deps),
    orNull(queues.counts()),
    orNull(queues.oldest()),
    readMinutes(db, now, MINUTES),
    readOutbox(db),
    listProcesses(deps),
    readReconciler(db, now),
    countFailures(db, now),
    readDatabase(db),
    answering(() => queues.ping()),
    orNull(queues.memory()),
    answering(() => blobs.ready()),
  ])
  const policy = await deps.policy()
  const stored = await countPhotos(db)
  return {
    at: now.toISOString(),
    queues: states.map((state) => {
      const since = oldest?.[state.name] ?? null
      const { done, failed } = minutes(state.name)
      return {
        ...state,
        counts: counts?.[state.name] ?? null,
        oldestSeconds: since && Math.max(0, (Date.now() - since.getTime()) / 1_000),
        perMinute: mean(done),
        failedPerMinute: mean(failed),
        lastHour: { done, failed },
      }
    }),
    outbox,
    processes,
    reconciler,
    failures,
    datastores: {
      database: { ...database, pool: installation.pool() },
      queues: {
        ...queuesAnswer,
        kind: queues.kind,
        memory: memory && { used: memory.usedBytes, max: memory.maxBytes },
      },
      photos: { ...photos, kind: installation.photos, ...stored },
    },
    versions: {
      program: installation.program,
      node: installation.node,
      bullmq: installation.bullmq,
      migration: await lastMigration(db),
      policy: policy.version,
      engines: enginesOf(processes),
    },
  }
}

const mean = (minutes: readonly number[]): number => {
  const last = minutes.slice(-MEAN_OF)
  return Math.round((10 * last.reduce((sum, each) => sum + each, 0)) / last.length) / 10
}

/** During a roll-out there is more than one of each. */
function enginesOf(processes: readonly { engines: Record<string, string> }[]): Record<string, string[]> {
  const engines: Record<string, string[]> = {}
  for (const [check, version] of processes.flatMap((each) => Object.entries(each.engines))) {
    engines[check] = [...new Set([...(engines[check] ?? []), version])].sort()
  }
  return engines
}

const orNull = <T>(work: Promise<T>): Promise<T | null> => within(work).catch(() => null)

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), PATIENCE)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

async function answering(ask: () => Promise<void>): Promise<{ state: 'ok' | 'away'; milliseconds: number | null }> {
  const from = performance.now()
  try {
    // As a function: what is not open yet throws at once.
    await within(Promise.resolve().then(ask))
    return { state: 'ok', milliseconds: Math.round(10 * (performance.now() - from)) / 10 }
  } catch {
    return { state: 'away', milliseconds: null }
  }
}

async function readOutbox(db: Kysely<Database>) {
  const { rows } = await sql<{ waiting: number; failing: number; oldest: number | null }>`
    select count(*)::int as waiting, count(*) filter (where attempts > 0)::int as failing,
      extract(epoch from now() - min(created_at))::float8 as oldest
    from (select created_at, attempts from outbox where sent_at is null order by id limit ${OUTBOX_COUNTED}) as unsent`.execute(
    db,
  )
  const { waiting = 0, failing = 0, oldest = null } = rows[0] ?? {}
  return { waiting, failing, oldestSeconds: oldest === null ? null : Math.max(0, oldest) }
}

async function countFailures(db: Kysely<Database>, now: Date) {
  const { rows } = await sql<{ current: number; groups: number; lastHour: number }>`
    select count(*) filter (where ${isCurrent})::int as current,
      count(distinct f.fingerprint) filter (where ${isCurrent})::int as groups,
      count(*) filter (where f.last_seen >= ${new Date(now.getTime() - 60 * MINUTE)})::int as "lastHour"
    from failure f join application a on a.id = f.application_id`.execute(db)
  return rows[0] ?? { current: 0, groups: 0, lastHour: 0 }
}

async function readDatabase(db: Kysely<Database>) {
  const from = performance.now()
  await sql`select 1`.execute(db)
  const milliseconds = Math.round(10 * (performance.now() - from)) / 10
  const { rows } = await sql<{ version: string; bytes: string; used: number; max: number }>`
    select split_part(current_setting('server_version'), ' ', 1) as version,
      pg_database_size(current_database())::text as bytes,
      (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used,
      current_setting('max_connections')::int as max`.execute(db)
  const [row] = rows
  return {
    state: 'ok' as const,
    milliseconds,
    version: row?.version ?? null,
    bytes: row ? Number(row.bytes) : null,
    connections: row ? { used: row.used, max: row.max } : null,
  }
}

async function countPhotos(db: Kysely<Database>): Promise<{ count: number | null; bytes: number | null }> {
  const { rows } = await sql<{ count: number; bytes: string }>`
    select count(*)::int as count, coalesce(sum(bytes), 0)::text as bytes
    from (select max(bytes) as bytes from material group by sha256) as files`.execute(db)
  return { count: rows[0]?.count ?? null, bytes: rows[0] ? Number(rows[0].bytes) : null }
}

async function lastMigration(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<{ name: string }>`select name from migration order by name desc limit 1`.execute(db)
  return rows[0]?.name ?? ''
}
