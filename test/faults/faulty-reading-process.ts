/** As the pool's own process, but marked photos bring it down. */
import { photoMethods } from '../../src/checks/photo-methods.ts'
import { serveCalls } from '../../src/checks/serve-calls.ts'
import { createEngine } from '../../src/ocr/create-engine.ts'
import { faultyEngine } from './faulty-engine.ts'

await serveCalls(createEngine('ppocr').then((engine) => photoMethods(faultyEngine(engine))))
