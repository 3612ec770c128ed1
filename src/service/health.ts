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
/** An answer of the queues says nothing of later than this: nobody asked meanwhile. Milliseconds. */
const ANSWER_LASTS = 15_000

interface HealthOptions {
  /** Aborted as the process begins to stop. */
  stopping: AbortSignal
  /** Milliseconds that only ever grow. */
  now?: () => number
}

/**
 * What the probes of a process answer. Ready: it has started, does not stop, and what it needs answers. Live: its event
 * loop turns (otherwise nothing answers at all) and its workers go on asking for jobs. What is away makes a process unready but
 * never dead, and keeps nobody waiting who asks whether it lives: starting it anew would mend nothing.
 */
export function createHealth({ stopping, now = () => performance.now() }: HealthOptions) {
  const needs = new Map<string, () => Promise<boolean>>()
  const loop = monitorEventLoopDelay({ resolution: 20 })
  loop.enable()
  let started = false
  let workers: Pick<RunningWorkers, 'lateBy'> | null = null
  let askQueues: (() => Promise<boolean>) | null = null
  let asking = false
  /** The first and the last of an unbroken row of answers. */
  let answers: { since: number; last: number } | null = null

  /** What is learnt is for the next who asks. */
  async function askAgain(): Promise<void> {
    if (asking || askQueues === null) return
    asking = true
    const answered = await askQueues()
    asking = false
    const last = now()
    const goesOn = answers !== null && last - answers.last <= ANSWER_LASTS
    answers = answered ? { since: goesOn && answers ? answers.since : last, last } : null
  }

  /** The queues whose worker will never take a job again. */
  function deafQueues(): string[] {
    void askAgain()
    if (answers === null || workers === null || now() - answers.last > ANSWER_LASTS) return []
    const known = answers.last - answers.since
    return workers.lateBy().flatMap(({ queue, ms }) => (Math.min(ms, known) > DEAF_AFTER ? [queue] : []))
  }

  return {
    /** What must answer for this process to be of use. */
    needs(name: 'database' | 'photos' | 'queues', ask: () => Promise<unknown>): void {
      needs.set(name, remembered(within(ask), now))
    },
    /** Who is watched, and whether the queues answer somebody else than these workers. */
    watch(running: Pick<RunningWorkers, 'lateBy'>, ask: () => Promise<unknown>): void {
      workers = running
      askQueues = within(ask)
    },
    started(): void {
      started = true
    },

    async live(): Promise<ProbeAnswer> {
      const deaf = deafQueues()
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
