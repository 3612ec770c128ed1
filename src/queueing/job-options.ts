import type { JobsOptions } from 'bullmq'
import type { QueueContract } from '../../queues/index.ts'

/** A job without a priority would overtake every job that has one, so each gets one. Lower runs first. */
const priorities = { urgent: 1, normal: 10, low: 20 } as const
export type Priority = keyof typeof priorities
export const allPriorities: readonly number[] = Object.values(priorities)

/** Payloads are ids and counters, some hundred bytes; anything near this size is a mistake. */
const MAX_PAYLOAD_BYTES = 32 * 1024
/** Seconds that a finished job is remembered, so that a flow which a relay hands over twice is known. What failed stands in our tables. */
const KEEP_COMPLETED_S = 900
const KEEP_FAILED_S = 7 * 86_400
/**
 * Finished jobs that Redis remembers of each queue, at most. Those of one application take 37 kB there (measured: 15 jobs, 2.4 kB
 * each), so that without a limit some thousands in a quarter of an hour would fill it. Not on PostgreSQL, which has a disk: its
 * workers would wait for one another to count, and deadlock.
 */
const KEEP_IN_REDIS = 5_000
/** Share of each delay that is random, so that jobs that failed together do not come back together. */
const JITTER = 0.5

export function jobOptions(
  contract: QueueContract,
  jobId: string,
  { priority, trace, kind }: { priority: Priority; trace: string | undefined; kind: 'redis' | 'postgres' },
): JobsOptions {
  const count = kind === 'redis' ? { count: KEEP_IN_REDIS } : {}
  return {
    jobId,
    priority: priorities[priority],
    attempts: contract.retry.attempts,
    backoff: { type: 'exponential', delay: contract.retry.backoffMs, jitter: JITTER },
    removeOnComplete: { age: KEEP_COMPLETED_S, ...count },
    removeOnFail: { age: KEEP_FAILED_S, ...count },
    sizeLimit: MAX_PAYLOAD_BYTES,
    stackTraceLimit: 1,
    // As bullmq-otel writes it: whoever runs the job continues the trace.
    ...(trace !== undefined && { telemetry: { metadata: JSON.stringify({ traceparent: trace }) } }),
  }
}

/** Name of the job that does nothing but be answered. */
export const CANARY = 'canary'

/** One attempt, and nothing is left of it: the next one follows in seconds. */
export const canaryOptions = (jobId: string): JobsOptions => ({
  jobId,
  priority: priorities.urgent,
  attempts: 1,
  removeOnComplete: true,
  removeOnFail: true,
  stackTraceLimit: 1,
})
