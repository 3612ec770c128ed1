import { queues } from '../queues/index.ts'
import type { ReviewDeps } from '../src/review/deps.ts'
import { openCallback } from '../src/review/open-work.ts'
import { defineWorker } from './define-worker.ts'

/** Opens a phone verification for a caller. */
export const callback = (review: ReviewDeps) =>
  defineWorker(queues.callback, {
    process: (payload) => openCallback(review, payload),
    // The application stays in `callback_pending`, where the sweeper finds it without an open callback.
    failed: async () => {},
  })
