import { execFile } from 'node:child_process'
import { readFile, readlink, realpath, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Logger } from '../../platform/logger.ts'
import { errorCode } from '../errors.ts'

const run = promisify(execFile)

/** Milliseconds for each of: leave after a shutdown request, leave after an immediate one. */
const patience = 15_000

/** The process number in the folder's postmaster.pid, or undefined. */
export async function recordedPid(cluster: string): Promise<number | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number.parseInt(text, 10)
  return pid > 0 ? pid : undefined
}

/**
 * Makes the folder ready for a new server: a server that outlived its parent is shut down (its log pipe ended with the
 * parent, so it is not worth adopting), and a lock file of a dead one is put out of the way.
 */
export async function clearLeftovers(cluster: string, pg_ctl: string, log: Logger): Promise<void> {
  const pid = await recordedPid(cluster)
  if (pid === undefined) {
    // Killed while it was writing the file: Postgres refuses an empty one for ever.
    const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => undefined)
    if (text !== undefined) await rm(join(cluster, 'postmaster.pid'), { force: true })
    return
  }
  if (await isPostmasterOf(pid, cluster)) {
    log.warn({ pid }, 'a Postgres of an earlier run is still there; shutting it down')
    await shutDown(pid, cluster, pg_ctl)
  } else if (isAlive(pid)) {
    await disownPid(cluster)
  }
}

/**
 * Whether this very process is the server of this folder. Its number alone proves nothing: numbers are used again, and a
 * dead process that nobody waited for keeps its number.
 */
export async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (process.platform === 'linux') {
    // A postmaster's working directory is its folder. A dead process that nobody waited for has none.
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => undefined)
    if (cwd !== undefined) return cwd === (await realpath(cluster)) && (await commandOf(pid)).includes('postgres')
    // Hidden from us; the command is readable for all.
  }
  const command = await commandOf(pid)
  return process.platform === 'win32'
    ? command.includes('postgres')
    : command.includes('postgres') && command.includes(cluster)
}

async function commandOf(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  const asked =
    process.platform === 'win32'
      ? run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'])
      : run('ps', ['-ww', '-o', 'command=', '-p', String(pid)])
  return asked.then(
    ({ stdout }) => stdout,
    () => '',
  )
}

/** Postgres' "fast" shutdown, then its "immediate" one, which loses nothing either: the next start replays the log. */
async function shutDown(pid: number, cluster: string, pg_ctl: string): Promise<void> {
  for (const [signal, mode] of [
    ['SIGINT', 'fast'],
    ['SIGQUIT', 'immediate'],
  ] as const) {
    if (process.platform === 'win32') {
      await run(pg_ctl, ['stop', '-D', cluster, '-m', mode, '-w', '-t', String(patience / 1000)]).catch(() => {})
    } else {
      try {
        process.kill(pid, signal)
      } catch {
        // Gone meanwhile; the loop below sees it.
      }
    }
    const end = Date.now() + patience
    // Not our child, so there is no event to wait for.
    while (Date.now() < end && (await isPostmasterOf(pid, cluster))) await wait(20)
    if (!(await isPostmasterOf(pid, cluster))) return
  }
  throw new Error(`the Postgres of an earlier run (process ${pid}) does not stop; end it, then start again`)
}

/**
 * The recorded number now belongs to someone else, and Postgres would refuse to start. It takes its parent's number for
 * stale, so ours goes there, and the other lines stay: with them it still checks that no child of the old server uses the
 * shared memory.
 */
async function disownPid(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid')
  if (process.platform === 'win32') return rm(file, { force: true })
  const [, ...others] = (await readFile(file, 'utf8')).split('\n')
  await writeFile(file, [process.pid, ...others].join('\n'))
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: alive, but another user's.
    return errorCode(error) === 'EPERM'
  }
}
