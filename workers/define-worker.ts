import type { PayloadOf, QueueContract } from '../queues/index.ts'

interface JobContext {
  /** Aborted when the process stops and will not wait longer; the job then runs again elsewhere. */
  signal: AbortSignal
  /** 1 for the first. */
  attempt: number
}

interface FailedJob {
  id: string
  /** All it had. */
  attempts: number
}

/** Who does the work of one queue. Methods, not properties: so that definitions of different queues fit in one list. */
export interface WorkerDefinition<Q extends QueueContract = QueueContract> {
  readonly queue: Q
  /**
   * Does the work, any number of times with the same result. Throws PermanentError when another attempt cannot help;
   * everything else that is thrown is tried again by the queue's retry policy.
   */
  process(payload: PayloadOf<Q>, context: JobContext): Promise<void>
  /**
   * Writes down that the work could not be done. Runs before the job counts as failed, and is repeated until it
   * succeeds: the parent job starts as soon as all its children have settled, and must find the failure. What was thrown is
   * the error's cause.
   */
  failed(payload: PayloadOf<Q>, error: Error, job: FailedJob): Promise<void>
}

export function defineWorker<Q extends QueueContract>(
  queue: Q,
  work: Pick<WorkerDefinition<Q>, 'process' | 'failed'>,
): WorkerDefinition<Q> {
  return { queue, ...work }
}
