/** Started by embedded.test.ts as a process of its own, to be killed: runs the Postgres of a folder and says where. */
import { silentLogger } from '../../src/platform/logger.ts'
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts'

const [dataDir = ''] = process.argv.slice(2)
try {
  const postgres = await startEmbeddedPostgres({ dataDir, log: silentLogger, throwaway: true })
  process.send?.({ connectionString: postgres.connectionString, pid: postgres.pid() })
  process.once('message', () => void postgres.stop().then(() => process.disconnect()))
} catch (error) {
  process.send?.({ error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) })
  process.disconnect()
}
