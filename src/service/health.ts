import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ProbeAnswer } from '../http/internal.ts'
import type { RunningWorkers } from '../../workers/main.ts'

/** What is asked must answer within so many milliseconds: probes give up after some seconds. */
const PATIENCE = 3_000
/** Probes of several askers, each second or more often, share one answer. Milliseconds. */
const FRESH = 1_000
/** A worker that asks for no job for so long, while its queue's datastore answers, never will. Milliseconds. */
const DEAF_AFTER = 60_000

interface HealthOptions {
  /** Aborted as the process begins to stop. */
  stopping: AbortSignal
  /** Milliseconds that only ever grow. */
  now?: () => number
}

/**
 * What the probes of a process answer. Ready: it has started, does not stop, and what it needs answers. Live: its event
 * loop turns (otherwise nothing answers at all) and its workers go on asking for jobs. A datastore that is away makes a
 * process unready but never dead: starting it anew would mend nothing.
 */
export function createHealth({ stopping, now = () => performance.now() }: HealthOptions) {
  const needs = new Map<string, () => Promise<boolean>>()
  const loop = monitorEventLoopDelay({ resolution: 20 })
  loop.enable()
  let started = false
  let workers: Pick<RunningWorkers, 'lateBy'> | null = null
  let queuesAnswerSince: number | null = null

  /** The queues whose worker will never take a job again. */
  async function deafQueues(): Promise<string[]> {
    const answer = await (needs.get('queues') ?? alwaysTrue)()
    queuesAnswerSince = answer ? (queuesAnswerSince ?? now()) : null
    if (queuesAnswerSince === null || workers === null) return []
    const known = now() - queuesAnswerSince
    return workers.lateBy().flatMap(({ queue, ms }) => (Math.min(ms, known) > DEAF_AFTER ? [queue] : []))
  }

  return {
    /** What must answer for this process to be of use. */
    needs(name: 'database' | 'photos' | 'queues', ask: () => Promise<unknown>): void {
      needs.set(name, remembered(within(ask), now))
    },
    /** Who is watched. */
    watch(running: Pick<RunningWorkers, 'lateBy'>): void {
      workers = running
    },
    started(): void {
      started = true
    },

    async live(): Promise<ProbeAnswer> {
      const deaf = await deafQueues()
      const eventLoopMs = Math.round(loop.max / 1e6)
      loop.reset()
      return { ok: deaf.length === 0, eventLoopMs, deaf }
    },

    async ready(): Promise<ProbeAnswer> {
      const asked = await Promise.all([...needs].map(async ([name, ask]) => [name, await ask()] as const))
      const state = stopping.aborted ? 'stopping' : started ? 'running' : 'starting'
      return {
        ok: state === 'running' && asked.every(([, answers]) => answers),
        state,
        needs: Object.fromEntries(asked.map(([name, answers]) => [name, answers ? 'ok' : 'no answer'])),
      }
    },

    close: async () => void loop.disable(),
  }
}

export type Health = ReturnType<typeof createHealth>

const alwaysTrue = async (): Promise<boolean> => true

/** Whether it answers in time. */
const within = (ask: () => Promise<unknown>) => async (): Promise<boolean> => {
  const late = new AbortController()
  try {
    const asking = ask()
    asking.catch(() => {})
    return await Promise.race([asking.then(() => true), sleep(PATIENCE, false, { signal: late.signal, ref: false })])
  } catch {
    return false
  } finally {
    late.abort()
  }
}

/** Askers at the same moment share one answer, and those that come right after. */
function remembered(ask: () => Promise<boolean>, now: () => number): () => Promise<boolean> {
  let last: { at: number; answer: Promise<boolean> } | null = null
  return () => {
    if (last === null || now() - last.at >= FRESH) last = { at: now(), answer: ask() }
    return last.answer
  }
}
