import type { Generated } from 'kysely'
import type { FailureStep } from '../domain/failure.ts'
import type { FailureClass, FailureCode } from '../domain/failure-kinds.ts'

/** Times come back from the driver as Date. */
type At = Date

/** What stands beside something that failed. Set together, and null together. */
export interface FailureColumns {
  failed_at: At | null
  failure_class: FailureClass | null
  failure_code: FailureCode | null
  /** 16 hexadecimal digits: the same for all failures of the same fault. */
  fingerprint: string | null
}

/** A job that failed where nothing else would keep it: one row for each work, however often it is tried. */
interface JobFailureTable {
  queue: FailureStep
  application_id: string
  revision: number
  run: number
  /** What of the application it was about; empty where it was about all of it. */
  slot: Generated<string>
  job_id: string
  class: FailureClass
  code: FailureCode
  fingerprint: string
  error: string
  attempts: number
  first_seen: At
  last_seen: At
}

/** All that has failed or is being tried again, wherever it is kept. */
interface FailureView {
  id: string
  step: FailureStep
  slot: string | null
  class: FailureClass
  code: FailureCode
  fingerprint: string
  error: string
  state: 'failed' | 'retrying'
  attempts: number
  first_seen: At
  last_seen: At
  application_id: string
  revision: number
  run: number
}

/** What somebody wrote about a fault. */
interface FailureNoteTable {
  id: string
  fingerprint: string
  note: string
  by: string
  at: At
}

/** Who last looked at a fault. */
interface FailureLookTable {
  fingerprint: string
  by: string
  at: At
}

/** What the workers of all processes did in one minute. */
interface QueueMinuteTable {
  queue: string
  minute: At
  done: number
  failed: number
}

export interface FailureTables {
  job_failure: JobFailureTable
  failure: FailureView
  failure_note: FailureNoteTable
  failure_look: FailureLookTable
  queue_minute: QueueMinuteTable
}
