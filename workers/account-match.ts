import { queues } from '../queues/index.ts'
import type { ReviewDeps } from '../src/review/deps.ts'
import { matchApplication } from '../src/review/match-account.ts'
import { recordCheckFailure } from '../src/review/record-evidence.ts'
import { defineWorker } from './define-worker.ts'

/** Compares names and numbers across form, documents, account and sign, once all of them have been read. */
export const accountMatch = (review: ReviewDeps) =>
  defineWorker(queues.accountMatch, {
    process: (payload) => matchApplication(review, payload),
    failed: (payload, error) =>
      recordCheckFailure(review, { ...payload, check: 'account-match', slot: 'application' }, error.message),
  })
