import { z } from 'zod'
import { defineQueue, screeningJobId, screeningPayload } from './queue.ts'

export const notification = defineQueue({
  name: 'notification',
  does: 'sends one effect: webhook, SMS or push',
  payload: screeningPayload.extend({
    effectId: z.string().regex(/^eff_[0-9a-z]+$/),
    /** Each further attempt is a job of its own; when it is due is written in Postgres. */
    alarm: z.int().min(1),
  }),
  // For faults of ours only: a receiver that fails is no failed job.
  retry: { attempts: 8, backoffMs: 2_000 },
  concurrency: 8,
  jobId: (p) => screeningJobId('notification', p, `${p.effectId}-${p.alarm}`),
})
