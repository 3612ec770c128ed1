import type { Logger } from './logger.ts'

interface Part {
  name: string
  stop(): Promise<void>
}

/** Milliseconds from the signal to the end of the process at the latest: supervisors kill what takes 30 s. */
const LONGEST_STOP_MS = 29_000

/**
 * Stops what was started: first, all at once, what takes in or does work, so that no part's patience adds to that of
 * another; then what that work needs, last started first. A part that fails to stop does not keep the others running.
 */
export function createShutdown(log: Logger) {
  const work: Part[] = []
  const parts: Part[] = []
  const late: Promise<void>[] = []
  const begun = new AbortController()
  /** Names of parts that stop at this moment. */
  const underWay = new Set<string>()
  let stopping: Promise<void> | null = null

  async function stopPart(part: Part): Promise<void> {
    underWay.add(part.name)
    try {
      await part.stop()
    } catch (error) {
      log.error({ part: part.name, error: String(error) }, 'a part did not stop cleanly')
    } finally {
      underWay.delete(part.name)
    }
  }

  async function stopAll(): Promise<void> {
    begun.abort(new Error('the process is stopping'))
    await Promise.all(work.map(stopPart))
    for (const part of parts.toReversed()) await stopPart(part)
    for (const stopped of late) await stopped
  }

  // A part that is added while all is stopping is stopped as well: it came up too late.
  const addTo =
    (list: Part[]) =>
    (name: string, stop: () => Promise<void>): void => {
      if (stopping) late.push(stopPart({ name, stop }))
      else list.push({ name, stop })
    }

  return {
    /** What others stand on, as the database: stopped after them. */
    add: addTo(parts),
    /** What takes in or does work, as the API and the workers. */
    addWork: addTo(work),
    /** Aborted as the stop begins. */
    signal: begun.signal,
    /** Safe to call twice: both callers wait for the same stop. */
    stop: (): Promise<void> => (stopping ??= stopAll()),
    /** Says for what it will be waited no longer. */
    giveUp: (): void => log.error({ parts: [...underWay] }, 'not all parts have stopped in time; the process ends'),
  }
}

export type Shutdown = ReturnType<typeof createShutdown>

/**
 * Runs `work` until it ends or a signal comes; then all is stopped. The first Ctrl-C or SIGTERM stops cleanly, also in
 * the middle of a start, the second ends the process at once.
 * @returns whether a signal ended it. What the work throws because it is being stopped is no error.
 */
export async function untilSignal(
  shutdown: Shutdown,
  work: (signalled: Promise<void>) => Promise<void>,
  onSignal: () => void = () => {},
): Promise<boolean> {
  let signalled = false
  const stopped = stopOnSignal(shutdown, () => {
    signalled = true
    onSignal()
  })
  const working = work(stopped).catch((error: unknown) => {
    if (!signalled) throw error
  })
  await Promise.race([stopped, working])
  await shutdown.stop()
  return signalled
}

/**
 * Resolves when a signal has come and all has stopped.
 * @param longest milliseconds after which the process ends with 1, whatever still stops
 */
export function stopOnSignal(
  shutdown: Shutdown,
  onSignal: () => void = () => {},
  longest = LONGEST_STOP_MS,
): Promise<void> {
  return new Promise((resolve) => {
    let seen = false
    const handle = (signal: NodeJS.Signals) => {
      if (seen) process.exit(signal === 'SIGINT' ? 130 : 143)
      seen = true
      setTimeout(() => {
        shutdown.giveUp()
        process.exit(1)
      }, longest).unref()
      onSignal()
      void shutdown.stop().then(resolve)
    }
    process.on('SIGINT', handle)
    process.on('SIGTERM', handle)
  })
}
