import type { MaterialKind } from '../domain/application.ts'
import type { OcrEngine } from '../ocr/engine.ts'
import { inspectPhoto } from '../vision/decode.ts'
import type { PremisesClassifier } from './classify-premises.ts'
import { compareScene } from './compare-scene.ts'
import { confirmSame } from './confirm-same.ts'
import { lookAtPremises } from './look-at-premises.ts'
import { measurePhoto } from './measure-clarity.ts'
import type { ScenePhoto } from './photo-checks.ts'
import { readPhoto } from './read-photo.ts'

/** What a photo process can be asked. */
export const photoMethods = (engine: OcrEngine, classifier: PremisesClassifier | null = null) => ({
  version: () => Promise.resolve(engine.version),
  inspect: (bytes: Uint8Array, name?: string) => inspectPhoto(bytes, name),
  ocr: (kind: MaterialKind, bytes: Uint8Array) => readPhoto(engine, kind, bytes),
  clarity: (kind: MaterialKind, bytes: Uint8Array) => measurePhoto(kind, bytes),
  premises: (bytes: Uint8Array) => lookAtPremises(bytes, classifier),
  confirm: (a: Uint8Array, b: Uint8Array) => confirmSame(a, b),
  scene: (photos: readonly ScenePhoto[]) => compareScene(photos, classifier),
})

export type PhotoMethods = ReturnType<typeof photoMethods>
