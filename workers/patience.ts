import { pause } from '../src/queueing/backoff.ts'

/**
 * Waits no longer than until the signal: work that does not heed it, as a look at a photo, is left behind and the job handed
 * back. What it may still write down it writes as any late writer does, once.
 */
export function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Error('the worker is stopping'))
    signal.addEventListener('abort', abort, { once: true })
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

/** Whether it settles, in whatever way, within so many milliseconds. */
export async function settlesWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController()
  try {
    return await Promise.race([
      work.then(
        () => true,
        () => true,
      ),
      pause(ms, timer.signal).then(() => false),
    ])
  } finally {
    timer.abort()
  }
}
