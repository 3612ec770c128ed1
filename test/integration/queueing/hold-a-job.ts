/**
 * A process that takes one account-match job and never finishes it, for the tests to kill.
 * Arguments: a BackendConfig as JSON. Says `holding ID` on standard output when it has the job.
 */
import { queues } from '../../../queues/index.ts'
import { silentLogger } from '../../../src/platform/logger.ts'
import { type BackendConfig, openBackend } from '../../../src/queueing/backend.ts'
import { defineWorker } from '../../../workers/define-worker.ts'
import { runWorker } from '../../../workers/run-worker.ts'

const config: BackendConfig = JSON.parse(process.argv[2] ?? '')
const backend = openBackend(config, { log: silentLogger })
const definition = defineWorker(queues.accountMatch, {
  process: ({ applicationId }) => {
    process.stdout.write(`holding ${applicationId}\n`)
    return new Promise(() => {})
  },
  failed: async () => {},
})
await runWorker({ backend, definition, log: silentLogger })
