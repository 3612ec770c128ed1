import { queues } from '../queues/index.ts'
import { type DecideDeps, decideApplication } from '../src/review/decide-application.ts'
import { leaveToPerson } from '../src/review/leave-to-person.ts'
import { recordJobFailure } from '../src/review/failures/record-job-failure.ts'
import { defineWorker } from './define-worker.ts'

/** Turns the evidence into an outcome with reasons. */
export const decision = (deps: DecideDeps) =>
  defineWorker(queues.decision, {
    process: (payload) => decideApplication(deps, payload),
    failed: async (payload, error, { id, attempts }) => {
      await recordJobFailure(deps, { queue: 'decision', jobId: id, ref: payload, attempts, error })
      await leaveToPerson(deps, payload)
    },
  })
