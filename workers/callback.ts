import { queues } from '../queues/index.ts'
import { openCallback, type WorkDeps } from '../src/review/open-work.ts'
import { recordJobFailure } from '../src/review/failures/record-job-failure.ts'
import { defineWorker } from './define-worker.ts'

/** Opens a phone verification for a caller. */
export const callback = (review: WorkDeps) =>
  defineWorker(queues.callback, {
    process: (payload) => openCallback(review, payload),
    // The application stays in `callback_pending`, where the reconciler finds it without an open callback.
    failed: (payload, error, { id, attempts }) =>
      recordJobFailure(review, { queue: 'callback', jobId: id, ref: payload, attempts, error }),
  })
