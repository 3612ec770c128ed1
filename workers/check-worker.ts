import type { PayloadOf, queues } from '../queues/index.ts'
import { BlobMissingError, type BlobStore } from '../src/blobs/blobs.ts'
import type { PhotoChecks } from '../src/checks/photo-checks.ts'
import type { MaterialKind } from '../src/domain/application.ts'
import type { Evidence, OcrEvidence } from '../src/domain/evidence.ts'
import { PermanentError } from '../src/platform/permanent-error.ts'
import { attemptOf, inAttempt } from '../src/review/check-attempt.ts'
import type { ReviewDeps } from '../src/review/deps.ts'
import { failureCode } from '../src/review/failures/failure-code.ts'
import { recordJobFailure } from '../src/review/failures/record-job-failure.ts'
import { type LoadedMaterial, loadMaterial } from '../src/review/load-screening.ts'
import {
  type CheckRef,
  photoSubject,
  recordCheckFailure,
  recordEvidence,
  startCheck,
} from '../src/review/record-evidence.ts'
import { refusedReading } from '../src/review/refuse-photo.ts'
import { defineWorker, type WorkerDefinition } from './define-worker.ts'

export interface CheckWorkerDeps {
  review: ReviewDeps
  blobs: BlobStore
  checks: PhotoChecks
}

type PhotoQueue = typeof queues.documentOcr | typeof queues.photoClarity

/** The photo, or what was seen in it before it was refused and removed. Throws when it is missing for another reason. */
export async function bytesOf(
  { review, blobs }: Pick<CheckWorkerDeps, 'review' | 'blobs'>,
  { sha256, blob }: Pick<LoadedMaterial, 'sha256' | 'blob'>,
  signal: AbortSignal,
): Promise<Uint8Array | OcrEvidence> {
  try {
    return await blobs.get(blob, signal)
  } catch (error) {
    const refused = error instanceof BlobMissingError ? await refusedReading(review, sha256) : null
    if (refused) return refused
    throw error
  }
}

/** The shell around a check of one photo: find it, look unless it was looked at before, write down what was seen. */
export function photoWorker<Q extends PhotoQueue>(
  { review, blobs, checks }: CheckWorkerDeps,
  queue: Q,
  check: 'ocr' | 'clarity',
  look: (kind: MaterialKind, bytes: Uint8Array) => Promise<Evidence>,
): WorkerDefinition<Q> {
  const find = async (payload: PayloadOf<PhotoQueue>): Promise<[CheckRef, LoadedMaterial]> => {
    const material = await loadMaterial(review, payload)
    if (!material) {
      const message = `revision ${payload.revision} has no material ${payload.materialId}`
      throw new PermanentError(message, { failure: 'NOTHING_TO_DO_IT_TO' })
    }
    const { applicationId, revision, run } = payload
    return [{ applicationId, revision, run, check, slot: material.kind }, material]
  }

  return defineWorker(queue, {
    process: async (payload, { signal }) => {
      const [ref, { kind, sha256, blob }] = await find(payload)
      const key = { subject: photoSubject({ kind, sha256 }), engineVersion: checks.versions[check] }
      const start = await startCheck(review, ref, key)
      if (!start.go) return
      await inAttempt(start.attempt, async () => {
        const bytes = await bytesOf({ review, blobs }, { sha256, blob }, signal)
        if (bytes instanceof Uint8Array) return recordEvidence(review, ref, key, await look(kind, bytes))
        // Refused and removed, from this application or from another: what was seen then is what there is to say now.
        if (check === 'ocr') return recordEvidence(review, ref, key, { ...bytes, kind })
        await recordCheckFailure(review, ref, 'the photo was refused and is not kept', 'PHOTO_REFUSED')
      })
    },
    failed: async (payload, error, job) => {
      const found = await find(payload).catch((notFound: unknown) => {
        if (notFound instanceof PermanentError) return null
        throw notFound
      })
      if (found) return recordCheckFailure(review, found[0], error.message, failureCode(error), attemptOf(error))
      // There is no line of the ledger for a material that is not there.
      const about = { queue: queue.name, slot: payload.materialId, ref: payload, error }
      await recordJobFailure(review, { ...about, jobId: job.id, attempts: job.attempts })
    },
  })
}
