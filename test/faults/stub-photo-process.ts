/** What the pool starts in place of its own process: one that looks at stub photos, of which some bring it down. */
import { serveCalls } from '../../src/checks/serve-calls.ts'
import { stubChecks } from './support/stub-checks.ts'

const { inspect, ocr, clarity, premises, confirm, scene, versions } = stubChecks()
await serveCalls(
  Promise.resolve({ version: async () => versions.ocr, inspect, ocr, clarity, premises, confirm, scene }),
)
