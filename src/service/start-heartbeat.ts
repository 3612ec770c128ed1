import type { Logger } from '../platform/logger.ts'
import { createBell } from '../queueing/bell.ts'
import { createQuietErrors } from '../queueing/quiet-errors.ts'
import type { Store } from '../store/open-store.ts'
import { forgetProcess, type ProcessSign, signOfLife } from '../store/processes.ts'
import type { Health } from './health.ts'

/** Milliseconds. */
const EVERY = 5_000

export interface HeartbeatOptions {
  store: Pick<Store, 'db'>
  log: Logger
  health: Pick<Health, 'live'>
  /** What the process says of itself now. */
  sign: () => ProcessSign
  /** Aborted as the process begins to stop; that is told at once. */
  stopping: AbortSignal
  every?: number
}

/** Writes every few seconds what this process is and does, until it ends; and looks whether its workers still do anything. */
export function startHeartbeat({ store, log, health, sign, stopping, every = EVERY }: HeartbeatOptions): {
  stop(): Promise<void>
} {
  const ended = new AbortController()
  const errors = createQuietErrors(log, ended.signal)
  const bell = createBell(ended.signal)
  stopping.addEventListener('abort', bell.ring)
  const going = go()

  async function go(): Promise<void> {
    let deafBefore = ''
    while (!ended.signal.aborted) {
      try {
        await signOfLife(store.db, sign())
      } catch (error) {
        errors.report('sign of life', error)
      }
      const deaf = [(await health.live())['deaf']].flat().join(', ')
      if (deaf !== deafBefore && deaf !== '') {
        log.error({ queues: deaf }, 'workers of this process ask for no more jobs: start it anew')
      }
      deafBefore = deaf
      await bell.waitFor(every)
    }
  }

  return {
    async stop() {
      ended.abort()
      await going
      await forgetProcess(store.db, sign().id).catch(() => {})
    },
  }
}
