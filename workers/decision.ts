import { queues } from '../queues/index.ts'
import { type DecideDeps, decideApplication } from '../src/review/decide-application.ts'
import { recordJobFailure } from '../src/review/failures/record-job-failure.ts'
import { defineWorker } from './define-worker.ts'

/** Turns the evidence into an outcome with reasons. */
export const decision = (deps: DecideDeps) =>
  defineWorker(queues.decision, {
    process: (payload) => decideApplication(deps, payload),
    // The application stays in `deciding` or `screening`, and the reconciler brings it back.
    failed: (payload, error, { id, attempts }) =>
      recordJobFailure(deps, { queue: 'decision', jobId: id, ref: payload, attempts, error }),
  })
