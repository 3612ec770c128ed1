import type { Clock } from '../platform/clock.ts'
import type { Logger } from '../platform/logger.ts'
import { appendEvents } from '../store/events.ts'
import type { Store } from '../store/open-store.ts'
import type { ApplicationRow } from '../store/schema.ts'
import type { QueueBackend } from './backend.ts'
import { createBell } from './bell.ts'
import { type Cursors, type Suspect, suspectRuns, suspectWork, unsettledChecks } from './find-lost.ts'
import { createQuietErrors } from './quiet-errors.ts'

const INTERVAL_MS = 15_000
/** Nothing has moved for so long: longer than a crashed worker's job needs to start again. */
const IDLE_MS = 30_000
/** What was repaired in vain is tried again after twice the time, at most after this. */
const LONGEST_IDLE_MS = 3_600_000
/** A check that was started or published so often and never settled: it counts as failed, and a person looks. */
export const GIVE_UP_AFTER = 5

/** Unsent messages beyond this number mean that the relay is behind: no time to add to its work. */
const OUTBOX_LIMIT = 1_000

const REPAIRED = 'queue.repaired'

export interface SweeperOptions {
  store: Store
  backend: Pick<QueueBackend, 'ready' | 'isLive' | 'publishFlow'>
  log: Logger
  clock: Clock
}

export interface Swept {
  /** Suspects whose jobs were published again. */
  repaired: number
  /** Checks that were given up. */
  givenUp: number
}

/**
 * Compares what Postgres says is to be done with what the queues hold, every 15 s, and publishes what was lost (Redis
 * emptied, a power cut, jobs that failed with nothing to write to). The only part that repairs. Any number may run: a
 * repair is claimed by an event in the application's own transaction.
 */
export function startSweeper(options: SweeperOptions): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const bell = createBell(stopping.signal)
  const errors = createQuietErrors(options.log)
  const sweeper = createSweeper(options)
  const running = run()

  async function run(): Promise<void> {
    for (;;) {
      await bell.waitFor(INTERVAL_MS)
      if (stopping.signal.aborted) return
      // While either side is away nothing can be repaired; the next look comes anyway.
      await sweeper.sweep(stopping.signal).catch((error: unknown) => errors.report('sweeper', error))
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
export function createSweeper({ store, backend, log, clock }: SweeperOptions) {
  const cursors: Cursors = { screening: '' }

  async function sweep(signal?: AbortSignal): Promise<Swept> {
    const before = new Date(clock.now().getTime() - IDLE_MS)
    const suspects = [...(await suspectRuns(store.db, before, cursors)), ...(await suspectWork(store.db, before))]
    const swept: Swept = { repaired: 0, givenUp: 0 }
    const unsent = suspects.length === 0 ? null : await unsentApplications()
    for (const suspect of suspects) {
      if (unsent === null || signal?.aborted) break
      if (!unsent.has(suspect.applicationId)) await examine(suspect, swept)
    }
    if (swept.repaired + swept.givenUp > 0) log.warn(swept, 'lost work was published again')
    return swept
  }

  async function examine(suspect: Suspect, swept: Swept): Promise<void> {
    const { repairs, due } = await history(store.db, suspect)
    if (clock.now() < due) return
    for (const { queue, jobId } of suspect.jobs(repairs)) if (await backend.isLive(queue, jobId)) return

    const givenUp = await claim(suspect, repairs)
    if (givenUp === null) return
    swept.givenUp += givenUp
    const plan = await suspect.plan(store.db, repairs + 1)
    await backend.publishFlow(plan)
    swept.repaired++
    log.info({ application: suspect.applicationId, subject: suspect.subject, repair: repairs + 1 }, 'repaired')
  }

  /** Whose jobs the relay has yet to publish: they are not lost. Null when it has so much ahead that nobody can say. */
  async function unsentApplications(): Promise<Set<unknown> | null> {
    const unsent = await store.db
      .selectFrom('outbox')
      .select('message')
      .where('sent_at', 'is', null)
      .limit(OUTBOX_LIMIT)
      .execute()
    if (unsent.length === OUTBOX_LIMIT) return null
    return new Set(
      unsent.map(({ message }) =>
        message.kind === 'screening' ? message.applicationId : message.payload['applicationId'],
      ),
    )
  }

  /**
   * Takes the repair for this process, and gives up what has been tried too often.
   * @returns how many checks were given up; null when another sweeper or worker was faster.
   */
  async function claim(suspect: Suspect, repairs: number): Promise<number | null> {
    const { applicationId, revision, run, subject } = suspect
    return await store.db.transaction().execute(async (trx) => {
      const locked = await trx
        .selectFrom('application')
        .select(['status', 'revision', 'run'])
        .where('id', '=', applicationId)
        .forNoKeyUpdate()
        .skipLocked()
        .executeTakeFirst()
      const now = clock.now()
      if (!locked || !isStillWanted(suspect, locked)) return null
      const known = await history(trx, suspect)
      if (known.repairs !== repairs || now < known.due) return null

      const unsettled = subject.startsWith('run ') ? await unsettledChecks(trx, suspect) : []
      const hopeless = unsettled.filter(({ attempts }) => attempts >= GIVE_UP_AFTER || repairs >= GIVE_UP_AFTER)
      const failures: { type: string; data: Record<string, unknown> }[] = []
      for (const { check, slot } of hopeless) {
        const failed = await trx
          .updateTable('check_run')
          .set({ status: 'failed', error: `given up after ${GIVE_UP_AFTER} starts without an end`, finished_at: now })
          .where('application_id', '=', applicationId)
          .where('revision', '=', revision)
          .where('run', '=', run)
          .where('check', '=', check)
          .where('slot', '=', slot)
          .where('status', 'in', ['pending', 'active'])
          .executeTakeFirst()
        // None where its worker has just come to an end after all.
        if (failed.numUpdatedRows > 0n) failures.push({ type: 'check.failed', data: { check, slot } })
      }
      const events = [...failures, { type: REPAIRED, data: { subject, repair: repairs + 1 } }]
      await appendEvents(
        trx,
        events.map((event) => ({ applicationId, revision, at: now, ...event })),
      )
      return failures.length
    })
  }

  return { sweep }
}

function isStillWanted(
  { onlyIn, revision, run }: Suspect,
  now: Pick<ApplicationRow, 'status' | 'revision' | 'run'>,
): boolean {
  return onlyIn.includes(now.status) && now.revision === revision && now.run === run
}

/** How often a suspect was repaired, and when it may be repaired again: after a time without any progress. */
async function history(db: Store['db'], { applicationId, revision, run, subject }: Suspect) {
  const events = await db
    .selectFrom('event')
    .select(['type', 'data', 'at'])
    .where('application_id', '=', applicationId)
    .where('revision', '=', revision)
    .execute()
  const started = await db
    .selectFrom('check_run')
    .select('started_at as at')
    .where('application_id', '=', applicationId)
    .where('revision', '=', revision)
    .where('run', '=', run)
    .where('started_at', 'is not', null)
    .execute()
  const last = Math.max(0, ...[...events, ...started].map(({ at }) => at?.getTime() ?? 0))
  const repairs = events.filter(({ type, data }) => type === REPAIRED && data['subject'] === subject).length
  return { repairs, due: new Date(last + Math.min(IDLE_MS * 2 ** repairs, LONGEST_IDLE_MS)) }
}
