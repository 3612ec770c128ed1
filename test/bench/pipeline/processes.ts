import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { FromProcess, ToProcess } from './serve-bench.ts'

export interface BenchProcess {
  name: string
  pid: number
  url: string | null
  memory(): Promise<{ resident: number; heap: number }>
  stop(): Promise<void>
}

interface Options {
  name: string
  args?: readonly string[]
  env?: Record<string, string>
  /** Where V8 writes what it has sampled of this process. */
  profileIn?: string
}

/** Starts a file of this folder as a process of its own; resolves when what it runs is up. */
export async function startProcess(file: string, { name, args = [], env, profileIn }: Options): Promise<BenchProcess> {
  const profile = profileIn ? ['--cpu-prof', `--cpu-prof-dir=${profileIn}/${name}`] : []
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    env: { ...process.env, ...env },
    execArgv: ['--import', 'tsx', '--expose-gc', ...profile],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const up = await said(child, 'up')
  return {
    name,
    pid: child.pid ?? 0,
    url: up.url,
    async memory() {
      tell(child, 'memory')
      return await said(child, 'memory')
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      tell(child, 'stop')
      await exited
    },
  }
}

const tell = (child: ChildProcess, message: ToProcess) => child.send(message)

/** @throws when the process ends instead */
function said<K extends FromProcess['is']>(child: ChildProcess, is: K): Promise<Extract<FromProcess, { is: K }>> {
  return new Promise((resolve, reject) => {
    const listen = (message: FromProcess) => {
      if (!isKind(message, is)) return
      child.off('message', listen)
      child.off('exit', ended)
      resolve(message)
    }
    const ended = (code: number | null) => reject(new Error(`a process of the bench ended with ${code}`))
    child.on('message', listen)
    child.once('exit', ended)
  })
}

const isKind = <K extends FromProcess['is']>(message: FromProcess, is: K): message is Extract<FromProcess, { is: K }> =>
  message.is === is
