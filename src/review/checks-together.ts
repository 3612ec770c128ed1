import { type RawBuilder, sql } from 'kysely'
import type { Check, Evidence } from '../domain/evidence.ts'
import { newId } from '../platform/ids.ts'
import { storableJson } from '../platform/storable.ts'
import type { ReviewDeps } from './deps.ts'
import { ofCurrentRun } from './ledger.ts'
import type { CheckRef, EvidenceKey, StoredEvidence } from './record-evidence.ts'

/**
 * The two steps of every check, for as many as are under way at once, each as one statement and so as one transaction: a
 * check costs two journeys to the database when it is alone, and a share of two when it is not.
 *
 * What they change of a line and under which conditions is what `settle` and `moveApplication` would, line by line.
 */

type Db = ReviewDeps['db']

export interface Starting {
  ref: CheckRef
  key: EvidenceKey
  now: Date
}

export interface Started {
  /** False where the line was settled before, or the run was superseded. */
  open: boolean
  /** What is known already. */
  evidence: StoredEvidence | null
  /** Which one this is, from 1; 0 where it is not open. */
  attempt: number
}

export interface Recording extends Starting {
  evidence: Evidence
}

/** Marks lines as under way, and their applications as being screened. */
export async function startLines(db: Db, asked: readonly Starting[]): Promise<Started[]> {
  const { rows } = await sql<{ place: number; attempts: number; id: string | null; evidence: Evidence | null }>`
    with asked as (select ${columns} from ${linesOf(asked)}),
    started as (
      update check_run set status = 'active', attempts = check_run.attempts + 1, started_at = asked.at
      from asked
      where ${sameLine} and ${isOpen} and ${ofCurrentRun}
      returning asked.place, check_run.attempts, asked."check", asked.subject, asked.version, asked.application_id, asked.revision, asked.run, asked.at),
    moved as (
      update application set status = 'screening', version = version + 1, updated_at = first.at
      from (select application_id, revision, run, min(at) as at from started group by application_id, revision, run) first
      where application.id = first.application_id and application.revision = first.revision
        and application.run = first.run and (application.status = 'submitted') is true
      returning application.id, application.revision, first.at),
    stepped as (
      insert into transition (application_id, revision, from_status, to_status, actor, at)
      select id, revision, 'submitted', 'screening', 'system', at from moved),
    told as (
      insert into event (application_id, revision, type, data, at)
      select id, revision, 'application.screening', '{"from": "submitted"}', at from moved
      returning pg_notify(current_schema() || ':event', ''))
    select started.place, started.attempts, evidence.id, evidence.result as evidence
    from started
    left join evidence on evidence.subject = started.subject and evidence."check" = started."check"
      and evidence.engine_version = started.version`.execute(db)
  const started = new Map(rows.map((row) => [row.place, row]))
  return asked.map((_, place) => {
    const { id, evidence, attempts } = started.get(place) ?? {}
    return { open: started.has(place), attempt: attempts ?? 0, evidence: id && evidence ? { id, evidence } : null }
  })
}

/**
 * Stores what was seen and settles its lines.
 * @returns for each whether it was stored. Where equal evidence is there already nothing was done, and its line is for the
 *   caller to settle.
 */
export async function recordLines(db: Db, seen: readonly Recording[]): Promise<boolean[]> {
  const ids = seen.map(({ now }) => newId('evidence', now.getTime()))
  const { rows } = await sql<{ place: number }>`
    with asked as (
      select ${columns}, answer.id, answer.result from ${linesOf(seen)}
      join unnest(${ids}::text[], ${seen.map(({ evidence }) => storableJson(evidence))}::text[])
        with ordinality answer (id, result, n) on answer.n = line.place + 1),
    stored as (
      insert into evidence (id, "check", subject, engine_version, result, created_at)
      select id, "check", subject, version, result::jsonb, at from asked
      on conflict (subject, "check", engine_version) do nothing
      returning id),
    settled as (
      update check_run set evidence_id = asked.id, status = 'done', finished_at = asked.at
      from asked join stored on stored.id = asked.id
      where ${sameLine} and ${isOpen} and ${ofCurrentRun}
      returning asked.application_id, asked.revision, asked."check", asked.slot, asked.at),
    told as (
      insert into event (application_id, revision, type, data, at)
      select application_id, revision, 'check.done', jsonb_build_object('check', "check", 'slot', slot), at from settled
      returning pg_notify(current_schema() || ':event', ''))
    select asked.place from asked join stored on stored.id = asked.id`.execute(db)
  const stored = new Set(rows.map(({ place }) => place))
  return seen.map((_, place) => stored.has(place))
}

/**
 * Neither done nor failed; and in words that no index of the unfinished answers to, as `is true` above does not: of these
 * there may be a million, while their statistics, made when there were none, promise one. Each line is found by its key.
 */
const isOpen = sql`check_run.status <> all ('{done,failed}')`

/** Two equal ones in one statement would be one row to it. */
export const lineName = ({ ref }: Starting): string =>
  [ref.applicationId, ref.revision, ref.run, ref.check, ref.slot].join(' ')

const columns = sql.raw(
  'line.application_id, line.revision, line.run, line."check", line.slot, line.subject, line.version, line.at, line.place',
)

const sameLine = sql`check_run.application_id = asked.application_id and check_run.revision = asked.revision
  and check_run.run = asked.run and check_run."check" = asked."check" and check_run.slot = asked.slot`

/** As a table `line`, numbered from 0 by `place`; sorted, so that two statements meet the same applications in one order. */
function linesOf(lines: readonly Starting[]): RawBuilder<unknown> {
  const of = <T>(take: (line: Starting) => T): T[] => lines.map(take)
  const check: Check[] = of(({ ref }) => ref.check)
  return sql`(
    select application_id, revision, run, "check", slot, subject, version, at, n::integer - 1 as place
    from unnest(
      ${of(({ ref }) => ref.applicationId)}::text[], ${of(({ ref }) => ref.revision)}::integer[],
      ${of(({ ref }) => ref.run)}::integer[], ${check}::text[], ${of(({ ref }) => ref.slot)}::text[],
      ${of(({ key }) => key.subject)}::text[], ${of(({ key }) => key.engineVersion)}::text[],
      ${of(({ now }) => now)}::timestamptz[])
    with ordinality each (application_id, revision, run, "check", slot, subject, version, at, n)
    order by application_id) line`
}
