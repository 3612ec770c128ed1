import type { PayloadOf, queues } from '../queues/index.ts'
import type { BlobStore } from '../src/blobs/blobs.ts'
import type { PhotoChecks } from '../src/checks/photo-checks.ts'
import type { MaterialKind } from '../src/domain/application.ts'
import type { Evidence } from '../src/domain/evidence.ts'
import { contentHash } from '../src/platform/canonical.ts'
import { PermanentError } from '../src/platform/permanent-error.ts'
import type { ReviewDeps } from '../src/review/deps.ts'
import { type LoadedMaterial, loadMaterial } from '../src/review/load-screening.ts'
import { type CheckRef, recordCheckFailure, recordEvidence, startCheck } from '../src/review/record-evidence.ts'
import { defineWorker, type WorkerDefinition } from './define-worker.ts'

export interface CheckWorkerDeps {
  review: ReviewDeps
  blobs: BlobStore
  checks: PhotoChecks
}

type PhotoQueue = typeof queues.documentOcr | typeof queues.photoClarity

/** The shell around a check of one photo: find it, look unless it was looked at before, write down what was seen. */
export function photoWorker<Q extends PhotoQueue>(
  { review, blobs, checks }: CheckWorkerDeps,
  queue: Q,
  check: 'ocr' | 'clarity',
  look: (kind: MaterialKind, bytes: Uint8Array) => Promise<Evidence>,
): WorkerDefinition<Q> {
  const find = async (payload: PayloadOf<PhotoQueue>): Promise<[CheckRef, LoadedMaterial]> => {
    const material = await loadMaterial(review, payload)
    if (!material) throw new PermanentError(`revision ${payload.revision} has no material ${payload.materialId}`)
    const { applicationId, revision, run } = payload
    return [{ applicationId, revision, run, check, slot: material.kind }, material]
  }

  return defineWorker(queue, {
    process: async (payload) => {
      const [ref, { kind, sha256, blob }] = await find(payload)
      const key = { subject: contentHash({ kind, sha256 }), engineVersion: checks.versions[check] }
      const { go } = await startCheck(review, ref, key)
      if (go) await recordEvidence(review, ref, key, await look(kind, await blobs.get(blob)))
    },
    failed: async (payload, error) => {
      const [ref] = await find(payload)
      await recordCheckFailure(review, ref, error.message)
    },
  })
}
