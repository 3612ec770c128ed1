import { z } from 'zod'
import { defineQueue, screeningJobId, screeningPayload } from './queue.ts'

export const notification = defineQueue({
  name: 'notification',
  does: 'sends one effect: webhook, SMS or push',
  payload: screeningPayload.extend({ effectId: z.string().regex(/^eff_[0-9a-z]+$/) }),
  retry: { attempts: 8, backoffMs: 2_000 },
  concurrency: 8,
  jobId: (p) => screeningJobId('notification', p, p.effectId),
})
