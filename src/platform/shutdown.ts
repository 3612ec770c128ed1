import type { Logger } from './logger.ts'

interface Part {
  name: string
  stop(): Promise<void>
}

/** Stops what was started, last started first. A part that fails to stop does not keep the others running. */
export function createShutdown(log: Logger) {
  const parts: Part[] = []
  const late: Promise<void>[] = []
  let stopping: Promise<void> | null = null

  async function stopPart(part: Part): Promise<void> {
    try {
      await part.stop()
    } catch (error) {
      log.error({ part: part.name, error: String(error) }, 'a part did not stop cleanly')
    }
  }

  async function stopAll(): Promise<void> {
    for (const part of parts.toReversed()) await stopPart(part)
    for (const stopped of late) await stopped
  }

  return {
    /** A part that is added while all is stopping is stopped as well: it came up too late. */
    add(name: string, stop: () => Promise<void>): void {
      if (stopping) late.push(stopPart({ name, stop }))
      else parts.push({ name, stop })
    },
    /** Safe to call twice: both callers wait for the same stop. */
    stop: (): Promise<void> => (stopping ??= stopAll()),
  }
}

export type Shutdown = ReturnType<typeof createShutdown>

/** First Ctrl-C or SIGTERM stops cleanly, the second ends at once. Resolves when a signal has come and all has stopped. */
export function stopOnSignal(shutdown: Shutdown, onSignal: () => void = () => {}): Promise<void> {
  return new Promise((resolve) => {
    let seen = false
    const handle = (signal: NodeJS.Signals) => {
      if (seen) process.exit(signal === 'SIGINT' ? 130 : 143)
      seen = true
      onSignal()
      void shutdown.stop().then(resolve)
    }
    process.on('SIGINT', handle)
    process.on('SIGTERM', handle)
  })
}
