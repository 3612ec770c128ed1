import { type Kysely, sql } from 'kysely'
import type { Status } from '../domain/status.ts'
import type { Database } from './schema.ts'

type Db = Kysely<Database>

export interface OverdueRun {
  applicationId: string
  revision: number
  run: number
  /** It is done again aside: the application itself stays where it is. */
  aside: boolean
  /** Since when its application has not moved. */
  since: Date
}

/** One page of what has not moved since `before`, of applications behind `after`, in their order. */
export interface Page {
  before: Date
  after: string
  limit: number
}

/** Runs that are not decided, and runs done again aside that have not come to their end. */
export async function overdueRuns(db: Db, statuses: readonly Status[], page: Page): Promise<OverdueRun[]> {
  const { rows } = await sql<OverdueRun>`
    select id as "applicationId", revision, run, false as aside, updated_at as since from application
      where status = any(${statuses}::text[]) and updated_at <= ${page.before} and id > ${page.after}
    union all
    select application_id, revision, run, true, started_at from rerun_item
      where kind = 'screening' and state = 'running' and run is not null and started_at <= ${page.before}
        and application_id > ${page.after}
    order by 1, 3 limit ${page.limit}`.execute(db)
  return rows
}

/** Applications of a status that wait for a person whom nobody was told of: the table has no row for them. */
export async function waitingFor(
  db: Db,
  table: 'review_case' | 'callback',
  status: Status,
  page: Page,
): Promise<OverdueRun[]> {
  const rows = await db
    .selectFrom('application')
    .select(['id as applicationId', 'revision', 'run', 'updated_at as since'])
    .where('status', '=', status)
    .where('updated_at', '<=', page.before)
    .where('id', '>', page.after)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom(table)
            .select(sql`1`.as('one'))
            .whereRef(`${table}.application_id`, '=', 'application.id')
            .whereRef(`${table}.revision`, '=', 'application.revision')
            .whereRef(`${table}.run`, '=', 'application.run'),
        ),
      ),
    )
    .orderBy('id')
    .limit(page.limit)
    .execute()
  return rows.map((row) => ({ ...row, aside: false }))
}

/** Whether this run is still to be done again aside. */
export async function isDoneAside(db: Db, ref: Omit<OverdueRun, 'aside' | 'since'>): Promise<boolean> {
  const { rows } = await sql`
    select 1 from rerun_item where kind = 'screening' and state = 'running' and application_id = ${ref.applicationId}
      and revision = ${ref.revision} and run = ${ref.run}`.execute(db)
  return rows.length > 0
}

/** What a repair of a subject is told by in the events of its application. */
export const REPAIRED = 'queue.repaired'

/** When each subject last moved, and how often it was repaired; in the order of the question. */
export async function progressOfSubjects(
  db: Db,
  subjects: readonly (Pick<OverdueRun, 'applicationId' | 'revision' | 'run'> & { subject: string })[],
): Promise<{ last: Date | null; repairs: number }[]> {
  if (subjects.length === 0) return []
  const { rows } = await sql<{ last: Date | null; repairs: number }>`
    select greatest(
        (select max(at) from event where application_id = asked.id and event.revision = asked.revision),
        (select max(started_at) from check_run line where line.application_id = asked.id
          and line.revision = asked.revision and line.run = asked.run)) as last,
      (select count(*)::integer from event where application_id = asked.id and event.revision = asked.revision
        and type = ${REPAIRED} and data ->> 'subject' = asked.subject) as repairs
    from unnest(${subjects.map(({ applicationId }) => applicationId)}::text[],
      ${subjects.map(({ revision }) => revision)}::integer[], ${subjects.map(({ run }) => run)}::integer[],
      ${subjects.map(({ subject }) => subject)}::text[]) with ordinality asked (id, revision, run, subject, place)
    order by place`.execute(db)
  return rows
}
