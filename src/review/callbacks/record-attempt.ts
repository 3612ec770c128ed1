import { type CallReport, denies, given, reportProblems } from '../../domain/callback-answers.ts'
import { afterCall } from '../../domain/callback-flow.ts'
import type { Question } from '../../domain/callback.ts'
import type { Actor } from '../../domain/permissions.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { storableJson, storableText } from '../../platform/storable.ts'
import { inTransaction } from '../../store/open-store.ts'
import type { CallbackRow } from '../../store/schema-people.ts'
import type { DecideDeps } from '../decide-application.ts'
import type { Trx } from '../deps.ts'
import { changeCallback, tellCallback } from './change-callback.ts'
import { nobodys } from './close-callbacks.ts'
import { concludeCallback } from './conclude-callback.ts'
import { lockOwnCallback } from './lock-callback.ts'
import { askedIn } from './open-callback.ts'

export interface Attempt extends CallReport {
  callbackId: string
  actor: Actor
  seconds: number | null
  note: string | null
}

/**
 * Writes one call down, and does what follows from it: the application is decided again with what was said, or called again
 * later, by whoever is free then. What was said in so many words stays with the call.
 * @throws ZhunruError NOT_FOUND, CALLBACK_CLOSED, CALLBACK_NOT_HELD, CALLBACK_NOT_FOR_YOU, CALLBACK_PHONE_UNSEEN, INVALID_FIELD
 */
export const recordAttempt = (deps: DecideDeps, attempt: Attempt): Promise<void> =>
  inTransaction(deps, async (trx) => {
    const now = deps.clock.now()
    const { callbackId, actor, outcome } = attempt
    const { row } = await lockOwnCallback(trx, { callbackId, actor, now })
    if (row.phone_seen_at === null) throw new ZhunruError('CALLBACK_PHONE_UNSEEN')
    const policy = await deps.policy(trx)
    const ref = { applicationId: row.application_id, revision: row.revision, run: row.run }
    const { situation, wishes, script } = await askedIn(trx, ref, policy, now)
    const asked = row.script.length > 0 ? row : await keepScript(trx, row, script)
    mustFit(asked.script, attempt, { now, hours: policy.callbacks.hours })

    const attempts = row.attempts + 1
    const call = { outcome, at: now, attempts, denied: denies(asked.script, attempt), agreed: attempt.callAgainAt }
    const follows = afterCall(call, policy.callbacks, wishes)
    const answers = given(asked.script, attempt).map(({ text, ...answer }) => ({
      ...answer,
      text: text === null ? null : storableText(text),
    }))
    await trx
      .insertInto('callback_attempt')
      .values({
        callback_id: row.id,
        number: attempts,
        at: now,
        actor: actor.id,
        outcome,
        seconds: attempt.seconds,
        call_again_at: attempt.callAgainAt,
        next_attempt_at: follows.result === null ? follows.nextAt : null,
        note: attempt.note === null ? null : storableText(attempt.note),
        answers: storableJson(answers),
      })
      .execute()
    const called = await changeCallback(trx, asked, { attempts, last_outcome: outcome })
    const data = { outcome, number: attempts }
    await tellCallback(trx, called, { what: 'attempted', actor: actor.id, at: now, data })

    if (follows.result === null) {
      const { nextAt, appointed, dueNotBefore } = follows
      const due_at = dueNotBefore !== null && dueNotBefore > row.due_at ? dueNotBefore : row.due_at
      await changeCallback(trx, called, {
        state: 'open',
        ...nobodys,
        next_attempt_at: nextAt,
        appointed,
        due_at,
        // Another time is kept in view anew.
        ...(due_at > now && { overdue_at: null }),
      })
      return
    }
    const said = follows.result === 'answered' || follows.result === 'denied' ? answers : []
    const ending = { actor: actor.id, result: follows.result, answers: said, now }
    await concludeCallback(trx, deps, called, situation, ending)
  })

/** @throws ZhunruError INVALID_FIELD */
function mustFit(script: readonly Question[], report: CallReport, at: Parameters<typeof reportProblems>[2]): void {
  const problems = reportProblems(script, report, at)
  if (problems.length > 0) throw new ZhunruError('INVALID_FIELD', { count: problems.length }, problems)
}

/** Of one that was opened before scripts were kept. */
const keepScript = (trx: Trx, { id }: CallbackRow, script: readonly Question[]): Promise<CallbackRow> =>
  trx
    .updateTable('callback')
    .set({ script: storableJson(script) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
