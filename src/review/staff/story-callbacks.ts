import type { CallbackResult, CallbackState, CallOutcome, Question } from '../../domain/callback.ts'
import type { LocalisedText } from '../../domain/decision.ts'
import type { Verdict } from '../../domain/evidence.ts'
import type { Trx } from '../deps.ts'
import type { ActorRecord } from './actors.ts'
import { type AsOf, isBefore } from './as-of.ts'

export interface StoryCallbackRecord {
  id: string
  state: CallbackState
  result: CallbackResult | null
  askedBy: 'policy' | 'reviewer'
  revision: number
  openedAt: string
  attempts: {
    at: string
    by: ActorRecord
    outcome: CallOutcome
    seconds: number | null
    note: string | null
    callAgainAt: string | null
    answers: { question: LocalisedText; choice: LocalisedText | null; verdict: Verdict; text: string | null }[]
  }[]
}

type CallbackRows = Awaited<ReturnType<typeof readCallbackRows>>

/** The newest first; their calls in order. */
export async function readCallbackRows(trx: Trx, asOf: AsOf) {
  const callbacks = await trx
    .selectFrom('callback')
    .select(['id', 'state', 'result', 'asked_by', 'revision', 'created_at', 'script'])
    .where('application_id', '=', asOf.applicationId)
    // As of another time only what the policy asked for, and what had ended.
    .$if(asOf.before !== null, (query) =>
      query.where('asked_by', '=', 'policy').where('state', '=', 'closed').where('closed_at', '<', asOf.before),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  if (callbacks.length === 0) return { callbacks, attempts: [] }
  const attempts = await trx
    .selectFrom('callback_attempt')
    .selectAll()
    .where(
      'callback_id',
      'in',
      callbacks.map(({ id }) => id),
    )
    .orderBy('number')
    .execute()
  return { callbacks, attempts: attempts.filter(({ at }) => isBefore(at, asOf)) }
}

export const callbacksOf = (
  { callbacks, attempts }: CallbackRows,
  actorOf: (id: string) => ActorRecord,
): StoryCallbackRecord[] =>
  callbacks.map(({ id, state, result, asked_by, revision, created_at, script }) => ({
    id,
    state,
    result,
    askedBy: asked_by,
    revision,
    openedAt: created_at.toISOString(),
    attempts: attempts
      .filter((attempt) => attempt.callback_id === id)
      .map(({ at, actor, outcome, seconds, note, call_again_at, answers }) => ({
        at: at.toISOString(),
        by: actorOf(actor),
        outcome,
        seconds,
        note,
        callAgainAt: call_again_at?.toISOString() ?? null,
        answers: answers.map((answer) => answerOf(answer, script)),
      })),
  }))

/** In the words in which it was asked. */
function answerOf(
  { question: id, choice: chosen, verdict, text }: CallbackRows['attempts'][number]['answers'][number],
  script: readonly Question[],
) {
  const question = script.find((each) => each.id === id)
  const choice = question?.choices.find((each) => each.id === chosen)
  return { question: question?.text ?? { zh: id, en: id }, choice: choice?.text ?? null, verdict, text }
}
