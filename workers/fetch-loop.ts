import type { IQueueBackend } from 'bullmq'
import { errorCode } from '../src/platform/outage.ts'

/** Milliseconds within which a loop that has a place free asks for its next job, beyond the time that it means to wait. */
const PATIENCE_MS = 30_000

/**
 * Watches whether the loop of one worker still fetches jobs: a worker may live on, hold its connections and renew its
 * locks while the loop that fetches has ended. A fetch that gets no answer does not count; one that the server refuses does,
 * as when its memory is full: that is nothing that another worker would do better.
 */
export function createFetchLoop(concurrency: number, now: () => number = () => performance.now()) {
  let inHand = 0
  let due = now() + PATIENCE_MS

  return {
    /** Call it as a job begins, and what it returns as it ends: a worker whose hands are full fetches nothing. */
    begin(): () => void {
      inHand++
      return () => {
        inHand--
        due = now() + PATIENCE_MS
      }
    },

    watch(backend: IQueueBackend): IQueueBackend {
      const fetchJob = backend.moveToActive.bind(backend)
      const waitForJob = backend.waitForJob.bind(backend)
      backend.moveToActive = async (token, name) => {
        try {
          const found = await fetchJob(token, name)
          due = now() + PATIENCE_MS
          return found
        } catch (error) {
          if (isRefusal(error)) due = now() + PATIENCE_MS
          throw error
        }
      }
      backend.waitForJob = async (seconds) => {
        due = now() + seconds * 1_000 + PATIENCE_MS
        return await waitForJob(seconds)
      }
      return backend
    },

    /** Milliseconds by which its next fetch is late; 0 while all is well. */
    lateBy: (): number => (inHand >= concurrency ? 0 : Math.max(0, now() - due)),
  }
}

/** An SQLSTATE, but of a lost connection or a server that starts or stops: to that answer a worker may hold on for ever. */
const sqlState = /^(?!08|57P)(?=.*\d)[0-9A-Z]{5}$/

/** What Redis or Postgres itself answered. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'ReplyError' || sqlState.test(errorCode(error)))
