/**
 * Limits of time, each with a controller of its own: `AbortSignal.any` over a signal that lives as long as the process keeps every
 * one that was ever made from it (Node 20).
 */
export function createDeadlines(closed: Error) {
  const open = new Set<AbortController>()
  let ended = false

  return {
    /** Aborts the work's signal after so many milliseconds, with the caller's, or when all is ended; waits for none of it then. */
    async within<T>(
      ms: number,
      signal: AbortSignal | undefined,
      work: (signal: AbortSignal) => Promise<T>,
    ): Promise<T> {
      if (ended) throw closed
      signal?.throwIfAborted()
      const own = new AbortController()
      open.add(own)
      const late = setTimeout(
        () => own.abort(new DOMException('the time for all attempts is over', 'TimeoutError')),
        ms,
      )
      const follow = () => own.abort(signal?.reason)
      signal?.addEventListener('abort', follow, { once: true })
      const aborted = new Promise<never>((_, reject) => {
        own.signal.addEventListener(
          'abort',
          () => {
            const why: unknown = own.signal.reason
            reject(why instanceof Error ? why : new Error(String(why)))
          },
          { once: true },
        )
      })
      try {
        return await Promise.race([work(own.signal), aborted])
      } finally {
        clearTimeout(late)
        signal?.removeEventListener('abort', follow)
        open.delete(own)
      }
    },
    endAll(): void {
      ended = true
      for (const own of open) own.abort(closed)
    },
  }
}
