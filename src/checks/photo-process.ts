/**
 * The process that looks at photos. It is started by the pool beside it and dies with it. An engine is loaded once;
 * one photo at a time is looked at, so memory stays that of one photo and one set of models.
 */
import { worker } from 'workerpool'
import type { MaterialKind } from '../domain/application.ts'
import { createEngine } from '../ocr/create-engine.ts'
import { engineNames } from '../ocr/engine.ts'
import { ZhunruError } from '../platform/errors.ts'
import { inspectPhoto } from '../vision/decode.ts'
import { compareScene } from './compare-scene.ts'
import { measurePhoto } from './measure-clarity.ts'
import type { ScenePhoto } from './photo-checks.ts'
import { readPhoto } from './read-photo.ts'

const name = engineNames.find((engine) => engine === process.argv[2])
if (!name) throw new Error(`unknown OCR engine; known are ${engineNames.join(', ')}`)
const engine = createEngine(name)
// Reported with the first photo, not as an unhandled rejection that would hide its cause.
engine.catch(() => {})

// Ctrl-C in a terminal reaches the whole group; the parent decides when we stop, and we end when it disconnects.
process.on('SIGINT', () => {})

/** A refusal of the file crosses the process border as a value; anything else is a crash of this one attempt. */
export type Answer<T> = { ok: true; value: T } | { ok: false; code: ZhunruError['code']; values: ZhunruError['values'] }

async function answer<T>(work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    if (error instanceof ZhunruError) return { ok: false, code: error.code, values: error.values }
    throw error
  }
}

const methods = {
  version: () => answer(async () => (await engine).version),
  inspect: (bytes: Uint8Array, name?: string) => answer(() => inspectPhoto(bytes, name)),
  ocr: (kind: MaterialKind, bytes: Uint8Array) => answer(async () => readPhoto(await engine, kind, bytes)),
  clarity: (kind: MaterialKind, bytes: Uint8Array) => answer(() => measurePhoto(kind, bytes)),
  scene: (photos: readonly ScenePhoto[]) => answer(() => compareScene(photos)),
}

export type PhotoMethods = typeof methods
worker(methods)
