import { sql } from 'kysely'
import type { Actor } from '../../domain/permissions.ts'
import { approvalFor } from '../../domain/rerun.ts'
import { contentHash } from '../../platform/canonical.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { storableJson, storableText } from '../../platform/storable.ts'
import { writeAudit } from '../../store/audit.ts'
import { inTransaction } from '../../store/open-store.ts'
import type { Trx } from '../deps.ts'
import type { RerunPlan } from './filter.ts'
import { type Candidate, decidedAmong, findCandidates } from './plan-batch.ts'
import type { RerunDeps } from './try-rerun.ts'

export interface RerunStart extends RerunPlan {
  reason: string
  /** That a dry run came to, and whoever starts it has seen. */
  count: number
  /** The same at every repetition of one request, whose answer may have been lost: it is one batch. */
  key?: string | undefined
}

/**
 * Asks for a batch. It begins by itself, unless another person has to approve it.
 * @returns its id. @throws ZhunruError RERUN_NOTHING, RERUN_CHANGED, RERUN_TOO_MANY, IDEMPOTENCY_KEY_REUSED
 */
export async function startRerun(deps: RerunDeps, start: RerunStart, actor: Pick<Actor, 'id'>): Promise<string> {
  return await inTransaction(deps, async (trx) => {
    const now = deps.clock.now()
    if (start.key !== undefined) {
      // Of two that are sent at once, the second waits for the first.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`${actor.id} ${start.key}`}, 0))`.execute(trx)
      const earlier = await askedBefore(trx, start, start.key, actor)
      if (earlier !== null) return earlier
    }
    const candidates = await findCandidates({ db: trx }, start)
    const wanted = candidates.filter(({ skipped }) => skipped === null)
    if (wanted.length === 0) throw new ZhunruError('RERUN_NOTHING')
    if (wanted.length > start.count) {
      throw new ZhunruError('RERUN_CHANGED', { count: wanted.length, limit: start.count })
    }
    const causes = approvalFor({
      count: wanted.length,
      decided: decidedAmong(start, wanted),
      alone: deps.rerunAlone,
    })
    const state = causes.length > 0 ? ('waiting' as const) : ('running' as const)
    const id = newId('rerun', now.getTime())
    await trx
      .insertInto('rerun_batch')
      .values({
        id,
        mode: start.mode,
        from_step: start.from ?? null,
        policy: start.policy ?? null,
        filter: storableJson(start.filter),
        rate: start.rate,
        reason: storableText(start.reason),
        causes,
        state,
        key: start.key ?? null,
        asked_by: actor.id,
        asked_at: now,
        answered_by: null,
        answered_at: null,
        answer: null,
        started_at: state === 'running' ? now : null,
        ended_at: null,
        claimed_at: null,
        changed_by: null,
      })
      .execute()
    await addItems(trx, id, candidates, now)
    const details = {
      mode: start.mode,
      from: start.from,
      policy: start.policy,
      count: wanted.length,
      skipped: candidates.length - wanted.length,
      causes,
    }
    await writeAudit(trx, { at: now, actor: actor.id, action: 'rerun.asked', subject: id, details })
    return id
  })
}

/** @returns the batch that this person has asked for with this key. @throws ZhunruError IDEMPOTENCY_KEY_REUSED */
async function askedBefore(
  trx: Trx,
  start: RerunStart,
  key: string,
  { id }: Pick<Actor, 'id'>,
): Promise<string | null> {
  const row = await trx
    .selectFrom('rerun_batch')
    .selectAll()
    .where('asked_by', '=', id)
    .where('key', '=', key)
    .executeTakeFirst()
  if (!row) return null
  const { mode, from_step, policy, filter, rate, reason } = row
  const { from = null, policy: tried = null } = start
  const asked = [
    start.mode,
    from,
    tried,
    JSON.parse(storableJson(start.filter)),
    start.rate,
    storableText(start.reason),
  ]
  if (contentHash([mode, from_step, policy, filter, rate, reason]) !== contentHash(asked)) {
    throw new ZhunruError('IDEMPOTENCY_KEY_REUSED')
  }
  return row.id
}

/** In one statement, however many there are. Each with how its application stands now: whatever goes on since is left alone. */
async function addItems(trx: Trx, id: string, candidates: readonly Candidate[], now: Date): Promise<void> {
  await sql`
    insert into rerun_item
      (batch_id, number, kind, application_id, revision, effect_id, base_run, base_status, state, skipped, ended_at)
    select ${id}, number, kind, application_id, revision, effect_id, run, case when kind = 'screening' then status end,
      case when skipped is null then 'waiting' else 'skipped' end, skipped,
      case when skipped is null then null else ${now}::timestamptz end
    from unnest(${candidates.map(({ kind }) => kind)}::text[], ${candidates.map(({ applicationId }) => applicationId)}::text[],
      ${candidates.map(({ revision }) => revision)}::int[], ${candidates.map(({ effectId }) => effectId)}::text[],
      ${candidates.map(({ run }) => run)}::int[], ${candidates.map(({ status }) => status)}::text[],
      ${candidates.map(({ skipped }) => skipped)}::text[])
      with ordinality as given (kind, application_id, revision, effect_id, run, status, skipped, number)`.execute(trx)
}
