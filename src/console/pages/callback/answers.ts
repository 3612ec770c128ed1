import type { AttemptBody, CallbackQuestion, CallbackView } from '../../../contracts/callback-view.ts'
import type { CallOutcome } from '../../../domain/callback.ts'

/** What has been tapped and noted in this call, by question. */
export type Answers = Readonly<Record<string, { choice: string; text?: string }>>

/** How a call can end; `reached` first, for that is what it is made for. */
export const outcomes = [
  'reached',
  'no_answer',
  'busy',
  'hung_up',
  'call_again',
  'wrong_person',
  'wrong_number',
  'refused',
] as const satisfies readonly CallOutcome[]

export const open = (script: readonly CallbackQuestion[], answers: Answers): CallbackQuestion[] =>
  script.filter(({ id }) => !answers[id])

/** The end that an answer brings with it, as "wrong number" does. */
export function endedBy(script: readonly CallbackQuestion[], answers: Answers): CallOutcome | null {
  for (const { id, choices } of script) {
    const ends = choices.find((choice) => choice.id === answers[id]?.choice)?.ends
    if (ends) return ends
  }
  return null
}

/** What keeps a call from being recorded as it stands; null when nothing does. */
export function hindrance(
  { script, phoneSeen }: Pick<CallbackView, 'script' | 'phoneSeen'>,
  { outcome, answers, again }: { outcome: CallOutcome | null; answers: Answers; again: Date | null },
): 'seeFirst' | 'chooseOutcome' | 'answersMissing' | 'timeMissing' | null {
  if (!phoneSeen) return 'seeFirst'
  if (outcome === null) return 'chooseOutcome'
  // Who never applied has nothing further to answer.
  if (outcome === 'reached' && endedBy(script, answers) === null && open(script, answers).length > 0) {
    return 'answersMissing'
  }
  return outcome === 'call_again' && again === null ? 'timeMissing' : null
}

export function attempt(
  script: readonly CallbackQuestion[],
  call: { outcome: CallOutcome; answers: Answers; again: Date | null; seconds: number | null; note: string },
): AttemptBody {
  const { outcome, again, seconds } = call
  const note = call.note.trim()
  return {
    outcome,
    answers: script.flatMap(({ id }) => {
      const given = call.answers[id]
      const text = given?.text?.trim()
      return given ? [{ question: id, choice: given.choice, ...(text && { text }) }] : []
    }),
    ...(outcome === 'call_again' && again && { callAgainAt: again.toISOString() }),
    ...(seconds !== null && { seconds }),
    ...(note !== '' && { note }),
  }
}
