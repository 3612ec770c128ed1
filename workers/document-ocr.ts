import { queues } from '../queues/index.ts'
import { type CheckWorkerDeps, photoWorker } from './check-worker.ts'

/** Reads one photo: licence, ID card side, bank card, or the words on a sign. */
export const documentOcr = (deps: CheckWorkerDeps) => photoWorker(deps, queues.documentOcr, 'ocr', deps.checks.ocr)
