import { type Kysely, sql } from 'kysely'
import type { LocalisedText } from '../../domain/decision.ts'
import type { FailureStep } from '../../domain/failure.ts'
import { type FailureClass, type FailureCode, failureKinds } from '../../domain/failure-kinds.ts'
import type { Database } from '../../store/schema.ts'
import type { ReviewDeps } from '../deps.ts'
import { type ActorRecord, readActors } from '../staff/actors.ts'
import { type FailureFilter, isCurrent, matching } from './failure-rows.ts'

export interface FailureGroupRecord {
  fingerprint: string
  step: FailureStep
  class: FailureClass
  code: FailureCode
  text: LocalisedText
  help: LocalisedText
  error: string
  failures: number
  current: number
  retrying: number
  applications: number
  attempts: number
  firstSeen: string
  lastSeen: string
  looked: { by: ActorRecord; at: string; since: number } | null
  notes: { id: string; note: string; by: ActorRecord; at: string }[]
}

/** Of one group, as many as a page shows; all stay. */
const NOTES_SHOWN = 20

/** The same fault in one group, the one last seen first. */
export async function groupFailures(
  { db }: Pick<ReviewDeps, 'db'>,
  { limit, ...filter }: FailureFilter & { limit: number },
): Promise<{ groups: FailureGroupRecord[]; more: boolean }> {
  const all = await countGroups(db, filter, limit + 1)
  const shown = all.slice(0, limit)
  const notes = await readNotes(db, shown)
  const ids = [...shown.flatMap(({ lookedBy }) => lookedBy ?? []), ...notes.map(({ by }) => by)]
  const actorOf = await readActors(db, ids)
  const groups = shown.map(({ firstSeen, lastSeen, lookedBy, lookedAt, since, ...group }) => ({
    ...group,
    text: failureKinds[group.code].text,
    help: failureKinds[group.code].help,
    firstSeen: firstSeen.toISOString(),
    lastSeen: lastSeen.toISOString(),
    looked: lookedBy && lookedAt ? { by: actorOf(lookedBy), at: lookedAt.toISOString(), since } : null,
    notes: notes
      .filter(({ fingerprint }) => fingerprint === group.fingerprint)
      .map(({ id, note, by, at }) => ({ id, note, by: actorOf(by), at: at.toISOString() })),
  }))
  return { groups, more: all.length > limit }
}

type GroupRow = Omit<FailureGroupRecord, 'text' | 'help' | 'firstSeen' | 'lastSeen' | 'looked' | 'notes'> & {
  firstSeen: Date
  lastSeen: Date
  lookedBy: string | null
  lookedAt: Date | null
  since: number
}

/** Counted by application first: to count each once costs a sort of everything otherwise. */
async function countGroups(db: Kysely<Database>, filter: FailureFilter, limit: number): Promise<GroupRow[]> {
  const { rows } = await sql<GroupRow>`
    with by_application as (
      select f.fingerprint, f.application_id, min(f.step) as step, min(f.class) as class, min(f.code) as code,
        count(*) as failures, count(*) filter (where ${isCurrent}) as current,
        count(*) filter (where f.state = 'retrying') as retrying, sum(f.attempts) as attempts,
        min(f.first_seen) as first_seen, max(f.last_seen) as last_seen,
        count(*) filter (where f.last_seen > looked.at) as since
      from failure f join application a on a.id = f.application_id
        left join failure_look looked on looked.fingerprint = f.fingerprint
      where ${matching(filter)}
      group by f.fingerprint, f.application_id
    ), grouped as (
      select fingerprint, min(step) as step, min(class) as class, min(code) as code,
        sum(failures)::int as failures, sum(current)::int as current, sum(retrying)::int as retrying,
        count(*)::int as applications, sum(attempts)::int as attempts,
        min(first_seen) as "firstSeen", max(last_seen) as "lastSeen", sum(since)::int as since
      from by_application group by fingerprint order by max(last_seen) desc, fingerprint limit ${limit}
    )
    select grouped.*, last.error, looked.by as "lookedBy", looked.at as "lookedAt"
    from grouped
      cross join lateral (
        select f.error from failure f where f.fingerprint = grouped.fingerprint order by f.last_seen desc limit 1) as last
      left join failure_look looked on looked.fingerprint = grouped.fingerprint
    order by grouped."lastSeen" desc, grouped.fingerprint`.execute(db)
  return rows
}

async function readNotes(db: Kysely<Database>, groups: readonly { fingerprint: string }[]) {
  const { rows } = await sql<{ id: string; fingerprint: string; note: string; by: string; at: Date }>`
    select note.* from unnest(${groups.map(({ fingerprint }) => fingerprint)}::text[]) as wanted (fingerprint)
      cross join lateral (
        select * from failure_note where fingerprint = wanted.fingerprint order by id desc limit ${NOTES_SHOWN}) as note
    order by note.id desc`.execute(db)
  return rows
}
