import { setMaxListeners } from 'node:events'
import type { Logger } from '../platform/logger.ts'
import { createBell } from '../queueing/bell.ts'
import { createQuietErrors } from '../queueing/quiet-errors.ts'
import type { Round } from './rounds.ts'

/** Goes each round again and again, each in its own time; outages are waited through. */
export function startRounds(
  rounds: readonly Round[],
  log: Logger,
  told: (name: string, found: number | 'failed') => void = () => {},
): { stop(): Promise<void> } {
  const stopping = new AbortController()
  // One for each round, and one for the errors: Node takes more than ten for a leak.
  setMaxListeners(rounds.length + 1, stopping.signal)
  const errors = createQuietErrors(log, stopping.signal)
  const going = rounds.map(go)

  async function go({ name, every, run, did, alarm }: Round): Promise<void> {
    const bell = createBell(stopping.signal)
    while (!stopping.signal.aborted) {
      try {
        const count = await run()
        told(name, count)
        if (count > 0) log[alarm ? 'warn' : 'info']({ round: name, count }, did)
      } catch (error) {
        told(name, 'failed')
        errors.report(name, error)
      }
      await bell.waitFor(every)
    }
  }

  return {
    async stop() {
      stopping.abort()
      await Promise.all(going)
    },
  }
}
