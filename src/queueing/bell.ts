import { pause } from './backoff.ts'

/** A bell that stays rung until someone has waited for it, so that what happens while we work is not missed. */
export function createBell(stop: AbortSignal) {
  let rung = false
  let wake = () => {}
  return {
    ring: (): void => {
      rung = true
      wake()
    },
    /** Resolves when it rings, at the latest after `ms`, or at the stop. */
    async waitFor(ms: number): Promise<void> {
      if (!rung && !stop.aborted) {
        const done = new AbortController()
        wake = () => done.abort()
        stop.addEventListener('abort', wake)
        await pause(ms, done.signal)
        stop.removeEventListener('abort', wake)
        wake = () => {}
      }
      rung = false
    },
  }
}
