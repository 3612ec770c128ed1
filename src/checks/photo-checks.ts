import type { MaterialKind } from '../domain/application.ts'
import type { Check, ClarityEvidence, OcrEvidence, SceneEvidence } from '../domain/evidence.ts'
import type { PremisesLook, SamePhoto } from '../domain/evidence-scene.ts'
import type { PhotoFacts } from '../vision/image.ts'

export type { PhotoFacts } from '../vision/image.ts'

export interface ScenePhoto {
  kind: MaterialKind
  sha256: string
  bytes: Uint8Array
}

/**
 * The checks that look at pixels. They run in processes of their own, so that neither a long reading nor a crash of
 * native code touches the event loop. The service's workers and `zhunru screen` call the very same ones.
 */
export interface PhotoChecks {
  /** Rejects with a ZhunruError of the FILE_* family when the bytes are no acceptable photo. */
  inspect: (bytes: Uint8Array, name?: string) => Promise<PhotoFacts>
  ocr: (kind: MaterialKind, bytes: Uint8Array) => Promise<OcrEvidence>
  clarity: (kind: MaterialKind, bytes: Uint8Array) => Promise<ClarityEvidence>
  /** One premises photo by itself; what it is found by among all others. */
  premises: (bytes: Uint8Array) => Promise<PremisesLook>
  /** Lays two photos over each other: the same one, edited or not, or two that look alike. */
  confirm: (a: Uint8Array, b: Uint8Array) => Promise<SamePhoto>
  scene: (photos: readonly ScenePhoto[]) => Promise<SceneEvidence>
  /** Part of the key under which evidence is stored: a new version looks again. */
  readonly versions: Readonly<Record<Exclude<Check, 'account-match' | 'callback'>, string>>
  close: () => Promise<void>
}
