import { type LostKind, lostKinds } from '../domain/lost-work.ts'
import type { Clock } from '../platform/clock.ts'
import type { Logger } from '../platform/logger.ts'
import type { Store } from '../store/open-store.ts'
import { overdueEffects } from '../store/overdue-messages.ts'
import { keepLook, type Looked, nothingFound, RECONCILE_EVERY_MS } from '../store/reconciler-counts.ts'
import type { QueueBackend } from './backend.ts'
import { createBell } from './bell.ts'
import { claimRepair, type Progress, progressOf } from './claim-repair.ts'
import { type FindSuspects, PAGE, type Suspect, suspectsByKind } from './find-lost.ts'
import type { FlowPlan } from './flow-plan.ts'
import { lastJob, wakeAgain } from './lost-effects.ts'
import { overdueMessages, unsentApplications } from './lost-messages.ts'
import { createQuietErrors } from './quiet-errors.ts'

/** Nothing has moved for so long: longer than a crashed worker's job needs to start again. */
const IDLE_MS = 30_000
/** Of one look, for each kind. What is left is looked at the next time, so that a long queue's living jobs hide nothing. */
const LOOK_MS = 10_000
/** Suspects that are examined at once, fewer than there are connections; and jobs of one that are asked for at once. */
const EXAMINED_AT_ONCE = 5
const ASKED_AT_ONCE = 8
/** One that cannot be repaired must not keep the others from it; of so many on a page it is not their fault: the queues are away. */
const TROUBLES = 3

export interface ReconcilerOptions {
  store: Store
  backend: Pick<QueueBackend, 'ready' | 'isLive' | 'publishFlow'>
  log: Logger
  clock: Clock
  /** Milliseconds between two looks, and after which what has not moved is suspected. For tests of what takes long. */
  pace?: { everyMs: number; idleMs: number }
  /** In place of LOOK_MS. For tests, which do not ask how fast a machine is. */
  lookMs?: number
}

export type Reconciled = Record<LostKind, Looked>

/**
 * Compares what Postgres says is to be done with what the queues hold, every 15 s, and publishes what was lost (Redis
 * emptied, a power cut, jobs that failed with nothing to write to). The only part that repairs. Any number may run: a
 * repair is claimed by an event in the application's own transaction.
 */
export function startReconciler(options: ReconcilerOptions): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const bell = createBell(stopping.signal)
  const errors = createQuietErrors(options.log)
  const reconciler = createReconciler(options)
  const running = run()

  async function run(): Promise<void> {
    for (;;) {
      await bell.waitFor(options.pace?.everyMs ?? RECONCILE_EVERY_MS)
      if (stopping.signal.aborted) return
      // While either side is away nothing can be repaired; the next look comes anyway.
      await reconciler.look(stopping.signal).catch((error: unknown) => errors.report('reconciler', error))
    }
  }

  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}

/** One look at a time; for the loop above and for tests. */
export function createReconciler({ store, backend, log, clock, pace, lookMs = LOOK_MS }: ReconcilerOptions) {
  const idleMs = pace?.idleMs ?? IDLE_MS
  const errors = createQuietErrors(log)
  /** Where the last look ended: the next one goes on from there. */
  const cursors = { run: '', case: '', callback: '', effect: '' }

  async function look(signal: AbortSignal = new AbortController().signal): Promise<Reconciled> {
    const began = performance.now()
    const found: Reconciled = {
      message: await overdueMessages(store.db, before()),
      run: nothingFound(),
      case: nothingFound(),
      callback: nothingFound(),
      effect: nothingFound(),
    }
    const unsent = await unsentApplications(store.db)
    // The relay has so much ahead that nobody can say what is lost.
    if (unsent !== null) {
      for (const kind of ['run', 'case', 'callback'] as const) {
        await lookForRuns(kind, suspectsByKind[kind], unsent, found[kind], signal)
      }
      await lookForEffects(unsent, found.effect, signal)
    }
    await keepLook(store.db, found, clock.now(), performance.now() - began)
    for (const kind of lostKinds) {
      const { repaired, givenUp } = found[kind]
      if (repaired + givenUp > 0) log.warn({ kind, repaired, givenUp }, 'lost work was published again')
    }
    return found
  }

  const before = () => new Date(clock.now().getTime() - idleMs)

  async function lookForRuns(
    kind: keyof typeof suspectsByKind,
    find: FindSuspects,
    unsent: ReadonlySet<string>,
    found: Looked,
    signal: AbortSignal,
  ): Promise<void> {
    await pageByPage(
      kind,
      (after) => find(store.db, before(), after),
      signal,
      async (suspects) => {
        const progress = await progressOf(store.db, suspects, idleMs)
        const examine = async (suspect: Suspect, { repairs, due }: Progress) => {
          count(found, suspect.since)
          if (unsent.has(suspect.applicationId) || clock.now() < due || (await livesOn(suspect, repairs))) return
          found.lost += 1
          const publish = (plan: FlowPlan) => backend.publishFlow(plan, suspect.aside ? 'low' : 'normal')
          const givenUp = await claimRepair({ store, clock, idleMs }, suspect, repairs, publish)
          if (givenUp === null) return
          found.givenUp += givenUp
          found.repaired += 1
          log.info({ application: suspect.applicationId, subject: suspect.subject, repair: repairs + 1 }, 'repaired')
        }
        let troubles = 0
        const examineOne = async (suspect: Suspect, of: Progress) => {
          try {
            await examine(suspect, of)
          } catch (error) {
            if (++troubles >= TROUBLES) throw error
            errors.report(`repair of a ${kind}`, error)
          }
        }
        for (let from = 0; from < suspects.length && !signal.aborted; from += EXAMINED_AT_ONCE) {
          const some = suspects.slice(from, from + EXAMINED_AT_ONCE)
          await Promise.all(some.map((suspect, n) => examineOne(suspect, progress[from + n]!)))
        }
      },
    )
  }

  async function livesOn(suspect: Suspect, repairs: number): Promise<boolean> {
    const jobs = suspect.jobs(repairs)
    // The first of them lives wherever a run merely waits its turn; of a long queue no other is asked for.
    if (jobs[0] && (await backend.isLive(jobs[0].queue, jobs[0].jobId))) return true
    for (let from = 1; from < jobs.length; from += ASKED_AT_ONCE) {
      const asked = jobs.slice(from, from + ASKED_AT_ONCE).map(({ queue, jobId }) => backend.isLive(queue, jobId))
      if ((await Promise.all(asked)).includes(true)) return true
    }
    return false
  }

  async function lookForEffects(unsent: ReadonlySet<string>, found: Looked, signal: AbortSignal): Promise<void> {
    const find = (after: string) => overdueEffects(store.db, { before: before(), after, limit: PAGE }, clock.now())
    await pageByPage('effect', find, signal, async (suspects) => {
      for (const suspect of suspects) {
        if (signal.aborted) return
        count(found, suspect.since)
        if (unsent.has(suspect.applicationId)) continue
        if (await backend.isLive('notification', lastJob(suspect))) continue
        found.lost += 1
        if (await wakeAgain(store.db, suspect, clock.now())) found.repaired += 1
      }
    })
  }

  /** Goes on from where the last look ended, over as many pages as its time allows. */
  async function pageByPage<S extends { applicationId: string; id?: string }>(
    kind: keyof typeof cursors,
    find: (after: string) => Promise<S[]>,
    signal: AbortSignal,
    examine: (suspects: readonly S[]) => Promise<void>,
  ): Promise<void> {
    const began = performance.now()
    do {
      const page = await find(cursors[kind])
      const last = page.at(-1)
      // Before they are examined: what comes to grief over this page goes on behind it.
      cursors[kind] = page.length === PAGE && last ? (last.id ?? last.applicationId) : ''
      await examine(page)
    } while (cursors[kind] !== '' && !signal.aborted && performance.now() - began < lookMs)
  }

  return { look }
}

function count(found: Looked, since: Date): void {
  found.suspects += 1
  if (found.oldest === null || since < found.oldest) found.oldest = since
}
