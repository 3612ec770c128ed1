import { defineQueue, materialPayload, screeningJobId } from './queue.ts'

export const photoClarity = defineQueue({
  name: 'photo-clarity',
  does: 'measures whether one photo can be read',
  payload: materialPayload,
  retry: { attempts: 4, backoffMs: 1_000 },
  concurrency: 2,
  jobId: (p) => screeningJobId('photo-clarity', p, p.materialId),
})
