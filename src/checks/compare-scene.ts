import type { MaterialKind } from '../domain/application.ts'
import type { PremisesLook, SamePhoto, SceneEvidence } from '../domain/evidence-scene.ts'
import { hammingDistance } from '../vision/fingerprint.ts'
import { confirmSame } from './confirm-same.ts'
import type { PremisesClassifier } from './classify-premises.ts'
import { lookAtPremises } from './look-at-premises.ts'
import type { ScenePhoto } from './photo-checks.ts'

/** Bits; wider than any policy asks for, so that a new policy can judge old evidence. Photos of different things stay above. */
const nearDistance = 90
/** Below this quality a fingerprint says nothing (the PDQ paper's own limit). */
const leastQuality = 50

export interface LookedAt {
  kind: MaterialKind
  sha256: string
  look: PremisesLook
}

/** The premises photos of one application: each by itself, and compared with one another. */
export async function compareScene(
  photos: readonly ScenePhoto[],
  classifier: PremisesClassifier | null = null,
): Promise<SceneEvidence> {
  const looked: (LookedAt & { bytes: Uint8Array })[] = []
  for (const { kind, sha256, bytes } of photos) {
    looked.push({ kind, sha256, bytes, look: await lookAtPremises(bytes, classifier) })
  }
  return composeScene(looked, (a, b) => confirmSame(a.bytes, b.bytes))
}

/** Puts together what was seen of each photo; `confirm` lays two of them over each other and is asked of near pairs only. */
export async function composeScene<P extends LookedAt>(
  photos: readonly P[],
  confirm: (a: P, b: P) => Promise<SamePhoto>,
): Promise<SceneEvidence> {
  const pairs: SceneEvidence['pairs'][number][] = []
  for (const [i, a] of photos.entries()) {
    for (const b of photos.slice(i + 1)) {
      const sameFile = a.sha256 === b.sha256
      const { distance, mirrored } = nearest(a.look, b.look)
      const near = !sameFile && distance <= nearDistance
      const confirmed = near && (await confirm(a, b))
      pairs.push({ a: a.kind, b: b.kind, sameFile, distance, mirrored, ...(confirmed && { confirmed }) })
    }
  }
  return { check: 'scene', photos: photos.map(photoOf), pairs }
}

type Bank = Pick<PremisesLook, 'fingerprints' | 'mirrored' | 'turned'>

export interface Nearest {
  /** Bits of 256, the smallest of all pairs of fingerprints; 256 where none says anything. */
  distance: number
  /** Of the second photo's fingerprints. */
  variant: string
  mirrored: boolean
}

/** The nearest two fingerprints of two photos; those without quality are left out. */
export function nearest(a: Bank, b: Bank): Nearest {
  let best: Nearest = { distance: 256, variant: 'whole', mirrored: false }
  const compare = (some: PremisesLook['fingerprints'], others: PremisesLook['fingerprints'], mirrored: boolean) => {
    for (const one of some) {
      if (one.quality < leastQuality) continue
      for (const other of others) {
        if (other.quality < leastQuality) continue
        const distance = hammingDistance(one.hash, other.hash)
        if (distance < best.distance) best = { distance, variant: other.variant, mirrored }
      }
    }
  }
  compare(a.fingerprints, b.fingerprints, false)
  compare(a.mirrored, b.fingerprints, true)
  compare(a.fingerprints, b.mirrored, true)
  compare(a.turned ?? [], b.fingerprints, false)
  compare(b.turned ?? [], a.fingerprints, false)
  return best
}

function photoOf({ kind, sha256, look }: LookedAt): SceneEvidence['photos'][number] {
  const { width, height, metadata, provenance, recapture, content } = look
  const whole = look.fingerprints[0]
  if (!whole) throw new Error('a look at a photo without its fingerprint')
  const [pdq, pdqQuality] = [whole.hash, whole.quality]
  return { kind, sha256, width, height, pdq, pdqQuality, metadata, provenance, recapture, content }
}
