import type { JSONColumnType } from 'kysely'

/** Times come back from the driver as Date. JSON columns come back parsed. */
type At = Date

/** A job that a process has in hand. Ids only. */
export interface DoingRow {
  queue: string
  jobId: string
  /** 1 for the first. */
  attempt: number
  /** ISO instant at which this attempt began. */
  since: string
}

/** A process that runs now: it writes its row every few seconds, and one that no longer does is forgotten. */
interface ProcessTable {
  id: string
  host: string
  pid: number
  roles: string[]
  /** The queues it works on; none without the role `worker`. */
  queues: string[]
  /** Of the program. */
  version: string
  /** By check, the version of what looks; empty without the role `worker`. */
  engines: JSONColumnType<Record<string, string>>
  started_at: At
  /** By Postgres's clock, as those of several machines differ. */
  seen_at: At
  doing: JSONColumnType<DoingRow[]>
  stopping: boolean
}

/** A queue that somebody has paused; without a row it runs. Kept here, so that a queue datastore that lost all is told again. */
interface QueuePauseTable {
  queue: string
  reason: string
  paused_by: string
  paused_at: At
}

/** The last canary of each queue: a job that does nothing but be answered. Times by Postgres's clock. */
interface CanaryTable {
  queue: string
  job_id: string
  published_at: At
  /** Of the last one that was answered, which may be an earlier one. */
  answered_at: At | null
  /** The process that answered. */
  answered_by: string | null
  /** Milliseconds from its publication to the answer. */
  wait_ms: number | null
  /** When it was noticed that nobody answers. */
  late_since: At | null
}

/** Tables of how the service itself runs. */
export interface OperationsTables {
  process: ProcessTable
  queue_pause: QueuePauseTable
  canary: CanaryTable
}
