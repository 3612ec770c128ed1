import { defineQueue, screeningJobId, screeningPayload } from './queue.ts'

export const accountMatch = defineQueue({
  name: 'account-match',
  does: 'compares names and numbers across form, documents, account and sign',
  payload: screeningPayload,
  retry: { attempts: 4, backoffMs: 1_000 },
  concurrency: 8,
  jobId: (p) => screeningJobId('account-match', p),
})
