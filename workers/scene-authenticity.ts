import { queues } from '../queues/index.ts'
import { sceneKinds } from '../src/domain/application.ts'
import { contentHash } from '../src/platform/canonical.ts'
import { loadMaterials } from '../src/review/load-screening.ts'
import { recordCheckFailure, recordEvidence, startCheck } from '../src/review/record-evidence.ts'
import { bytesOf, type CheckWorkerDeps } from './check-worker.ts'
import { defineWorker } from './define-worker.ts'

/** Compares the premises photos of one application with one another and reads their metadata. */
export const sceneAuthenticity = ({ review, blobs, checks }: CheckWorkerDeps) =>
  defineWorker(queues.sceneAuthenticity, {
    process: async (payload) => {
      const ref = { ...payload, check: 'scene', slot: 'application' } as const
      const materials = (await loadMaterials(review, payload)).filter(({ kind }) => sceneKinds.includes(kind))
      const subject = contentHash(materials.map(({ kind, sha256 }) => ({ kind, sha256 })))
      const key = { subject, engineVersion: checks.versions.scene }
      const { go } = await startCheck(review, ref, key)
      if (!go) return
      const photos = await Promise.all(
        materials.map(async ({ kind, sha256, blob }) => ({
          kind,
          sha256,
          bytes: await bytesOf({ review, blobs }, { sha256, blob }),
        })),
      )
      // One that was refused and removed is no photo of the premises; the reading of its slot says so.
      const kept = photos.flatMap(({ bytes, ...photo }) => (bytes instanceof Uint8Array ? [{ ...photo, bytes }] : []))
      await recordEvidence(review, ref, key, await checks.scene(kept))
    },
    failed: (payload, error) =>
      recordCheckFailure(review, { ...payload, check: 'scene', slot: 'application' }, error.message),
  })
