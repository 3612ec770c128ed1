import type { Logger } from '../platform/logger.ts'
import { describeError } from './clean-text.ts'

/** One line per source and this many milliseconds: a datastore that is away must not fill the disk. */
const INTERVAL_MS = 10_000

/**
 * Reports errors that may come thousands of times a second. The first is logged at once, later ones are counted and
 * told of with the next line that is due. Once `closing` is aborted nothing is said: a connection of ours that ends
 * while its server stops too is no news.
 */
export function createQuietErrors(log: Logger, closing?: AbortSignal, now: () => number = Date.now) {
  const sources = new Map<string, { next: number; silenced: number }>()
  let total = 0

  return {
    report(source: string, error: unknown): void {
      total++
      if (closing?.aborted) return
      const at = now()
      const state = sources.get(source) ?? { next: 0, silenced: 0 }
      sources.set(source, state)
      if (at < state.next) {
        state.silenced++
        return
      }
      log.error({ source, error: describeError(error), silenced: state.silenced }, 'queueing trouble')
      state.next = at + INTERVAL_MS
      state.silenced = 0
    },
    /** Errors since the start, logged or not. */
    total: (): number => total,
  }
}

export type QuietErrors = ReturnType<typeof createQuietErrors>
