import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { findBinaries } from '../../src/store/embedded/binaries.ts'
import { chooseIdentity } from '../../src/store/embedded/identity.ts'
import { freePort } from './free-port.ts'

/** A Postgres of the test's own, to be killed and started again; the shared one is for tests that only use it. */
export interface OwnPostgres {
  readonly connectionString: string
  /** As a standby, which nothing makes a primary again, it can only be read. */
  start(how?: { standby?: boolean }): Promise<void>
  /** By a connection of its own. */
  query(text: string): Promise<void>
  /** As a crash does: server and all its children at once. */
  kill(): Promise<void>
  /** Ends it and removes its data. */
  dispose(): Promise<void>
}

/** @param settings of the server, such as `shared_buffers`; its defaults where none is given */
export async function createOwnPostgres(settings: Record<string, string> = {}): Promise<OwnPostgres> {
  const { initdb, postgres } = await findBinaries()
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'zhunru-postgres-'))
  const data = join(folder, 'data')
  // Postgres refuses to run as root.
  const identity = await chooseIdentity(folder, data, initdb)
  const { file, args, options } = identity.launch(initdb, [
    '-D',
    data,
    '-U',
    'zhunru',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-sync',
  ])
  await promisify(execFile)(file, args, { ...options, cwd: folder })

  const connectionString = `postgres://zhunru@127.0.0.1:${port}/postgres`
  let server: ChildProcess | null = null

  async function kill(): Promise<void> {
    if (server?.pid === undefined || server.exitCode !== null || server.signalCode !== null) return
    const exited = once(server, 'exit')
    // The group, so that no backend outlives its postmaster and holds the shared memory.
    process.kill(-server.pid, 'SIGKILL')
    await exited
    server = null
  }

  return {
    connectionString,
    async start({ standby = false } = {}) {
      if (standby) await writeFile(join(data, 'standby.signal'), '')
      // Right after a kill the dead server's number may still look alive, and the new one then refuses to start.
      for (let attempt = 1; ; attempt++) {
        const { file, args, options } = identity.launch(postgres, [
          '-D',
          data,
          '-p',
          String(port),
          '-k',
          folder,
          '-c',
          'listen_addresses=127.0.0.1',
          ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
        ])
        server = spawn(file, args, {
          ...options,
          cwd: folder,
          detached: true,
          stdio: ['ignore', 'ignore', 'pipe'],
        })
        const said = await readyOrEnd(server)
        if (said === null) return
        if (attempt === 20 || !said.includes('lock file')) throw new Error(`postgres did not start:\n${said}`)
      }
    },
    async query(text) {
      const client = new Client(connectionString)
      await client.connect()
      try {
        await client.query(text)
      } finally {
        await client.end()
      }
    },
    kill,
    async dispose() {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Null when the server takes connections, what it said when it ended. */
function readyOrEnd(server: ChildProcess): Promise<string | null> {
  return new Promise((resolve, reject) => {
    let said = ''
    server.once('error', reject)
    server.once('exit', () => resolve(said))
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (/ready to accept (?:read-only )?connections/.test(said)) resolve(null)
    })
  })
}
