import { setMaxListeners } from 'node:events'
import {
  UnrecoverableError,
  WaitingError,
  Worker,
  type IQueueBackend,
  type Job,
  type JobProgress,
  type Telemetry,
} from 'bullmq'
import type { QueueContract } from '../queues/index.ts'
import { ZhunruError } from '../src/platform/errors.ts'
import type { Logger } from '../src/platform/logger.ts'
import { isOutage } from '../src/platform/outage.ts'
import { PermanentError } from '../src/platform/permanent-error.ts'
import { storableText } from '../src/platform/storable.ts'
import { pause, untilDone } from '../src/queueing/backoff.ts'
import type { QueueBackend } from '../src/queueing/backend.ts'
import { describeError } from '../src/queueing/clean-text.ts'
import { createQuietErrors } from '../src/queueing/quiet-errors.ts'
import { CANARY } from '../src/queueing/job-options.ts'
import type { WorkerDefinition } from './define-worker.ts'
import { createFetchLoop } from './fetch-loop.ts'
import { settlesWithin, unlessAborted } from './patience.ts'
import { type JobWatch, noWatch } from './watch-jobs.ts'

/**
 * A crashed worker's job starts again after lock and check, within 10 s (measured: 5.6 s; BullMQ's defaults need 59 s).
 * Safe only while nothing blocks the event loop for seconds: work on pixels runs in other processes.
 */
const LOCK_MS = 5_000
const STALL_CHECK_MS = 2_000
/** BullMQ fails a job that lost its worker more often than this, without asking. Our own rule below comes first. */
const MAX_STALLED = 20
/** A job that has lost its worker this often probably kills it: it counts as failed. */
export const POISON_STALLS = 5
/** Pause of BullMQ's loop when its datastore refuses connections. */
const RETRY_FETCH_MS = 1_000
/** Minutes of which BullMQ keeps how many jobs ended. */
const KEPT_MINUTES = 60
/**
 * An attempt that met a datastore of ours that is away says nothing about the work, and is not counted: within seconds all
 * attempts would be used up, and every application under way would go to a person. A job that has been put back more often than
 * this, an hour of outages long, counts its attempts again, so that nothing waits for ever. Not by its age: in a queue that is
 * hours long all jobs are old.
 */
const MOST_PUT_BACK = 3_600
/** Rest before such a job is put back, in which its worker takes no other in its place. */
const OUTAGE_REST_MS = 1_000
/**
 * So often a failure may be refused by a datastore that answers, some six seconds long: then the job fails without it, and the
 * decision, which finds neither evidence nor failure, says so. Else one fault of ours would hold a worker's place for ever.
 */
const MOST_REFUSED = 8
/** How long a stopping worker waits for what it is doing, and then for what it has cancelled. */
const GRACE_MS = 25_000
const CANCEL_GRACE_MS = 2_000

export interface RunningWorker {
  readonly queue: string
  /** Milliseconds by which it is late to ask for its next job; 0 while all is well. */
  lateBy(): number
  /** Takes no more jobs, waits for those in hand, hands back those that take longer than the grace. */
  stop(graceMs?: number): Promise<void>
}

type AnyWorker = Worker<unknown, void, string, IQueueBackend, JobProgress, unknown>
type AnyJob = Job<unknown, void>

export interface RunWorkerOptions {
  backend: QueueBackend
  definition: WorkerDefinition
  /** Jobs at once; what the contract says when not given. */
  concurrency?: number
  log: Logger
  /** Is told of every attempt. */
  watch?: JobWatch
  /** Continues the traces that jobs come with. */
  telemetry?: Telemetry
  /** Answers the canary of the queue. */
  answerCanary?: (queue: string) => Promise<void>
  /** Ends the wait for a datastore that is not there yet. */
  signal?: AbortSignal
}

/** The only place that builds a BullMQ worker. Resolves when it takes jobs; waits for a datastore that is not there. */
export async function runWorker({
  backend,
  definition,
  concurrency,
  log,
  watch = noWatch,
  telemetry,
  answerCanary = async () => {},
  signal,
}: RunWorkerOptions): Promise<RunningWorker> {
  const { queue } = definition
  // One signal for all jobs, not BullMQ's one per job: a fetch under way when we stop may still bring a job, which must
  // find that we are stopping.
  const stopping = new AbortController()
  const stopped = new AbortController()
  const errors = createQuietErrors(log, stopped.signal)
  const report = (error: unknown) => errors.report(`worker ${queue.name}`, error)
  const parts = await backend.workerParts()
  const places = concurrency ?? queue.concurrency
  // One for each job in hand; and a resting one listens as well.
  setMaxListeners(2 * places + 2, stopping.signal)
  const loop = createFetchLoop(places)

  async function take(job: AnyJob, token: string): Promise<void> {
    const ended = loop.begin()
    try {
      // It carries nothing and is nobody's work: neither parsed nor counted.
      if (job.name === CANARY) await answerCanary(queue.name)
      else await watched(watch, queue, job, () => runJob({ definition, log, report }, job, token, stopping.signal))
    } finally {
      ended()
    }
  }

  // A worker whose first readiness failed stays dead on PostgreSQL: it is thrown away and built again.
  const worker = await untilDone(
    async () => {
      const built: AnyWorker = new Worker(
        queue.name,
        (job: AnyJob, token) => take(job, token ?? ''),
        {
          connection: {},
          ...(parts.prefix === undefined ? {} : { prefix: parts.prefix }),
          autorun: false,
          concurrency: places,
          lockDuration: LOCK_MS,
          stalledInterval: STALL_CHECK_MS,
          maxStalledCount: MAX_STALLED,
          runRetryDelay: RETRY_FETCH_MS,
          ...(telemetry && { telemetry }),
          // On PostgreSQL it would be a statement more for each job, and all of a queue's would wait for one row.
          ...(backend.kind === 'redis' && { metrics: { maxDataPoints: KEPT_MINUTES } }),
        },
        (...made) => loop.watch(parts.backendFactory(...made)),
      )
      built.on('error', report)
      try {
        await built.waitUntilReady()
        return built
      } catch (error) {
        await built.close(true).catch(report)
        throw error
      }
    },
    { signal: signal ?? new AbortController().signal, onError: report },
  )

  // BullMQ fails a job without running it when it has lost its worker MAX_STALLED times.
  worker.on('failed', (job, error) => {
    if (job?.deferredFailure === undefined) return
    const payload = queue.payload.safeParse(job.data)
    if (payload.success) definition.failed(payload.data, error, failedJob(job)).catch(report)
  })
  worker.run().catch(report)

  return {
    queue: queue.name,
    lateBy: loop.lateBy,
    async stop(graceMs = GRACE_MS) {
      const closed = worker.close().finally(() => stopped.abort())
      if (await settlesWithin(closed, graceMs)) return
      stopping.abort(new Error('the worker is stopping'))
      if (await settlesWithin(closed, CANCEL_GRACE_MS)) return
      // What ignores its signal is left to the stall check of another worker.
      log.warn({ queue: queue.name }, 'a job did not end in time; another worker will start it again')
      await settlesWithin(worker.disconnect(), CANCEL_GRACE_MS)
      stopped.abort()
    },
  }
}

/** How an attempt ended is told by what it throws, as BullMQ is told. */
async function watched(watch: JobWatch, queue: QueueContract, job: AnyJob, run: () => Promise<void>): Promise<void> {
  const ended = watch({ queue: queue.name, jobId: job.id ?? '', attempt: job.attemptsMade + 1, since: job.timestamp })
  try {
    await run()
    ended('done')
  } catch (thrown) {
    if (thrown instanceof WaitingError) ended('handed_back')
    else ended(thrown instanceof UnrecoverableError ? 'failed' : 'again')
    throw thrown
  }
}

interface JobRun {
  definition: WorkerDefinition
  log: Logger
  report: (error: unknown) => void
}

/**
 * One attempt. The one place that maps how work ends to BullMQ: a return is completion; PermanentError and a payload
 * that does not parse are final; anything else is tried again while attempts are left; an attempt that was cancelled, or found a
 * datastore away, does not count.
 */
async function runJob(run: JobRun, job: AnyJob, token: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return await handBack(job, token)
  const { definition, log, report } = run
  const { queue } = definition
  const parsed = queue.payload.safeParse(job.data)
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'payload').join(', ')
    log.error({ queue: queue.name, job: job.id, fields }, 'a payload does not parse')
    throw new UnrecoverableError(storableText(`the payload does not parse: ${fields}`))
  }
  const payload = parsed.data

  let error: Error
  try {
    if (job.stalledCounter >= POISON_STALLS) {
      throw new PermanentError(`lost its worker ${job.stalledCounter} times`, { failure: 'LOST_ITS_WORKER' })
    }
    await unlessAborted(definition.process(payload, { signal, attempt: job.attemptsMade + 1 }), signal)
    return
  } catch (thrown) {
    if (signal.aborted) return await handBack(job, token)
    if (isOutage(thrown) && timesPutBack(job) < MOST_PUT_BACK) {
      report(thrown)
      await pause(OUTAGE_REST_MS, signal)
      return await handBack(job, token)
    }
    error = jobError(thrown, isLastAttempt(job, queue))
  }

  const about = { queue: queue.name, job: job.id, attempt: job.attemptsMade + 1, error: error.message }
  if (!(error instanceof UnrecoverableError)) {
    log.info(about, 'an attempt failed, the job will be tried again')
    throw error
  }
  if (!(await recordFailure(run, job, payload, error, signal))) return await handBack(job, token)
  log.warn(about, 'a job failed')
  throw error
}

const isLastAttempt = (job: AnyJob, queue: QueueContract): boolean =>
  job.attemptsMade + 1 >= (job.opts.attempts ?? queue.retry.attempts)

/** Started, and neither ended nor under way now; those whose worker was lost count too. */
const timesPutBack = (job: AnyJob): number => job.attemptsStarted - job.attemptsMade - 1

/** Ours and the caller's mistakes are the same at every attempt. */
const isPermanent = (thrown: unknown): boolean =>
  thrown instanceof PermanentError ||
  thrown instanceof UnrecoverableError ||
  (thrown instanceof ZhunruError && thrown.status < 500)

/** A fresh error, because BullMQ stores message and stack as they are, and PostgreSQL cannot take every text. */
function jobError(thrown: unknown, last: boolean): Error {
  const message = describeError(thrown)
  const error = isPermanent(thrown) || last ? new UnrecoverableError(message) : new Error(message)
  // For whoever writes the failure down; BullMQ keeps message and stack alone.
  error.cause = thrown
  return error
}

/** BullMQ counts an attempt when it has ended; `underWay` are those that have not. */
const failedJob = (job: AnyJob, underWay = 0) => ({ id: job.id ?? '', attempts: job.attemptsMade + underWay })

/** @returns false when the process stops before the failure could be written down. */
async function recordFailure(
  run: JobRun,
  job: AnyJob,
  payload: unknown,
  error: Error,
  signal: AbortSignal,
): Promise<boolean> {
  let refused = 0
  try {
    await untilDone(() => run.definition.failed(payload, error, failedJob(job, 1)), {
      signal,
      onError: run.report,
      isFinal: (thrown) => isPermanent(thrown) || (!isOutage(thrown) && ++refused >= MOST_REFUSED),
    })
  } catch (thrown) {
    if (signal.aborted) return false
    // There is nothing to write the failure to, for example because the material is gone.
    run.report(thrown)
  }
  return true
}

/** Puts the job back for another worker; the attempt does not count. */
async function handBack(job: AnyJob, token: string): Promise<never> {
  await job.moveToWait(token)
  throw new WaitingError()
}
