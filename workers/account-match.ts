import { queues } from '../queues/index.ts'
import { attemptOf } from '../src/review/check-attempt.ts'
import { failureCode } from '../src/review/failures/failure-code.ts'
import { matchApplication } from '../src/review/match-account.ts'
import { recordCheckFailure } from '../src/review/record-evidence.ts'
import type { VerifyDeps } from '../src/review/verify-facts.ts'
import { defineWorker } from './define-worker.ts'

/** Compares names and numbers across form, documents, account, sign, bank and registry, once all has been read. */
export const accountMatch = (review: VerifyDeps) =>
  defineWorker(queues.accountMatch, {
    process: (payload) => matchApplication(review, payload),
    failed: (payload, error) =>
      recordCheckFailure(
        review,
        { ...payload, check: 'account-match', slot: 'application' },
        error.message,
        failureCode(error),
        attemptOf(error),
      ),
  })
