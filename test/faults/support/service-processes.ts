import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import type { Role } from '../../../src/service/roles.ts'
import type { Mischief } from './mischief.ts'

export interface ServiceProcess {
  readonly pid: number
  /** File with all that it logs. */
  readonly log: string
  /** Resolves when it is up, with where its API listens; rejects when it ends before. */
  readonly up: Promise<string | null>
  isAlive(): boolean
  isUp(): boolean
  /** Lets it do to itself what no signal can; see mischief.ts. */
  do(mischief: Mischief): void
  /** Kills it, and waits until it is gone. @returns its exit code; null of one that a signal ended */
  kill(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts processes of the service; what they log goes into one file each in `folder`. */
export function createServiceProcesses(program: string, folder: string, env: Record<string, string>) {
  const all: ServiceProcess[] = []

  function start(roles: readonly Role[], more: Record<string, string> = {}): ServiceProcess {
    const file = join(folder, `${String(all.length).padStart(3, '0')}-${roles.join('-')}.log`)
    const log = openSync(file, 'w')
    const child = spawn(process.execPath, [program, roles.join(',')], {
      env: { PATH: process.env['PATH'] ?? '', ...env, ...more },
      stdio: ['ignore', log, log, 'ipc'],
    })
    closeSync(log)
    let isUp = false
    const up = untilUp(child)
    // Whoever needs it awaits it; one that is killed while it starts is no news.
    up.then(
      () => (isUp = true),
      () => {},
    )
    const isAlive = () => child.exitCode === null && child.signalCode === null
    const started: ServiceProcess = {
      pid: child.pid ?? 0,
      log: file,
      up,
      isAlive,
      isUp: () => isUp && isAlive(),
      do: (mischief) => void child.send(mischief),
      async kill(signal = 'SIGKILL') {
        if (!isAlive()) return child.exitCode
        const gone = once(child, 'exit')
        child.kill(signal)
        await gone
        return child.exitCode
      },
    }
    all.push(started)
    return started
  }

  return {
    start,
    alive: () => all.filter((each) => each.isAlive()),
    killAll: async () => void (await Promise.all(all.map((each) => each.kill()))),
  }
}

function untilUp(child: ChildProcess): Promise<string | null> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve((message as { url: string | null }).url))
    child.once('error', reject)
    child.once('exit', (code, signal) => reject(new Error(`a process of the service ended with ${signal ?? code}`)))
  })
}
