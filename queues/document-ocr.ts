import { defineQueue, materialPayload, screeningJobId } from './queue.ts'

export const documentOcr = defineQueue({
  name: 'document-ocr',
  does: 'reads one photo: licence, ID card side, bank card, or the words on a sign',
  payload: materialPayload,
  retry: { attempts: 4, backoffMs: 1_000 },
  concurrency: 2,
  jobId: (p) => screeningJobId('document-ocr', p, p.materialId),
})
