import { queues } from '../queues/index.ts'
import { openCallback, type WorkDeps } from '../src/review/open-work.ts'
import { defineWorker } from './define-worker.ts'

/** Opens a phone verification for a caller. */
export const callback = (review: WorkDeps) =>
  defineWorker(queues.callback, {
    process: (payload) => openCallback(review, payload),
    // The application stays in `callback_pending`, where the sweeper finds it without an open callback.
    failed: async () => {},
  })
