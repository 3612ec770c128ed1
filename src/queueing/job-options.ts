import type { JobsOptions } from 'bullmq'
import type { QueueContract } from '../../queues/index.ts'

/** A job without a priority would overtake every job that has one, so each gets one. Lower runs first. */
const priorities = { urgent: 1, normal: 10, low: 20 } as const
export type Priority = keyof typeof priorities
export const allPriorities: readonly number[] = Object.values(priorities)

/** Payloads are ids and counters, some hundred bytes; anything near this size is a mistake. */
const MAX_PAYLOAD_BYTES = 32 * 1024
/** Seconds that a finished job is remembered. By age only: keeping a count makes PostgreSQL deadlock under load. */
const KEEP_COMPLETED_S = 3_600
const KEEP_FAILED_S = 7 * 86_400
/** Share of each delay that is random, so that jobs that failed together do not come back together. */
const JITTER = 0.5

export function jobOptions(contract: QueueContract, jobId: string, priority: Priority, trace?: string): JobsOptions {
  return {
    jobId,
    priority: priorities[priority],
    attempts: contract.retry.attempts,
    backoff: { type: 'exponential', delay: contract.retry.backoffMs, jitter: JITTER },
    removeOnComplete: { age: KEEP_COMPLETED_S },
    removeOnFail: { age: KEEP_FAILED_S },
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
