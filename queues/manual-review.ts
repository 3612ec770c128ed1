import { defineQueue, screeningJobId, screeningPayload } from './queue.ts'

export const manualReview = defineQueue({
  name: 'manual-review',
  does: 'opens a case for a reviewer',
  payload: screeningPayload,
  retry: { attempts: 8, backoffMs: 1_000 },
  concurrency: 8,
  jobId: (p) => screeningJobId('manual-review', p),
})
