import { queues } from '../queues/index.ts'
import { type DecideDeps, decideApplication } from '../src/review/decide-application.ts'
import { defineWorker } from './define-worker.ts'

/** Turns the evidence into an outcome with reasons. */
export const decision = (deps: DecideDeps) =>
  defineWorker(queues.decision, {
    process: (payload) => decideApplication(deps, payload),
    // Nothing to write down: the application stays in `deciding` or `screening`, and the sweeper brings it back.
    failed: async () => {},
  })
