import { queues } from '../queues/index.ts'
import { type SendDeps, sendEffect } from '../src/review/send-effect.ts'
import { defineWorker } from './define-worker.ts'

/** Sends one effect: a webhook to the integrator, an SMS or a push to the applicant. */
export const notification = (deps: SendDeps) =>
  defineWorker(queues.notification, {
    process: ({ effectId }, { signal }) => sendEffect(deps, effectId, signal),
    // Nothing to write down: it is still due, and woken again.
    failed: () => Promise.resolve(),
  })
