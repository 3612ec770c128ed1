import { defineQueue, screeningJobId, screeningPayload } from './queue.ts'

export const callback = defineQueue({
  name: 'callback',
  does: 'opens a phone verification for a caller',
  payload: screeningPayload,
  retry: { attempts: 8, backoffMs: 1_000 },
  concurrency: 8,
  jobId: (p) => screeningJobId('callback', p),
})
