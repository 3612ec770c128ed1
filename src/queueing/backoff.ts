import { setTimeout as sleep } from 'node:timers/promises'

const FIRST_MS = 100
const LONGEST_MS = 2_000

/** Milliseconds before try `n` (from 0): doubling from 0.1 s to 2 s, half of it random so that processes spread out. */
export function backoffMs(n: number, random: () => number = Math.random): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(n, 10))
  return full / 2 + (random() * full) / 2
}

/**
 * Repeats `work` until it succeeds.
 * @throws the reason of `signal` when that is aborted first, and at once what `isFinal` accepts.
 */
export async function untilDone<T>(
  work: () => Promise<T>,
  options: { signal: AbortSignal; onError(error: unknown): void; isFinal?: (error: unknown) => boolean },
): Promise<T> {
  for (let n = 0; ; n++) {
    options.signal.throwIfAborted()
    try {
      return await work()
    } catch (error) {
      if (options.isFinal?.(error)) throw error
      options.onError(error)
    }
    await pause(backoffMs(n), options.signal)
  }
}

/** Sleeps; ends early, without throwing, when the signal is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {})
}
