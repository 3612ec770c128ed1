import { queues } from '../queues/index.ts'
import type { ReviewDeps } from '../src/review/deps.ts'
import { recordEffectFailure, type SendEffect, sendEffect } from '../src/review/send-effect.ts'
import { defineWorker } from './define-worker.ts'

/** Sends one effect: a webhook to the integrator or an SMS to the applicant. */
export const notification = ({ review, send }: { review: ReviewDeps; send: SendEffect }) =>
  defineWorker(queues.notification, {
    process: ({ effectId }) => sendEffect(review, effectId, send),
    failed: ({ effectId }, error) => recordEffectFailure(review, effectId, error.message),
  })
