/** The thread behind watch-event-loop.ts: says when the main thread stands still, and when it goes on. */
import { workerData } from 'node:worker_threads'
import { createLogger } from './logger.ts'

export interface EventLoopWatch {
  /** Grows by one each turn. */
  turns: Int32Array
  turnMs: number
  /** So many turns of this thread without one of the main thread. Counted, for a machine that slept has turned neither. */
  silentTurns: number
  level: string
  about: Readonly<Record<string, unknown>>
}

const { turns, turnMs, silentTurns, level, about }: EventLoopWatch = workerData
const log = createLogger(level, about)
let last = 0
let still = 0

setInterval(() => {
  const now = Atomics.load(turns, 0)
  const seconds = Math.round((still * turnMs) / 1_000)
  if (now !== last) {
    if (still >= silentTurns) log.warn({ seconds }, 'the event loop turns again')
    last = now
    still = 0
    return
  }
  still += 1
  if (still === silentTurns) {
    log.error(
      { seconds: seconds + turnMs / 1_000 },
      'the event loop is blocked: this process answers nobody, no probe either',
    )
  }
}, turnMs)
