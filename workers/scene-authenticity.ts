import { queues } from '../queues/index.ts'
import { sceneKinds } from '../src/domain/application.ts'
import { contentHash } from '../src/platform/canonical.ts'
import { loadMaterials } from '../src/review/load-screening.ts'
import { recordCheckFailure, recordEvidence, startCheck } from '../src/review/record-evidence.ts'
import type { CheckWorkerDeps } from './check-worker.ts'
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
        materials.map(async ({ kind, sha256, blob }) => ({ kind, sha256, bytes: await blobs.get(blob) })),
      )
      await recordEvidence(review, ref, key, await checks.scene(photos))
    },
    failed: (payload, error) =>
      recordCheckFailure(review, { ...payload, check: 'scene', slot: 'application' }, error.message),
  })
