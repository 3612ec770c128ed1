/**
 * What the pool starts in place of its own process: one with a blind engine that marked photos bring down. It does not
 * start while the file named by its second argument exists.
 */
import { existsSync } from 'node:fs'
import { photoMethods } from '../../src/checks/photo-methods.ts'
import { serveCalls } from '../../src/checks/serve-calls.ts'
import { blindEngine, withFaults } from './faults.ts'

const obstacle = process.argv[3]
if (obstacle && existsSync(obstacle)) process.exit(7)
await serveCalls(Promise.resolve(withFaults(photoMethods(blindEngine))))
