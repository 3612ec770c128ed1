import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'

/** A Redis of the test's own: its port stays the same over stop and start, its data too. */
export interface TestRedis {
  readonly url: string
  readonly port: number
  start(): Promise<void>
  /** As a crash does. */
  kill(): Promise<void>
  /** The file that what is written last stands in. */
  appendOnlyFile(): Promise<string>
  /** Ends it and removes its data. */
  dispose(): Promise<void>
}

const PROGRAM = 'redis-server'

/**
 * A private `redis-server` with an append-only file in a folder of its own; not started yet.
 * @param options.settings as in redis.conf, `{ maxmemory: '20mb' }`
 * @param options.tls it speaks TLS alone; `settings` says with which certificate
 */
export async function createTestRedis(
  options: { maxmemoryPolicy?: string; settings?: Record<string, string>; tls?: boolean } = {},
): Promise<TestRedis> {
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'zhunru-redis-'))
  const settings = {
    bind: '127.0.0.1',
    ...(options.tls ? { port: '0', 'tls-port': String(port) } : { port: String(port) }),
    dir: folder,
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
    'maxmemory-policy': options.maxmemoryPolicy ?? 'noeviction',
    ...options.settings,
  }
  let server: ChildProcess | null = null

  async function kill(): Promise<void> {
    if (server?.pid === undefined || server.exitCode !== null || server.signalCode !== null) return
    const exited = once(server, 'exit')
    server.kill('SIGKILL')
    await exited
    server = null
  }

  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    async start() {
      const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, ...value.split(' ')])
      server = spawn(PROGRAM, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      await acceptsConnections(server)
    },
    kill,
    async appendOnlyFile() {
      const logs = join(folder, 'appendonlydir')
      const last = (await readdir(logs))
        .filter((name) => name.endsWith('.incr.aof'))
        .toSorted()
        .at(-1)
      if (last === undefined) throw new Error('this Redis has written nothing yet')
      return join(logs, last)
    },
    async dispose() {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Resolves when the server says that it is ready. */
export function acceptsConnections(server: ChildProcess, says = 'Ready to accept connections'): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'ENOENT'
          ? new Error(
              'redis-server is not installed, and half of the queue tests need it: apt-get install redis-server',
            )
          : error,
      ),
    )
    server.once('exit', (code) => reject(new Error(`redis-server ended with ${code}:\n${output}`)))
    server.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes(says)) resolve()
    })
  })
}
