import { z } from 'zod'

/** How often and how patiently a job of this queue is tried. Delays are milliseconds, exponential with jitter. */
interface RetryPolicy {
  attempts: number
  backoffMs: number
}

/**
 * One queue, as data. Types, docs, metrics and menus derive from it; nothing here knows BullMQ.
 * `jobId` must differ between runs: BullMQ silently drops an add whose id it still remembers.
 */
export interface QueueContract<P extends z.ZodType = z.ZodType, N extends string = string> {
  readonly name: N
  readonly does: string
  readonly payload: P
  readonly retry: RetryPolicy
  /** How many jobs one worker process takes at once. */
  readonly concurrency: number
  jobId(payload: z.infer<P>): string
}

export type PayloadOf<Q extends QueueContract> = z.infer<Q['payload']>

export function defineQueue<P extends z.ZodType, const N extends string>(
  contract: QueueContract<P, N>,
): QueueContract<P, N> {
  return contract
}

/** What every job of one screening carries: ids and counters, never a name, a number or a picture. */
export const screeningPayload = z.strictObject({
  applicationId: z.string().regex(/^app_[0-9a-z]+$/),
  revision: z.int().min(1),
  /** A re-run is a new run with new job ids; the first is 1. */
  run: z.int().min(1),
})

export const materialPayload = screeningPayload.extend({
  materialId: z.string().regex(/^mat_[0-9a-z]+$/),
})

export function screeningJobId(queue: string, p: z.infer<typeof screeningPayload>, part = ''): string {
  return `${p.applicationId}-r${p.revision}-n${p.run}-${queue}${part && `-${part}`}`
}
