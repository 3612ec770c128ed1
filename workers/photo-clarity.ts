import { queues } from '../queues/index.ts'
import { type CheckWorkerDeps, photoWorker } from './check-worker.ts'

/** Measures whether one photo can be read. */
export const photoClarity = (deps: CheckWorkerDeps) =>
  photoWorker(deps, queues.photoClarity, 'clarity', deps.checks.clarity)
