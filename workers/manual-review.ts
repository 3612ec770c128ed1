import { queues } from '../queues/index.ts'
import { openCase, type WorkDeps } from '../src/review/open-work.ts'
import { recordJobFailure } from '../src/review/failures/record-job-failure.ts'
import { defineWorker } from './define-worker.ts'

/** Opens a case for a reviewer. */
export const manualReview = (review: WorkDeps) =>
  defineWorker(queues.manualReview, {
    process: (payload) => openCase(review, payload),
    // The application stays in `review_pending`, where the reconciler finds it without an open case.
    failed: (payload, error, { id, attempts }) =>
      recordJobFailure(review, { queue: 'manual-review', jobId: id, ref: payload, attempts, error }),
  })
