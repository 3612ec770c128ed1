import { materialKinds } from './application.ts'
import type { Finding } from './decision.ts'
import type { SceneEvidence } from './evidence.ts'
import { judgeCapture } from './judge-capture.ts'
import { judgeProvenance } from './judge-provenance.ts'
import { finding } from './screening.ts'
import type { Judge, Screening } from './screening.ts'

type Photo = SceneEvidence['photos'][number]

/** The premises photos together. What a photo does not say (no time, no place) counts for nothing. */
export const judgeScene: Judge = (screening) => {
  const { scene, materials } = screening
  if (!scene) return []
  // In the order of the kinds, so that what is paired with what does not depend on the order of the photos.
  const photos = scene.photos
    .filter(({ kind }) => materials.includes(kind))
    .sort((a, b) => materialKinds.indexOf(a.kind) - materialKinds.indexOf(b.kind))
  return [
    ...duplicates(scene, photos, screening),
    ...photos.flatMap(judgeProvenance),
    ...judgeCapture(photos, screening),
  ]
}

/** The same file twice, or one photo edited as the pixels confirm; in evidence from before they were asked, by fingerprint. */
function duplicates(scene: SceneEvidence, photos: readonly Photo[], { policy }: Screening): Finding[] {
  const { duplicateDistance, minFingerprintQuality } = policy.scene
  const byKind = new Map(photos.map((photo) => [photo.kind, photo] as const))
  return scene.pairs.flatMap(({ a, b, sameFile, distance, mirrored, confirmed }) => {
    const [first, second] = [a, b].sort((x, y) => materialKinds.indexOf(x) - materialKinds.indexOf(y))
    const [one, two] = [byKind.get(first!), byKind.get(second!)]
    if (!one || !two) return []
    const tellsSomething = Math.min(one.pdqQuality, two.pdqQuality) >= minFingerprintQuality
    const same = confirmed ? confirmed.same : tellsSomething && distance <= duplicateDistance
    if (!sameFile && !same) return []
    const values = { other: one.kind, distance: sameFile ? 0 : distance }
    const seen = confirmed ? { confirmed } : { threshold: duplicateDistance }
    return [finding('SCENE_DUPLICATE', two.kind, null, values, { sameFile, mirrored, ...seen })]
  })
}
