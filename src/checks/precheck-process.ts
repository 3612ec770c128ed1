/**
 * The process that looks uploads over while somebody waits. It has no models: a reading takes a second or two and cannot
 * be interrupted, so this work must not stand in line behind one.
 */
import { precheckMethods } from './precheck-photo.ts'
import { serveCalls } from './serve-calls.ts'

await serveCalls(Promise.resolve(precheckMethods))
