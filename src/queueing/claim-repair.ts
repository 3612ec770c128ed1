import { stepOfCheck } from '../domain/failure.ts'
import type { Clock } from '../platform/clock.ts'
import { appendEvents } from '../store/events.ts'
import { failureColumns } from '../store/failure-columns.ts'
import type { Store } from '../store/open-store.ts'
import { isDoneAside, progressOfSubjects, REPAIRED } from '../store/overdue-work.ts'
import type { ApplicationRow } from '../store/schema.ts'
import { type Suspect, unsettledChecks } from './find-lost.ts'
import type { FlowPlan } from './flow-plan.ts'

type Db = Store['db']

/** What was repaired in vain is tried again after twice the time, at most after this. */
const LONGEST_IDLE_MS = 3_600_000
/** A check that was started or published so often and never settled: it counts as failed, and a person looks. */
export const GIVE_UP_AFTER = 5

const GIVEN_UP = `given up after ${GIVE_UP_AFTER} starts without an end`

export interface Progress {
  repairs: number
  /** When it may be repaired (again): after a time without any progress. */
  due: Date
}

/** How often each suspect was repaired, and when it may be repaired again. */
export async function progressOf(db: Db, suspects: readonly Suspect[], idleMs: number): Promise<Progress[]> {
  const found = await progressOfSubjects(db, suspects)
  return found.map(({ last, repairs }) => ({
    repairs,
    due: new Date((last?.getTime() ?? 0) + Math.min(idleMs * 2 ** repairs, LONGEST_IDLE_MS)),
  }))
}

/**
 * Takes the repair for this process, gives up what has been tried too often, and publishes the rest. All or nothing: a repair that
 * the queues refuse, as when their memory is full, is none, and must not count towards giving up.
 * @returns how many checks were given up; null when another reconciler or worker was faster.
 */
export async function claimRepair(
  { store, clock, idleMs }: { store: Store; clock: Clock; idleMs: number },
  suspect: Suspect,
  repairs: number,
  publish: (plan: FlowPlan) => Promise<void>,
): Promise<number | null> {
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
    if (!locked || !(await isStillWanted(trx, suspect, locked))) return null
    const [known] = await progressOf(trx, [suspect], idleMs)
    if (!known || known.repairs !== repairs || now < known.due) return null

    const unsettled = subject.startsWith('run ') ? await unsettledChecks(trx, suspect) : []
    const hopeless = unsettled.filter(({ attempts }) => attempts >= GIVE_UP_AFTER || repairs >= GIVE_UP_AFTER)
    const failures: { type: string; data: Record<string, unknown> }[] = []
    for (const { check, slot } of hopeless) {
      const failed = await trx
        .updateTable('check_run')
        .set({
          status: 'failed',
          error: GIVEN_UP,
          finished_at: now,
          ...failureColumns({ step: stepOfCheck[check], code: 'GIVEN_UP', error: GIVEN_UP }, now),
        })
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
    // Where the commit fails after that, the next repair has the same ids, and they are known.
    await publish(await suspect.plan(trx, repairs + 1))
    return failures.length
  })
}

async function isStillWanted(
  db: Db,
  suspect: Suspect,
  now: Pick<ApplicationRow, 'status' | 'revision' | 'run'>,
): Promise<boolean> {
  if (now.revision !== suspect.revision) return false
  if (suspect.aside) return await isDoneAside(db, suspect)
  return suspect.onlyIn.includes(now.status) && now.run === suspect.run
}
