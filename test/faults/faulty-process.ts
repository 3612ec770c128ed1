/**
 * What the pool starts in place of its own process: the same in all but the engine. It does not start while the file
 * named by its second argument exists.
 */
import { existsSync } from 'node:fs'
import { photoMethods } from '../../src/checks/photo-methods.ts'
import { serveCalls } from '../../src/checks/serve-calls.ts'
import { faultyEngine } from './faulty-engine.ts'

const obstacle = process.argv[3]
if (obstacle && existsSync(obstacle)) process.exit(7)
await serveCalls(Promise.resolve(photoMethods(faultyEngine())))
