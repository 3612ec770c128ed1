import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from '../../platform/logger.ts'
import { asError } from '../errors.ts'
import type { Binaries } from './binaries.ts'
import type { Identity } from './identity.ts'
import { clearLeftovers } from './postmaster.ts'

const run = promisify(execFile)

interface ServerOptions {
  cluster: string
  binaries: Binaries
  identity: Identity
  log: Logger
  freePort: () => Promise<number>
  throwaway: boolean
  /** Receives the server's own log. */
  write: (chunk: Buffer) => void
}

interface Server {
  readonly port: number
  readonly pid: () => number | undefined
  stop(): Promise<void>
}

interface Postmaster {
  readonly child: ChildProcess
  readonly exited: Promise<void>
}

/** Milliseconds between attempts to start; doubles from the first to the last. */
const startDelay = { first: 100, last: 5_000 }
/** Milliseconds after which a server counts as steady. */
const steadyAfter = 30_000
/** Attempts at the first start. After a kill -9 the old server's children leave within a second; this covers 15. */
const startAttempts = 8
/** What the children of a killed server, or a port taken meanwhile, make the new one say; it goes by itself. */
const passing = /lock file|shared memory block|could not bind/
/** Milliseconds. Replaying the log after a crash takes seconds; a server silent for longer is broken. */
const readyTimeout = 180_000
/** Milliseconds for a fast shutdown, whose checkpoint may have much to write. */
const stopTimeout = 30_000

/** For a laptop: little memory, few processes, and nothing given up of what a commit promises. */
const settings = {
  listen_addresses: '127.0.0.1',
  // None: no path that is too long, no lock file that outlives a crash, and one way in that works on Windows too.
  unix_socket_directories: '',
  cluster_name: 'zhunru',
  max_connections: '60',
  shared_buffers: '64MB',
  fsync: 'on',
  synchronous_commit: 'on',
  max_wal_size: '256MB',
  // The tables of the queues change all day; the default looks at them once a minute.
  autovacuum_naptime: '15s',
  io_method: 'sync',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  max_logical_replication_workers: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_checkpoints: 'off',
  log_destination: 'stderr',
  logging_collector: 'off',
}

/** For tests: data that nobody will miss after a power cut, and several whole services on one server. */
const unsafe = { fsync: 'off', full_page_writes: 'off', max_connections: '300' }

/** Starts the server and keeps it running, on one port, until `stop`. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { cluster, binaries, log } = options
  let port = await options.freePort()
  let current: Postmaster | undefined
  const stopped = new AbortController()

  const pause = (delay: number) => wait(delay, undefined, { signal: stopped.signal, ref: false }).catch(() => {})

  const start = async (attempts: number): Promise<void> => {
    for (let attempt = 1; !stopped.signal.aborted; attempt++) {
      try {
        await clearLeftovers(cluster, binaries.pg_ctl, log)
        current = await startPostmaster(options, port)
        break
      } catch (error) {
        const { message } = asError(error)
        if (attempts === startAttempts && (attempt === attempts || !passing.test(message))) throw error
        // Only while nobody knows the port yet may it change.
        if (attempts === startAttempts && message.includes('could not bind')) port = await options.freePort()
        else if (attempt === 3) log.warn({ error: message }, 'Postgres does not start; trying again')
        await pause(Math.min(startDelay.first * 2 ** attempt, startDelay.last))
      }
    }
  }

  const keepRunning = async () => {
    let deaths = 0
    while (!stopped.signal.aborted) {
      const since = Date.now()
      await current?.exited
      current = undefined
      if (stopped.signal.aborted) return
      log.error({}, 'Postgres ended unexpectedly; starting it again')
      // One that dies again and again must not keep the machine busy.
      deaths = Date.now() - since < steadyAfter ? deaths + 1 : 0
      if (deaths > 1) await pause(Math.min(startDelay.first * 2 ** deaths, startDelay.last))
      await start(Number.POSITIVE_INFINITY)
      if (current) log.info({ port }, 'Postgres is running again')
    }
  }

  await start(startAttempts)
  const kept = keepRunning()

  let done: Promise<void> | undefined
  const stop = async () => {
    stopped.abort()
    if (current) await stopPostmaster(current, cluster, binaries)
    await kept
    // Started again at the very moment of stopping.
    if (current) await stopPostmaster(current, cluster, binaries)
  }
  return { port, pid: () => current?.child.pid, stop: () => (done ??= stop()) }
}

/** Resolves when the server accepts connections; rejects with its last words when it ends before. */
async function startPostmaster(options: ServerOptions, port: number): Promise<Postmaster> {
  const { cluster, binaries, identity } = options
  const flags = Object.entries({ ...settings, ...(options.throwaway && unsafe), port: String(port) }).flatMap(
    ([name, value]) => ['-c', `${name}=${value}`],
  )
  // Its own process group: Ctrl-C is for us, and we stop the server when its last user has finished.
  const { file, args, options: as } = identity.launch(binaries.postgres, ['-D', cluster, ...flags])
  const child = spawn(file, args, {
    ...as,
    cwd: cluster,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
  guard(child, exited, identity)
  let said = ''
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGQUIT')
      reject(new Error(`Postgres is not ready after ${readyTimeout / 1000} s: ${said.trim()}`))
    }, readyTimeout)
    const settle = (then: () => void) => {
      clearTimeout(timer)
      said = ''
      then()
    }
    let ready = false
    child.stderr.on('data', (chunk: Buffer) => {
      options.write(chunk)
      if (ready) return
      said = (said + chunk.toString()).slice(-2_000)
      ready = said.includes('ready to accept connections')
      if (ready) settle(resolve)
    })
    child.once('error', (error) => settle(() => reject(error)))
    // 'close', not 'exit': the last words may still be in the pipe.
    child.once('close', () => {
      const error = new Error(`Postgres did not start: ${said.trim() || 'it said nothing'}`)
      settle(() => reject(error))
    })
  })
  child.unref()
  if ('unref' in child.stderr && typeof child.stderr.unref === 'function') child.stderr.unref()
  return { child, exited }
}

/**
 * A shell that waits for the end of a pipe only we hold open. However we end, kill -9 included, the pipe ends, and the
 * shell asks the server to stop. It is ended first whenever the server ends by itself, so that it never signals a number
 * that belongs to someone else by then.
 */
function guard(child: ChildProcess, exited: Promise<void>, identity: Identity): void {
  if (process.platform === 'win32' || child.pid === undefined) return
  const script = 'trap "" INT TERM HUP; read -r _; kill -INT "$0"'
  const { file, args, options } = identity.launch('/bin/sh', ['-c', script, String(child.pid)])
  const shell = spawn(file, args, {
    ...options,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  shell.on('error', () => {})
  shell.stdin.on('error', () => {})
  shell.unref()
  if ('unref' in shell.stdin && typeof shell.stdin.unref === 'function') shell.stdin.unref()
  void exited.then(() => shell.kill('SIGKILL'))
}

async function stopPostmaster(server: Postmaster, cluster: string, binaries: Binaries): Promise<void> {
  const ask = async (signal: NodeJS.Signals, mode: string) => {
    if (process.platform !== 'win32') server.child.kill(signal)
    else await run(binaries.pg_ctl, ['stop', '-D', cluster, '-m', mode, '-W']).catch(() => {})
  }
  server.child.ref()
  await ask('SIGINT', 'fast')
  const timer = setTimeout(() => void ask('SIGQUIT', 'immediate'), stopTimeout)
  await server.exited
  clearTimeout(timer)
}
