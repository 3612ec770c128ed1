import { type Kysely, sql } from 'kysely'
import { stepOfCheck } from '../domain/failure.ts'
import type { Clock } from '../platform/clock.ts'
import { appendEvents } from '../store/events.ts'
import { failureColumns } from '../store/failure-columns.ts'
import type { Store } from '../store/open-store.ts'
import type { ApplicationRow, Database } from '../store/schema.ts'
import { type Suspect, unsettledChecks } from './find-lost.ts'

/** What was repaired in vain is tried again after twice the time, at most after this. */
const LONGEST_IDLE_MS = 3_600_000
/** A check that was started or published so often and never settled: it counts as failed, and a person looks. */
export const GIVE_UP_AFTER = 5

const GIVEN_UP = `given up after ${GIVE_UP_AFTER} starts without an end`

const REPAIRED = 'queue.repaired'

export interface Progress {
  repairs: number
  /** When it may be repaired (again): after a time without any progress. */
  due: Date
}

/** How often each suspect was repaired, and when it may be repaired again. */
export async function progressOf(
  db: Kysely<Database>,
  suspects: readonly Suspect[],
  idleMs: number,
): Promise<Progress[]> {
  if (suspects.length === 0) return []
  const { rows } = await sql<{ last: Date | null; repairs: number }>`
    select greatest(
        (select max(at) from event where application_id = suspect.id and event.revision = suspect.revision),
        (select max(started_at) from check_run line where line.application_id = suspect.id
          and line.revision = suspect.revision and line.run = suspect.run)) as last,
      (select count(*)::integer from event where application_id = suspect.id and event.revision = suspect.revision
        and type = ${REPAIRED} and data ->> 'subject' = suspect.subject) as repairs
    from unnest(${suspects.map(({ applicationId }) => applicationId)}::text[],
      ${suspects.map(({ revision }) => revision)}::integer[], ${suspects.map(({ run }) => run)}::integer[],
      ${suspects.map(({ subject }) => subject)}::text[]) with ordinality suspect (id, revision, run, subject, place)
    order by place`.execute(db)
  return rows.map(({ last, repairs }) => ({
    repairs,
    due: new Date((last?.getTime() ?? 0) + Math.min(idleMs * 2 ** repairs, LONGEST_IDLE_MS)),
  }))
}

/**
 * Takes the repair for this process, and gives up what has been tried too often.
 * @returns how many checks were given up; null when another reconciler or worker was faster.
 */
export async function claimRepair(
  { store, clock, idleMs }: { store: Store; clock: Clock; idleMs: number },
  suspect: Suspect,
  repairs: number,
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
    return failures.length
  })
}

async function isStillWanted(
  db: Kysely<Database>,
  { aside, applicationId, onlyIn, revision, run }: Suspect,
  now: Pick<ApplicationRow, 'status' | 'revision' | 'run'>,
): Promise<boolean> {
  if (now.revision !== revision) return false
  if (!aside) return onlyIn.includes(now.status) && now.run === run
  const { rows } = await sql<{ one: number }>`
    select 1 as one from rerun_item where kind = 'screening' and state = 'running' and application_id = ${applicationId}
      and revision = ${revision} and run = ${run}`.execute(db)
  return rows.length > 0
}
