import { sql } from 'kysely'
import type { Outcome } from '../../../src/domain/decision.ts'
import type { Store } from '../../../src/store/open-store.ts'

type Db = Store['db']

/** Applications that are not where they end by themselves: decided, with a person told where one has to look. */
export async function unsettled(db: Db): Promise<number> {
  const { rows } = await sql<{ n: string }>`
    select count(*) as n from application a where status in ('submitted', 'screening', 'deciding')
      or status = 'review_pending' and not exists (select from review_case c where c.application_id = a.id)
      or status = 'callback_pending' and not exists (select from callback c where c.application_id = a.id)
  `.execute(db)
  return Number(rows[0]?.n)
}

/**
 * Messages that are still to be sent, to the queues and to integrators. Without those that a worker had in hand when it was
 * killed: nobody knows whether they went out, and they are sent again when its minute is over.
 */
export async function untold(db: Db): Promise<number> {
  const { rows } = await sql<{ n: string }>`
    select (select count(*) from outbox where sent_at is null)
      + (select count(*) from effect where state = 'pending' and (claimed_until is null or claimed_until < now())) as n
  `.execute(db)
  return Number(rows[0]?.n)
}

/** Ids by what is wrong with them; all are empty when nothing is. */
export type Broken = Record<(typeof rules)[number][0], string[]>

/** Each finds the applications of which it is not so. `$accepted` stands for the ids that were answered with 202. */
const rules = [
  ['lost', `select id from unnest($1::text[]) id where not exists (select from application a where a.id = id.id)`],
  ['never accepted', `select id from application where id <> all ($1)`],
  ['undecided', `select id from application a where not exists (select from decision d where d.application_id = a.id)`],
  ['decided twice', `select application_id id from decision group by 1 having count(*) > 1`],
  [
    'moved twice',
    `select application_id id from transition group by application_id, to_status having count(*) > 1
     union select application_id from event where type in ('application.submitted') group by 1 having count(*) > 1`,
  ],
  [
    'without all checks',
    `select application_id id from check_run group by application_id, run
     having count(*) <> 16 or count(*) filter (where status = 'done' and evidence_id is not null) <> 16`,
  ],
  [
    'a check settled twice',
    `select application_id id from event where type in ('check.done', 'check.failed')
     group by application_id, data ->> 'check', data ->> 'slot' having count(*) > 1`,
  ],
  ['decided on a failure', `select application_id id from decision where reasons @> '[{"code": "CHECK_FAILED"}]'`],
  [
    'not where the decision leads',
    `select a.id from application a join decision d on d.application_id = a.id and d.run = a.run
     where a.status <> case d.outcome when 'approved' then 'approved' when 'rejected' then 'rejected'
       when 'manual_review' then 'review_pending' when 'callback_required' then 'callback_pending'
       else 'returned' end`,
  ],
  [
    'cases',
    `select a.id from application a left join review_case c on c.application_id = a.id
     group by a.id having count(c.id) <> (a.status = 'review_pending')::int`,
  ],
  [
    'callbacks',
    `select a.id from application a left join callback c on c.application_id = a.id
     group by a.id having count(c.id) <> (a.status = 'callback_pending')::int`,
  ],
  [
    'told otherwise than once',
    `select a.id from application a left join effect e on e.application_id = a.id
     group by a.id having count(e.id) <> 1 or count(e.id) filter (where e.state = 'sent' or e.claimed_until > now()) <> 1`,
  ],
] as const

/** @param told whether to look at what integrators were told as well, which may wait for a minute after a kill */
export async function broken({ pool }: Store, accepted: readonly string[], told = true): Promise<Broken> {
  const found = await Promise.all(
    rules.map(async ([name, query]) => {
      if (!told && name === 'told otherwise than once') return [name, []] as const
      const { rows } = await pool.query<{ id: string }>(query, query.includes('$1') ? [accepted] : [])
      return [name, rows.map(({ id }) => id)] as const
    }),
  )
  return Object.fromEntries(found) as Broken
}

export const nothingBroken = Object.fromEntries(rules.map(([name]) => [name, []])) as unknown as Broken

/** What each reference was first decided as. */
export async function outcomes(db: Db): Promise<Map<string, Outcome>> {
  const rows = await db
    .selectFrom('application')
    .innerJoin('decision', 'decision.application_id', 'application.id')
    .select(['reference', 'outcome'])
    .execute()
  return new Map(rows.map(({ reference, outcome }) => [reference, outcome]))
}

/** What holds up those that are not settled: for the message of a test that waited in vain. */
export async function describeUnsettled({ pool }: Store, queueSchema: string): Promise<string> {
  const questions = {
    applications: `select status, count(*) from application group by 1`,
    checks: `select a.status, "check", r.status as line, count(*), max(attempts) as attempts, max(now() - started_at)::text as since
      from check_run r join application a on a.id = r.application_id
      where a.status in ('submitted', 'screening', 'deciding') group by 1, 2, 3 order by 1, 2, 3`,
    effects: `select state, count(*), max(attempts) as attempts, max(alarms) as alarms from effect group by 1`,
    outbox: `select sent_at is not null as sent, count(*), max(attempts) as attempts, max(error) as error from outbox group by 1`,
    locks: `select wait_event_type, wait_event, left(query, 90) as query, (now() - xact_start)::text as since
      from pg_stat_activity where state <> 'idle' and pid <> pg_backend_pid()`,
    jobs: `select queue, state, count(*), max(stalled_count) as stalled from "${queueSchema}".job
      where state <> 'completed' group by 1, 2 order by 1, 2`,
  }
  const told: string[] = []
  for (const [name, question] of Object.entries(questions)) {
    const { rows } = await pool.query(question).catch((error: unknown) => ({ rows: [String(error)] }))
    told.push(name, ...rows.map((row) => `  ${JSON.stringify(row)}`))
  }
  return told.join('\n')
}
