import { queueNames } from '../../queues/index.ts'
import type { Logger } from '../platform/logger.ts'
import { canarySlot, canaryStandings, claimCanary, noteLateCanaries } from '../store/canaries.ts'
import type { Store } from '../store/open-store.ts'
import type { QueueBackend } from './backend.ts'

export const CANARY_EVERY_MS = 10_000
/** A worker that is busy takes its canary when a place is free, which long readings may delay. */
const LATE_MS = 60_000

export interface CanaryOptions {
  store: Pick<Store, 'db'>
  backend: Pick<QueueBackend, 'publishCanary' | 'isLive'>
  log: Logger
  /** In place of LATE_MS. For tests, which do not ask how fast a machine is. */
  lateMs?: number
}

/**
 * Sends a job that does nothing into each queue. Whether workers take jobs is known by that alone: a process may live, and
 * its connections stand, while the loop that fetches jobs has ended. At most one waits in a queue, however long nobody
 * answers, and none is sent into a queue that is paused.
 * @returns a round: how many queues have newly been found without an answer
 */
export function canaries({ store: { db }, backend, log, lateMs = LATE_MS }: CanaryOptions): () => Promise<number> {
  return async () => {
    const jobId = await canarySlot(db, CANARY_EVERY_MS)
    const standings = new Map((await canaryStandings(db)).map((standing) => [standing.queue, standing]))
    const pauses = await db.selectFrom('queue_pause').select('queue').execute()
    const paused = new Set<string>(pauses.map(({ queue }) => queue))
    const running = queueNames.filter((queue) => !paused.has(queue))
    const outcomes = await Promise.allSettled(
      running.map(async (queue) => {
        const last = standings.get(queue)
        // Lost with its queue, or never sent because the queue did not answer then, it is sent again.
        if (last && !last.answered && (await backend.isLive(queue, last.jobId))) return
        if (await claimCanary(db, queue, jobId)) await backend.publishCanary(queue, jobId)
      }),
    )
    const late = await noteLateCanaries(db, lateMs)
    for (const queue of late) log.error({ queue }, 'nobody answers the canary of a queue: does a worker run for it?')
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
    return late.length
  }
}
