import type { Clock } from '../platform/clock.ts'
import type { Logger } from '../platform/logger.ts'
import type { Store } from '../store/open-store.ts'
import { addMinutes, MINUTE, type QueueMinute } from '../store/queue-minutes.ts'
import { createQuietErrors } from './quiet-errors.ts'

/** Milliseconds between two writings: one small statement for all that a process did meanwhile. */
const WRITE_EVERY = 5_000

/** Told of every attempt as it begins; what it returns is told how it ended. */
type Watch = (attempt: { queue: string }) => (end: string) => void

/**
 * Counts how much the workers of this process get done in each minute, for everybody to see. In Postgres and not in the queues:
 * there BullMQ counts with one more statement for each job.
 */
export function startTally({ store, clock, log }: { store: Pick<Store, 'db'>; clock: Clock; log: Logger }): {
  watch: Watch
  /** Writes down what it has counted. */
  write: () => Promise<void>
  stop: () => Promise<void>
} {
  const errors = createQuietErrors(log)
  let counted = new Map<string, QueueMinute>()
  const timer = setInterval(() => void write().catch((error: unknown) => errors.report('tally', error)), WRITE_EVERY)
  timer.unref()

  const watch: Watch = ({ queue }) => {
    return (end) => {
      if (end !== 'done' && end !== 'failed') return
      const minute = Math.floor(clock.now().getTime() / MINUTE) * MINUTE
      const key = `${queue} ${minute}`
      const known = counted.get(key) ?? { queue, minute, done: 0, failed: 0 }
      known[end] += 1
      counted.set(key, known)
    }
  }

  async function write(): Promise<void> {
    if (counted.size === 0) return
    const taken = counted
    counted = new Map()
    try {
      await addMinutes(store.db, [...taken.values()])
    } catch (error) {
      // Counted with the next ones.
      for (const [key, { done, failed, ...of }] of taken) {
        const since = counted.get(key) ?? { ...of, done: 0, failed: 0 }
        counted.set(key, { ...since, done: since.done + done, failed: since.failed + failed })
      }
      throw error
    }
  }

  return {
    watch,
    write,
    stop: async () => {
      clearInterval(timer)
      await write().catch((error: unknown) => errors.report('tally', error))
    },
  }
}
