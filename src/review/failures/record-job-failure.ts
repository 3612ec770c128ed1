import { sql } from 'kysely'
import type { QueueName } from '../../../queues/index.ts'
import { failureKinds } from '../../domain/failure-kinds.ts'
import { keptError } from '../../platform/error-text.ts'
import { fingerprintOf } from '../../store/failure-columns.ts'
import type { ReviewDeps, ScreeningRef } from '../deps.ts'
import { failureCode } from './failure-code.ts'

export interface FailedJob {
  queue: QueueName
  jobId: string
  ref: ScreeningRef
  /** What of the application it was about; nothing when it was about all of it. */
  slot?: string
  /** Of this job. */
  attempts: number
  error: Error
}

/**
 * Writes down that a job failed that has no line in the ledger and no effect to say so in. A later job of the same work that
 * fails too counts here as well: the last one says why.
 */
export async function recordJobFailure({ db, clock }: ReviewDeps, job: FailedJob): Promise<void> {
  const { queue, ref, slot = '', jobId, attempts } = job
  const code = failureCode(job.error)
  const error = keptError(job.error.message)
  const fingerprint = fingerprintOf({ step: queue, code, error })
  const now = clock.now()
  // Of an application that is not there nothing can be told, and asking again would not help.
  await sql`
    insert into job_failure
      (queue, application_id, revision, run, slot, job_id, class, code, fingerprint, error, attempts, first_seen, last_seen)
    select ${queue}, id, ${ref.revision}::integer, ${ref.run}::integer, ${slot}, ${jobId}, ${failureKinds[code].class}, ${code},
      ${fingerprint}, ${error}, ${attempts}::integer, ${now}::timestamptz, ${now}::timestamptz
    from application where id = ${ref.applicationId}
    on conflict (application_id, revision, run, queue, slot) do update set
      job_id = excluded.job_id, class = excluded.class, code = excluded.code, fingerprint = excluded.fingerprint,
      error = excluded.error, attempts = job_failure.attempts + excluded.attempts, last_seen = excluded.last_seen`.execute(
    db,
  )
}
