import { defineQueue, screeningJobId, screeningPayload } from './queue.ts'

export const sceneAuthenticity = defineQueue({
  name: 'scene-authenticity',
  does: 'compares the premises photos with one another and reads their metadata',
  payload: screeningPayload,
  retry: { attempts: 4, backoffMs: 1_000 },
  concurrency: 2,
  jobId: (p) => screeningJobId('scene-authenticity', p),
})
