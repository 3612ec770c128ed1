import { defineQueue, screeningJobId, screeningPayload } from './queue.ts'

export const decision = defineQueue({
  name: 'decision',
  does: 'turns the evidence into an outcome with reasons, by the policy',
  payload: screeningPayload,
  retry: { attempts: 6, backoffMs: 1_000 },
  concurrency: 8,
  jobId: (p) => screeningJobId('decision', p),
})
