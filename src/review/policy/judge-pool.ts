import { Worker } from 'node:worker_threads'
import type { Result } from '../../domain/backtest.ts'
import type { Policy } from '../../domain/policy.ts'

export interface JudgePool {
  readonly threads: number
  /** @returns what comes out of each, in order; null for what cannot be judged. */
  judge(inputs: readonly string[]): Promise<readonly (Result | null)[]>
  stop(): Promise<void>
}

/** Threads that decide by one policy; each takes one page after the other. */
export function startJudges(policy: Policy, threads: number): JudgePool {
  const judges = Array.from({ length: Math.max(1, threads) }, () => startJudge(policy))
  let next = 0
  return {
    threads: judges.length,
    judge: (inputs) => judges[next++ % judges.length]!.judge(inputs),
    stop: async () => {
      await Promise.all(judges.map(({ stop }) => stop()))
    },
  }
}

function startJudge(policy: Policy) {
  const worker = startThread(policy)
  const asked: { done: (results: (Result | null)[]) => void; failed: (error: Error) => void }[] = []
  let ended: Error | null = null
  const fail = (error: Error) => {
    ended = error
    for (const { failed } of asked.splice(0)) failed(error)
  }
  worker.on('message', (results: (Result | null)[]) => asked.shift()?.done(results))
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('a thread of the backtest ended')))
  return {
    judge: (inputs: readonly string[]) =>
      new Promise<readonly (Result | null)[]>((done, failed) => {
        if (ended) return failed(ended)
        asked.push({ done, failed })
        // A thread, not a window: there is no origin to name.
        // oxlint-disable-next-line unicorn/require-post-message-target-origin
        worker.postMessage(inputs)
      }),
    stop: () => worker.terminate(),
  }
}

/** From source, as the tests and the benchmarks run, TypeScript needs its loader in each thread. */
function startThread(policy: Policy): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./judge-thread.js', import.meta.url), { workerData: policy })
  }
  const script = JSON.stringify(new URL('./judge-thread.ts', import.meta.url).href)
  const load = `import('tsx/esm/api').then(({ register }) => { register(); return import(${script}) })`
  return new Worker(load, { eval: true, workerData: policy })
}
