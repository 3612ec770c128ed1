import { sql } from 'kysely'
import type { DoingRow } from '../../store/schema-operations.ts'
import type { ReviewDeps } from '../deps.ts'

export interface ProcessRecord {
  id: string
  host: string
  pid: number
  roles: ProcessRole[]
  queues: string[]
  version: string
  engines: Record<string, string>
  startedAt: string
  seenAt: string
  state: 'running' | 'stopping' | 'silent'
  doing: DoingRow[]
}

const processRoles = ['api', 'worker', 'relay'] as const
type ProcessRole = (typeof processRoles)[number]

/** Milliseconds: four signs of life in a row did not come. */
const SILENT_AFTER_MS = 20_000

/** The processes that run now, and what each does; the one that has run longest first. */
export async function listProcesses({ db }: Pick<ReviewDeps, 'db'>): Promise<ProcessRecord[]> {
  const rows = await db
    .selectFrom('process')
    .selectAll()
    // By Postgres's clock, which wrote it: those of several machines differ.
    .select(
      sql<boolean>`seen_at < clock_timestamp() - ${SILENT_AFTER_MS}::float * interval '1 millisecond'`.as('silent'),
    )
    .orderBy('started_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    host: row.host,
    pid: row.pid,
    roles: processRoles.filter((role) => row.roles.includes(role)),
    queues: row.queues,
    version: row.version,
    engines: row.engines,
    startedAt: row.started_at.toISOString(),
    seenAt: row.seen_at.toISOString(),
    state: row.silent ? 'silent' : row.stopping ? 'stopping' : 'running',
    doing: row.doing,
  }))
}
