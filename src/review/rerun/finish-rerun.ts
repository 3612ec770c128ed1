import { sql } from 'kysely'
import type { Outcome } from '../../domain/decision.ts'
import { type Difference, differenceOf, inShort, skipOf } from '../../domain/rerun.ts'
import type { RerunSkip } from '../../domain/rerun-words.ts'
import { differencesSeen, type SeenDifference } from '../../domain/seen-difference.ts'
import { storableJson } from '../../platform/storable.ts'
import { writeAudit } from '../../store/audit.ts'
import { appendEvents } from '../../store/events.ts'
import { addToOutbox } from '../../store/outbox.ts'
import type { DecidedInShort, RerunBatchRow, RerunItemRow } from '../../store/schema-reruns.ts'
import { closeCallbacks } from '../callbacks/close-callbacks.ts'
import { closeCaseOf } from '../cases/close-case.ts'
import { openReviewCase } from '../cases/open-case.ts'
import type { ScreeningRef, Trx } from '../deps.ts'
import { loadScreening, type Screening } from '../load-screening.ts'
import { lockApplication } from '../lock-application.ts'
import { moveApplication } from '../move-application.ts'
import { keepReasonsFresh, planEffects, type TellDeps } from '../plan-effects.ts'
import { statusAfter, storeDecision, type Weighed, workAfter } from '../store-decision.ts'
import { readStandings } from './standings.ts'

/** A run that was done again aside: what it is compared with, and what it belongs to. */
type Item = RerunItemRow & Pick<RerunBatchRow, 'mode' | 'policy' | 'asked_by'>

/**
 * Ends a run that was done again aside, if it is one. Where it came to the same, nothing changes. Where it came to something
 * else, and the application stands as it stood when this began, its decision takes the place of the one before, which stays
 * as it is: as the application's current run, with what follows from it. A shadow only keeps the difference.
 * @param seen in this run
 * @param weigh decides it by the policy of this version, or by the one in force
 * Doing so twice changes nothing: the item is ended by then.
 */
export async function finishRerun(
  trx: Trx,
  deps: TellDeps,
  ref: ScreeningRef,
  seen: Screening,
  weigh: (policy: string | undefined) => Promise<Weighed>,
): Promise<void> {
  if (!(await runningItem(trx, ref, false))) return
  // Held before the item, as everywhere: whoever claims its case or its call comes before or after.
  const application = await lockApplication(trx, ref.applicationId)
  const item = await runningItem(trx, ref, true)
  if (!item) return
  const now = deps.clock.now()
  const end = (change: Change) => endItem(trx, item, change, now)

  const moved = application.revision !== item.revision || application.run !== item.base_run
  if (moved) return await end({ state: 'skipped', skipped: 'moved_on' })
  const skipped = await skipNow(trx, item, application.status)
  if (skipped) return await end({ state: 'skipped', skipped })
  const lost = await lostChecks(trx, item, ref)
  // What went well before and does not now says something of us, and nothing of the applicant.
  if (lost > 0) return await end({ state: 'failed', error: `${lost} checks could not be done again` })

  const base = { ...ref, run: item.base_run ?? 0 }
  const before = await decisionOf(trx, base)
  const weighed = await weigh(item.policy ?? undefined)
  const { decision } = weighed
  const difference = differenceOf(before, decision)
  const old = await loadScreening({ db: trx }, base)
  const compared: Compared = {
    ...difference,
    before: { ...inShort(before), engines: old.engines },
    after: { ...inShort(decision), engines: seen.engines },
    differs: differencesSeen(old.evidence, seen.evidence),
  }
  if (item.mode === 'shadow' || difference.result === 'same') return await end({ state: 'done', ...compared })
  if (difference.result === 'outcome_changed' && (await toldBefore(trx, ref, decision.outcome))) {
    return await end({ ...compared, state: 'skipped', skipped: 'told_before' })
  }
  await takeEffect(trx, deps, { ref, item, weighed, before: before.outcome }, now)
  await end({ state: 'done', ...compared })
}

/** Gives a run up that was done again aside, if it is one: the program comes to no decision on it, and what stood stands on. */
export async function giveUpRerun(trx: Trx, deps: Pick<TellDeps, 'clock'>, ref: ScreeningRef): Promise<void> {
  if (!(await runningItem(trx, ref, false))) return
  await lockApplication(trx, ref.applicationId)
  const item = await runningItem(trx, ref, true)
  if (!item) return
  await endItem(trx, item, { state: 'failed', error: 'the program came to no decision' }, deps.clock.now())
}

async function runningItem(
  trx: Trx,
  { applicationId, revision, run }: ScreeningRef,
  lock: boolean,
): Promise<Item | undefined> {
  return await trx
    .selectFrom('rerun_item')
    .innerJoin('rerun_batch', 'rerun_batch.id', 'rerun_item.batch_id')
    .selectAll('rerun_item')
    .select(['rerun_batch.mode', 'rerun_batch.policy', 'rerun_batch.asked_by'])
    .where('rerun_item.application_id', '=', applicationId)
    .where('rerun_item.revision', '=', revision)
    .where('rerun_item.run', '=', run)
    .where('rerun_item.state', '=', 'running')
    .$if(lock, (query) => query.forUpdate('rerun_item'))
    .executeTakeFirst()
}

/** Whether somebody or something has gone on with the application since. */
async function skipNow(trx: Trx, item: Item, status: string): Promise<RerunSkip | null> {
  const [found] = await readStandings({ db: trx }, sql`application.id = ${item.application_id}`, {
    except: item.batch_id,
  })
  if (!found) throw new Error('an application that is held is not there')
  const skipped = skipOf(item.mode, found.standing)
  return skipped ?? (item.mode !== 'shadow' && status !== item.base_status ? 'moved_on' : null)
}

/** Checks that had been done and have no end, or a bad one, in this run. */
async function lostChecks(
  trx: Trx,
  { base_run }: Item,
  { applicationId, revision, run }: ScreeningRef,
): Promise<number> {
  const { n } = await trx
    .selectFrom('check_run as now')
    .innerJoin('check_run as before', (join) =>
      join
        .onRef('before.application_id', '=', 'now.application_id')
        .onRef('before.revision', '=', 'now.revision')
        .onRef('before.check', '=', 'now.check')
        .onRef('before.slot', '=', 'now.slot')
        .on('before.run', '=', base_run ?? 0),
    )
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('now.application_id', '=', applicationId)
    .where('now.revision', '=', revision)
    .where('now.run', '=', run)
    .where('now.status', '<>', 'done')
    .where('before.status', '=', 'done')
    .executeTakeFirstOrThrow()
  return Number(n)
}

async function decisionOf(trx: Trx, { applicationId, revision, run }: ScreeningRef) {
  return await trx
    .selectFrom('decision')
    .select(['outcome', 'risk', 'policy_version as policy', 'reasons'])
    .where('application_id', '=', applicationId)
    .where('revision', '=', revision)
    .where('run', '=', run)
    .executeTakeFirstOrThrow()
}

/** An outcome is told once for each revision: one that comes back after another would leave the other one standing with them. */
async function toldBefore(trx: Trx, { applicationId, revision }: ScreeningRef, outcome: Outcome): Promise<boolean> {
  const told = await trx
    .selectFrom('effect')
    .select('id')
    .where('application_id', '=', applicationId)
    .where('revision', '=', revision)
    .where('about', '=', outcome)
    .where('state', '=', 'sent')
    .limit(1)
    .executeTakeFirst()
  return told !== undefined
}

/** Makes the run the application's own, with its decision and whatever follows from it. */
async function takeEffect(
  trx: Trx,
  deps: TellDeps,
  { ref, item, weighed, before }: { ref: ScreeningRef; item: Item; weighed: Weighed; before: Outcome },
  now: Date,
): Promise<void> {
  const { outcome } = weighed.decision
  await trx
    .updateTable('application')
    .set((eb) => ({ run: ref.run, version: eb('version', '+', 1) }))
    .where('id', '=', ref.applicationId)
    .execute()
  if ((await storeDecision(trx, ref, weighed, now)) === null) throw new Error('a run that is done aside was decided')
  deps.decided?.({ outcome, by: 'rerun', after: null })
  if (outcome === before) return await goOn(trx, deps, ref, outcome, now)

  const by = { actor: 'system', reason: `rerun ${item.batch_id}` }
  const from = item.base_status
  if (from === null) throw new Error('a re-run has begun without a status')
  const left = await moveApplication(trx, ref, from, { to: 'deciding', ...by }, now)
  const moved = await moveApplication(trx, ref, 'deciding', { to: statusAfter[outcome], ...by }, now)
  if (!left || !moved) throw new Error('an application that is held was moved by another')
  if (from === 'review_pending') await closeCaseOf(trx, ref, outcome, now)
  if (from === 'callback_pending') await closeCallbacks(trx, ref, 'gone', now)
  await addToOutbox(trx, [...workAfter(ref, outcome), ...(await planEffects(trx, deps, ref, outcome, now))])
}

/** The outcome stays and the reasons do not: whoever looks at it sees those of now, by the time that was set before. */
async function goOn(trx: Trx, deps: TellDeps, ref: ScreeningRef, outcome: Outcome, now: Date): Promise<void> {
  await keepReasonsFresh(trx, ref, outcome)
  if (outcome !== 'manual_review') return await addToOutbox(trx, workAfter(ref, outcome))
  const open = await trx
    .selectFrom('review_case')
    .select(['id', 'due_at', 'overdue_at'])
    .where('application_id', '=', ref.applicationId)
    .where('state', '=', 'open')
    .executeTakeFirst()
  await openReviewCase(trx, deps, ref, now)
  if (!open) return
  const { id, due_at, overdue_at } = open
  await trx.updateTable('review_case').set({ due_at, overdue_at }).where('id', '=', id).execute()
}

type Compared = Difference & { before: DecidedInShort; after: DecidedInShort; differs: SeenDifference[] }
type Change = { error?: string } & (
  | ({ state: 'done' } & Compared)
  | ({ state: 'skipped'; skipped: RerunSkip } & Partial<Compared>)
  | { state: 'failed'; error: string }
)

async function endItem(trx: Trx, item: Item, change: Change, now: Date): Promise<void> {
  const { before, after, differs, ...rest } = { before: undefined, after: undefined, differs: undefined, ...change }
  const result = change.state === 'done' ? change.result : null
  await trx
    .updateTable('rerun_item')
    .set({
      ...rest,
      result,
      ...(before && { before: storableJson(before) }),
      ...(after && { after: storableJson(after) }),
      ...(differs && { differs: storableJson(differs) }),
      ended_at: now,
    })
    .where('batch_id', '=', item.batch_id)
    .where('number', '=', item.number)
    .execute()
  const { application_id: applicationId, revision, run, batch_id: batch } = item
  const skipped = change.state === 'skipped' ? change.skipped : undefined
  const details = { run, mode: item.mode, state: change.state, result: result ?? undefined, skipped }
  const outcomes = before && after ? { from: before.outcome, to: after.outcome } : {}
  await appendEvents(trx, [{ applicationId, revision, type: 'rerun.ended', data: { batch, ...details }, at: now }])
  await writeAudit(trx, {
    at: now,
    actor: 'system',
    action: 'rerun.ended',
    applicationId,
    subject: batch,
    details: { ...details, ...outcomes },
  })
}
