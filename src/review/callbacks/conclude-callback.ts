import type { CallbackResult, GivenAnswer } from '../../domain/callback.ts'
import { answersNow } from '../../domain/callback-answers.ts'
import { callbackCells } from '../../domain/callback-cells.ts'
import type { CallbackEvidence } from '../../domain/evidence.ts'
import type { Screening } from '../../domain/screening.ts'
import { contentHash } from '../../platform/canonical.ts'
import { appendEvents } from '../../store/events.ts'
import type { CallbackRow } from '../../store/schema-people.ts'
import { type DecideDeps, decideWithin } from '../decide-application.ts'
import type { ScreeningRef, Trx } from '../deps.ts'
import { moveApplication } from '../move-application.ts'
import { nextRun } from '../next-run.ts'
import { findEvidence, storeEvidence } from '../record-evidence.ts'
import { changeCallback, tellCallback } from './change-callback.ts'
import { nobodys } from './close-callbacks.ts'

/** Changes when the same answers may be kept otherwise. */
const CALLBACK_VERSION = 'callback/1'

interface Ending {
  actor: string
  result: Exclude<CallbackResult, 'gone'>
  /** Of the call that ended it. */
  answers: readonly GivenAnswer[]
  now: Date
}

/**
 * A callback that has its result: what was said becomes evidence of a new run of the same revision, and the application is decided
 * again, all in one. Where calls are still wanted by what is decided then, another callback is opened.
 * The caller holds application and callback.
 */
export async function concludeCallback(
  trx: Trx,
  deps: DecideDeps,
  row: CallbackRow,
  situation: Screening,
  { actor, result, answers, now }: Ending,
): Promise<void> {
  const closed = await changeCallback(trx, row, {
    state: 'closed',
    result,
    closed_at: now,
    next_attempt_at: null,
    ...nobodys,
  })
  await tellCallback(trx, closed, { what: 'closed', actor, at: now, data: { result } })

  const all = answersNow(situation.callback?.answers ?? [], row.script, answers)
  const evidence: CallbackEvidence = {
    check: 'callback',
    result,
    askedBy: row.asked_by,
    attempts: closed.attempts,
    answers: all,
    cells: callbackCells(situation, all),
  }
  const before = { applicationId: row.application_id, revision: row.revision, run: row.run }
  const next = await nextRun(trx, before)
  await keepCallback(trx, next, evidence, { callback: row.id }, now)
  const reason = `callback ${row.id}`
  const moved = await moveApplication(trx, next, 'callback_pending', { to: 'deciding', actor, reason }, now)
  if (!moved) throw new Error(`the application of callback ${row.id} does not wait for it`)
  await decideWithin(trx, deps, next)
}

/** Writes it into the ledger of a run, in place of what was said before. */
export async function keepCallback(
  trx: Trx,
  ref: ScreeningRef,
  evidence: CallbackEvidence,
  subject: Record<string, unknown>,
  now: Date,
): Promise<void> {
  const key = { subject: contentHash(subject), engineVersion: CALLBACK_VERSION }
  await storeEvidence(trx, key, evidence, now)
  const stored = await findEvidence(trx, 'callback', key)
  if (!stored) throw new Error('evidence was not stored')
  const line = {
    status: 'done' as const,
    evidence_id: stored.id,
    error: null,
    attempts: 1,
    started_at: now,
    finished_at: now,
  }
  const { applicationId, revision, run } = ref
  await trx
    .insertInto('check_run')
    .values({ application_id: applicationId, revision, run, check: 'callback', slot: 'application', ...line })
    .onConflict((conflict) =>
      conflict.columns(['application_id', 'revision', 'run', 'check', 'slot']).doUpdateSet(line),
    )
    .execute()
  const data = { check: 'callback', slot: 'application' }
  await appendEvents(trx, [{ applicationId, revision, type: 'check.done', data, at: now }])
}
