import { queues } from '../queues/index.ts'
import { composeScene } from '../src/checks/compare-scene.ts'
import { sceneKinds } from '../src/domain/application.ts'
import type { PremisesLook } from '../src/domain/evidence-scene.ts'
import { contentHash } from '../src/platform/canonical.ts'
import { attemptOf, inAttempt } from '../src/review/check-attempt.ts'
import { failureCode } from '../src/review/failures/failure-code.ts'
import { findReuse, type LookedPhoto } from '../src/review/find-reuse.ts'
import { type LoadedMaterial, loadMaterials } from '../src/review/load-screening.ts'
import { recordCheckFailure, recordEvidence, startCheck } from '../src/review/record-evidence.ts'
import { findLooks } from '../src/store/fingerprints.ts'
import { bytesOf, type CheckWorkerDeps } from './check-worker.ts'
import { defineWorker } from './define-worker.ts'

/** Looks at the premises photos of one application, compares them with one another and with those of all others. */
export const sceneAuthenticity = ({ review, blobs, checks }: CheckWorkerDeps) => {
  const version = checks.versions.scene

  /** One that was refused and removed is no photo of the premises; the reading of its slot says so. */
  const lookAt = async (
    { kind, sha256, blob }: LoadedMaterial,
    known: ReadonlyMap<string, PremisesLook>,
    signal: AbortSignal,
  ): Promise<LookedPhoto[]> => {
    const bytes = await bytesOf({ review, blobs }, { sha256, blob }, signal)
    if (!(bytes instanceof Uint8Array)) return []
    const look = known.get(sha256) ?? (await checks.premises(bytes))
    return [{ kind, sha256, bytes, look }]
  }

  return defineWorker(queues.sceneAuthenticity, {
    process: async (payload, { signal }) => {
      const { applicationId, revision } = payload
      const ref = { ...payload, check: 'scene', slot: 'application' } as const
      const materials = (await loadMaterials(review, payload)).filter(({ kind }) => sceneKinds.includes(kind))
      const files = materials.map(({ kind, sha256 }) => ({ kind, sha256 }))
      // The answer depends on what others had sent by then: it is this revision's alone, and stays when it is asked again.
      const key = { subject: contentHash({ applicationId, revision, files }), engineVersion: version }
      const start = await startCheck(review, ref, key)
      if (!start.go) return
      await inAttempt(start.attempt, async () => {
        const known = await findLooks(
          review.db,
          files.map(({ sha256 }) => sha256),
          version,
        )
        const photos = (await Promise.all(materials.map((material) => lookAt(material, known, signal)))).flat()
        const scene = await composeScene(photos, (a, b) => checks.confirm(a.bytes, b.bytes))
        const reuse = await findReuse({ ...review, blobs, confirm: checks.confirm }, ref, version, photos)
        await recordEvidence(review, ref, key, { ...scene, reuse })
      })
    },
    failed: (payload, error) =>
      recordCheckFailure(
        review,
        { ...payload, check: 'scene', slot: 'application' },
        error.message,
        failureCode(error),
        attemptOf(error),
      ),
  })
}
