/** As the pool's own process, but that marked photos bring it down. */
import { photoMethods } from '../../src/checks/photo-methods.ts'
import { serveCalls } from '../../src/checks/serve-calls.ts'
import { createEngine } from '../../src/ocr/create-engine.ts'
import { withFaults } from './faults.ts'

await serveCalls(createEngine('ppocr').then((engine) => withFaults(photoMethods(engine))))
