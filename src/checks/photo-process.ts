/**
 * The process that looks at photos. It is started by the pool beside it and dies with it. An engine is loaded once;
 * one photo at a time is looked at, so memory stays that of one photo and one set of models.
 */
import { createEngine } from '../ocr/create-engine.ts'
import { engineNames } from '../ocr/engine.ts'
import { photoMethods } from './photo-methods.ts'
import { serveCalls } from './serve-calls.ts'

async function loadEngine(wanted: string | undefined) {
  const name = engineNames.find((engine) => engine === wanted)
  if (!name) throw new Error(`unknown OCR engine ${wanted}; known are ${engineNames.join(', ')}`)
  return photoMethods(await createEngine(name))
}

await serveCalls(loadEngine(process.argv[2]))
