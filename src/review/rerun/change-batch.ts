import { sql } from 'kysely'
import type { Actor } from '../../domain/permissions.ts'
import type { BatchState } from '../../domain/rerun-words.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { notFound } from '../../platform/not-found.ts'
import { storableText } from '../../platform/storable.ts'
import { writeAudit } from '../../store/audit.ts'
import { inTransaction } from '../../store/open-store.ts'
import type { RerunBatchRow } from '../../store/schema-reruns.ts'
import type { ReviewDeps, Trx } from '../deps.ts'

export interface Changing {
  id: string
  actor: Pick<Actor, 'id'>
  why?: string | undefined
}

/** Another person lets it begin. @throws ZhunruError NOT_FOUND, RERUN_STATE, RERUN_SAME_PERSON */
export const approveRerun = (deps: ReviewDeps, changing: Changing): Promise<void> =>
  change(deps, changing, ['waiting'], 'approved', (row, now) => ({
    ...answer(row, changing, now),
    state: 'running',
    started_at: now,
  }))

/** Another person does not. @throws ZhunruError NOT_FOUND, RERUN_STATE, RERUN_SAME_PERSON */
export const refuseRerun = (deps: ReviewDeps, changing: Changing): Promise<void> =>
  change(
    deps,
    changing,
    ['waiting'],
    'refused',
    (row, now) => ({ ...answer(row, changing, now), state: 'refused', ended_at: now }),
    cancelItems,
  )

/** Nothing more begins; what is under way ends. @throws ZhunruError NOT_FOUND, RERUN_STATE */
export const pauseRerun = (deps: ReviewDeps, changing: Changing): Promise<void> =>
  change(deps, changing, ['running'], 'paused', () => ({ state: 'paused', changed_by: changing.actor.id }))

/** @throws ZhunruError NOT_FOUND, RERUN_STATE */
export const resumeRerun = (deps: ReviewDeps, changing: Changing): Promise<void> =>
  change(deps, changing, ['paused'], 'resumed', () => ({
    state: 'running',
    changed_by: changing.actor.id,
    claimed_at: null,
  }))

/** What nobody has begun to look at is left as it is; what is under way ends. @throws ZhunruError NOT_FOUND, RERUN_STATE */
export const cancelRerun = (deps: ReviewDeps, changing: Changing): Promise<void> =>
  change(
    deps,
    changing,
    ['waiting', 'running', 'paused'],
    'cancelled',
    (_, now) => ({ state: 'cancelled', ended_at: now, changed_by: changing.actor.id }),
    cancelItems,
  )

function answer({ asked_by }: RerunBatchRow, { actor, why }: Changing, now: Date) {
  if (asked_by === actor.id) throw new ZhunruError('RERUN_SAME_PERSON')
  return { answered_by: actor.id, answered_at: now, answer: why === undefined ? null : storableText(why) }
}

type Change = Partial<Omit<RerunBatchRow, 'filter' | 'causes'>>

async function change(
  deps: ReviewDeps,
  { id, actor, why }: Changing,
  from: readonly BatchState[],
  what: string,
  to: (row: RerunBatchRow, now: Date) => Change,
  also: (trx: Trx, id: string, now: Date) => Promise<number | null> = () => Promise.resolve(null),
): Promise<void> {
  await inTransaction(deps, async (trx) => {
    const row = await trx.selectFrom('rerun_batch').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    if (!row) throw notFound('rerun')
    if (!from.includes(row.state)) throw new ZhunruError('RERUN_STATE', { state: batchStateTexts[row.state] })
    const now = deps.clock.now()
    await trx.updateTable('rerun_batch').set(to(row, now)).where('id', '=', id).execute()
    const items = await also(trx, id, now)
    const details = { ...(items !== null && { items }), ...(why !== undefined && { why }) }
    await writeAudit(trx, { at: now, actor: actor.id, action: `rerun.${what}`, subject: id, details })
  })
}

const batchStateTexts: Record<BatchState, { zh: string; en: string }> = {
  waiting: { zh: '待批准', en: 'waiting for approval' },
  running: { zh: '进行中', en: 'running' },
  paused: { zh: '已暂停', en: 'paused' },
  done: { zh: '已完成', en: 'done' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  refused: { zh: '未获批准', en: 'refused' },
}

/**
 * Items that wait, and those whose jobs nobody has taken up: their lines of the ledger are nobody's any more, so the jobs do
 * nothing when their turn comes. @returns how many
 */
async function cancelItems(trx: Trx, id: string, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update rerun_item item set state = 'cancelled', ended_at = ${now}
    where item.batch_id = ${id} and (item.state = 'waiting' or item.state = 'running' and item.kind = 'screening'
      and not exists (select from check_run line
        where line.application_id = item.application_id and line.revision = item.revision and line.run = item.run
          and line.started_at is not null and line.started_at >= item.started_at))`.execute(trx)
  return Number(numAffectedRows ?? 0n)
}
