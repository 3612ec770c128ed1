import { sql } from 'kysely'
import { channels } from '../domain/message.ts'
import type { Status } from '../domain/status.ts'
import type { ReviewDeps } from './deps.ts'

/** Statuses in which somebody or something still has to do with an application. */
const underWay = [
  'submitted',
  'screening',
  'deciding',
  'returned',
  'callback_pending',
  'review_pending',
  'in_review',
  'second_approval',
  'appealed',
] as const satisfies readonly Status[]

/** No person is waited for: what rests here for long is stuck. */
const byItself: readonly Status[] = ['submitted', 'screening', 'deciding']

/** Rows of the outbox that are counted: beyond it the figure matters no more, and counting would. */
const OUTBOX_COUNTED = 10_000
/** Seconds after which a process without a sign of life is not counted. It writes one every few. */
const SILENT_AFTER = 20

/** How the installation stands, in figures. Seconds; 0 where there is nothing. */
export interface Standing {
  applications: { status: string; count: number }[]
  oldestSeconds: number
  outbox: { count: number; oldestSeconds: number }
  messages: { channel: string; pending: number; lateSeconds: number }[]
  work: { kind: 'case' | 'callback'; open: number; overdue: number }[]
  promisesOverdue: number
  processes: { role: string; count: number }[]
  reconciler: {
    /** Null before its first look. */
    lookAgeSeconds: number | null
    kinds: { kind: string; lost: number; repaired: number; givenUp: number }[]
  }
  /** Of each queue that has had a canary or was paused. */
  queues: { queue: string; lateSeconds: number; paused: boolean }[]
}

/** One statement over indexes of what is open: what it costs grows with the backlog alone. */
export async function readStanding({ db, clock }: ReviewDeps): Promise<Standing> {
  const now = clock.now()
  const { rows } = await sql<{ standing: Raw }>`
    with stood as (
      select status, count(*)::int as count, min(updated_at) as oldest
      from application where status = any(${underWay}) group by status
    ), waiting as (
      select created_at from outbox where sent_at is null order by id limit ${OUTBOX_COUNTED}
    ), pending as (
      select channel, count(*)::int as count, min(next_attempt_at) as next from effect where state = 'pending' group by channel
    )
    select jsonb_build_object(
      'applications', (select coalesce(jsonb_object_agg(status, count), '{}') from stood),
      'oldest', (select extract(epoch from ${now}::timestamptz - min(oldest)) from stood where status = any(${byItself})),
      'outbox', (select jsonb_build_object(
        'count', count(*), 'oldest', extract(epoch from now() - min(created_at))) from waiting),
      'messages', (select coalesce(jsonb_object_agg(channel, jsonb_build_object(
        'pending', count, 'late', extract(epoch from ${now}::timestamptz - next))), '{}') from pending),
      'case', (select jsonb_build_object('open', count(*), 'overdue', count(*) filter (where due_at <= ${now}))
        from review_case where state <> 'closed'),
      'callback', (select jsonb_build_object('open', count(*), 'overdue', count(*) filter (where due_at <= ${now}))
        from callback where state <> 'closed'),
      'promises', (select count(*) from promise where state = 'running' and promised_at <= ${now}),
      'roles', (select coalesce(jsonb_object_agg(role, n), '{}') from (
        select role, count(*) as n from process, unnest(roles) as role
        where seen_at > now() - make_interval(secs => ${SILENT_AFTER}) group by role) as alive),
      'look', (select extract(epoch from ${now}::timestamptz - max(looked_at)) from reconciler_look),
      'kinds', (select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'lost', lost,
        'repaired', coalesce(repaired, 0), 'givenUp', coalesce(given_up, 0)) order by kind), '[]')
        from reconciler_look left join (select kind, sum(repaired) as repaired, sum(given_up) as given_up
          from reconciler_count group by kind) as done using (kind)),
      'queues', (select coalesce(jsonb_object_agg(queue, jsonb_build_object(
        'late', extract(epoch from now() - late_since), 'paused', paused_at is not null)), '{}')
        from canary full join queue_pause using (queue))
    ) as standing`.execute(db)
  const raw = rows[0]?.standing
  if (!raw) throw new Error('Postgres did not say how it stands')
  return {
    applications: underWay.map((status) => ({ status, count: raw.applications[status] ?? 0 })),
    oldestSeconds: atLeastNone(raw.oldest),
    outbox: { count: raw.outbox.count, oldestSeconds: atLeastNone(raw.outbox.oldest) },
    messages: channels.map((channel) => {
      const { pending = 0, late = null } = raw.messages[channel] ?? {}
      return { channel, pending, lateSeconds: atLeastNone(late) }
    }),
    work: (['case', 'callback'] as const).map((kind) => ({ kind, ...raw[kind] })),
    promisesOverdue: raw.promises,
    processes: Object.entries(raw.roles).map(([role, count]) => ({ role, count })),
    reconciler: { lookAgeSeconds: raw.look === null ? null : atLeastNone(raw.look), kinds: raw.kinds },
    queues: Object.entries(raw.queues).map(([queue, { late, paused }]) => ({
      queue,
      paused,
      // Nobody is meant to answer there.
      lateSeconds: paused ? 0 : atLeastNone(late),
    })),
  }
}

/** Nothing waits, or not yet; clocks of two machines differ a little too. */
const atLeastNone = (seconds: number | null): number => Math.max(0, seconds ?? 0)

interface Raw {
  applications: Record<string, number>
  oldest: number | null
  outbox: { count: number; oldest: number | null }
  messages: Record<string, { pending: number; late: number | null }>
  case: { open: number; overdue: number }
  callback: { open: number; overdue: number }
  promises: number
  roles: Record<string, number>
  look: number | null
  kinds: Standing['reconciler']['kinds']
  queues: Record<string, { late: number | null; paused: boolean }>
}
