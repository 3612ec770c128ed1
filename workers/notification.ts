import { queues } from '../queues/index.ts'
import { recordJobFailure } from '../src/review/failures/record-job-failure.ts'
import { type SendDeps, sendEffect } from '../src/review/send-effect.ts'
import { defineWorker } from './define-worker.ts'

/** Sends one effect: a webhook to the integrator, an SMS or a push to the applicant. */
export const notification = (deps: SendDeps) =>
  defineWorker(queues.notification, {
    process: ({ effectId }, { signal }) => sendEffect(deps, effectId, signal),
    // The effect is still due, and woken again; what failed is ours, not the other side's.
    failed: (payload, error, { id, attempts }) =>
      recordJobFailure(deps, {
        queue: 'notification',
        slot: payload.effectId,
        jobId: id,
        ref: payload,
        attempts,
        error,
      }),
  })
