/**
 * The process that looks at photos. It is started by the pool beside it and dies with it. An engine is loaded once;
 * one photo at a time is looked at, so memory stays that of one photo and one set of models.
 */
import { createEngine } from '../ocr/create-engine.ts'
import { engineNames } from '../ocr/engine.ts'
import { openPremisesClassifier } from './classify-premises.ts'
import { photoMethods } from './photo-methods.ts'
import { serveCalls } from './serve-calls.ts'

async function load(wanted: string | undefined, classifier: string | undefined) {
  const name = engineNames.find((engine) => engine === wanted)
  if (!name) throw new Error(`unknown OCR engine ${wanted}; known are ${engineNames.join(', ')}`)
  return photoMethods(await createEngine(name), classifier ? await openPremisesClassifier(classifier) : null)
}

await serveCalls(load(process.argv[2], process.argv[3]))
