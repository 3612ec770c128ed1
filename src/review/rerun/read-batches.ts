import { sql } from 'kysely'
import type { Outcome } from '../../domain/decision.ts'
import { type Actor, may } from '../../domain/permissions.ts'
import { approvalText, skipTexts } from '../../domain/rerun.ts'
import {
  type BatchState,
  type ItemState,
  type RerunResult,
  type RerunSkip,
  rerunSkips,
} from '../../domain/rerun-words.ts'
import { notFound } from '../../platform/not-found.ts'
import type { RerunBatchRow } from '../../store/schema-reruns.ts'
import type { ReviewDeps } from '../deps.ts'
import { readActors } from '../staff/actors.ts'
import type { RerunDeps } from './try-rerun.ts'

type Deps = Pick<RerunDeps, 'db' | 'rerunAlone'>

/** The newest first. */
export async function listReruns(
  deps: Deps,
  { state, after, limit }: { state?: BatchState | undefined; after?: string | undefined; limit: number },
  actor: Actor,
) {
  let query = deps.db.selectFrom('rerun_batch').selectAll()
  if (state) query = query.where('state', '=', state)
  // Ids sort by the time at which they were made.
  if (after) query = query.where('id', '<', after)
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  return { batches: await describe(deps, page, actor), next: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
}

/** @throws ZhunruError NOT_FOUND */
export async function readRerun(deps: Deps, id: string, actor: Actor) {
  const row = await deps.db.selectFrom('rerun_batch').selectAll().where('id', '=', id).executeTakeFirst()
  const [batch] = row ? await describe(deps, [row], actor) : []
  if (!batch) throw notFound('rerun')
  return batch
}

export interface ItemQuery {
  state?: ItemState | undefined
  result?: RerunResult | undefined
  skipped?: RerunSkip | undefined
  after?: string | undefined
  limit: number
}

/** In the order in which they begin. @throws ZhunruError NOT_FOUND */
export async function listRerunItems({ db }: Pick<ReviewDeps, 'db'>, id: string, query: ItemQuery) {
  const { state, result, skipped, after, limit } = query
  const known = await db.selectFrom('rerun_batch').select('id').where('id', '=', id).executeTakeFirst()
  if (!known) throw notFound('rerun')
  let items = db
    .selectFrom('rerun_item')
    .innerJoin('application', 'application.id', 'rerun_item.application_id')
    .selectAll('rerun_item')
    .select('application.reference')
    .where('batch_id', '=', id)
  if (state) items = items.where('rerun_item.state', '=', state)
  if (result) items = items.where('rerun_item.result', '=', result)
  if (skipped) items = items.where('rerun_item.skipped', '=', skipped)
  if (after) items = items.where('rerun_item.number', '>', Number(after))
  const rows = await items
    .orderBy('rerun_item.number')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  return {
    items: page.map((row) => ({
      number: row.number,
      kind: row.kind,
      application: { id: row.application_id, reference: row.reference, revision: row.revision },
      effectId: row.effect_id,
      state: row.state,
      run: row.run,
      result: row.result,
      skipped: row.skipped && { why: row.skipped, text: skipTexts[row.skipped] },
      before: row.before,
      after: row.after,
      appeared: row.appeared,
      gone: row.gone,
      differs: row.differs,
      error: row.error,
      startedAt: row.started_at?.toISOString() ?? null,
      endedAt: row.ended_at?.toISOString() ?? null,
    })),
    next: rows.length > limit ? String(page.at(-1)?.number) : null,
  }
}

interface Counted {
  batch_id: string
  state: ItemState
  result: RerunResult | null
  skipped: RerunSkip | null
  from: Outcome | null
  to: Outcome | null
  count: number
}

async function describe(deps: Deps, rows: readonly RerunBatchRow[], actor: Actor) {
  const { rows: counted } = await sql<Counted>`
    select batch_id, state, result, skipped,
      case when result = 'outcome_changed' then before->>'outcome' end as from,
      case when result = 'outcome_changed' then after->>'outcome' end as to, count(*)::int as count
    from rerun_item where batch_id = any (${rows.map(({ id }) => id)}::text[])
    group by 1, 2, 3, 4, 5, 6`.execute(deps.db)
  const people = rows.flatMap(({ asked_by, answered_by, changed_by }) => [
    asked_by,
    answered_by ?? [],
    changed_by ?? [],
  ])
  const actorOf = await readActors(deps.db, people.flat())
  return rows.map((row) => {
    const statistics = statisticsOf(counted.filter(({ batch_id }) => batch_id === row.id))
    const { waiting, running } = statistics.byState
    return {
      id: row.id,
      state: row.state,
      mode: row.mode,
      from: row.from_step,
      policy: row.policy,
      filter: row.filter,
      rate: row.rate,
      reason: row.reason,
      approval: row.causes.map((cause) => ({ cause, text: approvalText(cause, deps.rerunAlone) })),
      askedBy: actorOf(row.asked_by),
      askedAt: row.asked_at.toISOString(),
      approvedBy: row.answered_by === null ? null : actorOf(row.answered_by),
      approvedAt: row.answered_at?.toISOString() ?? null,
      answer: row.answer,
      startedAt: row.started_at?.toISOString() ?? null,
      endedAt: row.ended_at?.toISOString() ?? null,
      changedBy: row.changed_by === null ? null : actorOf(row.changed_by),
      progress: statistics.total === 0 ? 1 : 1 - (waiting + running) / statistics.total,
      statistics,
      may: mayNow(row, actor),
    }
  })
}

function statisticsOf(counted: readonly Counted[]) {
  const sum = (of: (each: Counted) => boolean) => counted.filter(of).reduce((n, { count }) => n + count, 0)
  return {
    total: sum(() => true),
    byState: {
      waiting: sum(({ state }) => state === 'waiting'),
      running: sum(({ state }) => state === 'running'),
      done: sum(({ state }) => state === 'done'),
      skipped: sum(({ state }) => state === 'skipped'),
      failed: sum(({ state }) => state === 'failed'),
      cancelled: sum(({ state }) => state === 'cancelled'),
    } satisfies Record<ItemState, number>,
    results: {
      same: sum(({ result }) => result === 'same'),
      reasons_changed: sum(({ result }) => result === 'reasons_changed'),
      outcome_changed: sum(({ result }) => result === 'outcome_changed'),
      sent: sum(({ result }) => result === 'sent'),
    } satisfies Record<RerunResult, number>,
    changes: counted
      .flatMap(({ state, from, to, count }) => (from && to && state === 'done' ? [{ from, to, count }] : []))
      .sort((a, b) => b.count - a.count),
    skipped: rerunSkips
      .map((why) => ({ why, text: skipTexts[why], count: sum(({ skipped }) => skipped === why) }))
      .filter(({ count }) => count > 0),
  }
}

/** What they may do with it as it stands. */
function mayNow({ state, asked_by }: RerunBatchRow, actor: Actor) {
  const ops = may(actor, 'rerun.start')
  return {
    approve: state === 'waiting' && asked_by !== actor.id && may(actor, 'rerun.approve'),
    pause: state === 'running' && ops,
    resume: state === 'paused' && ops,
    cancel: (state === 'waiting' || state === 'running' || state === 'paused') && ops,
  }
}
