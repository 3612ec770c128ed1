import { isGood, questionsFor, stillHolds } from './callback-script.ts'
import type { Finding, Reason } from './decision.ts'
import type { CallbackAnswer } from './evidence-callback.ts'
import { finding } from './screening.ts'
import type { Screening } from './screening.ts'

/** The answers that still say something: of what was asked then, nothing is otherwise now. */
const held = (screening: Screening): readonly CallbackAnswer[] =>
  (screening.callback?.answers ?? []).filter((answer) => stillHolds(answer, screening))

/** What a phone verification came to. */
export function judgeCallback(screening: Screening): Finding[] {
  const { callback } = screening
  if (!callback) return []
  const { result, attempts } = callback
  if (result === 'denied') return [finding('CALLBACK_DENIED', null, null)]
  if (result === 'refused') return [finding('CALLBACK_REFUSED', null, null)]
  if (result === 'unreached') {
    // Another number, or another time.
    const evidence = { fields: 'contact.phone,contact.callTimes' }
    return [finding('CALLBACK_UNREACHED', null, 'contact.phone', { attempts }, evidence)]
  }
  return differing(screening)
}

/** Whoever wanted the call hears of its result. */
export const reported = ({ callback }: Screening): Finding =>
  finding('CALLBACK_REPORTED', null, null, { attempts: callback?.attempts ?? 0 })

/**
 * A refusal stands while an appeal is looked into: what a reviewer asked about goes back to them, and is not refused again
 * unheard because nobody answered the phone. That the applicant denies it all does end it.
 */
export function isForReviewer({ callback, policy }: Screening, found: readonly Finding[]): boolean {
  if (callback?.askedBy !== 'reviewer' || callback.result === 'denied') return false
  return callback.result !== 'unreached' || found.some(({ code }) => policy.severity[code] === 'decline')
}

/** An answer that does not clear up what was asked is for a person, whether it contradicts or says nothing. */
function differing(screening: Screening): Finding[] {
  const answers = held(screening).filter(({ verdict }) => !isGood(verdict))
  if (answers.length === 0) return []
  const what = answers.map(({ question }) => `ask-${question}`).join()
  const said = answers.map(({ question, verdict }) => ({ question, verdict }))
  return [finding('CALLBACK_DIFFERS', null, null, { what }, { answers: said })]
}

/** Whether all that clears this up was asked, and was answered so that it does. */
export function isSettled(screening: Screening, found: Finding): boolean {
  const good = new Set(
    held(screening)
      .filter(({ verdict }) => isGood(verdict))
      .map(({ question }) => question),
  )
  return questionsFor(found).every((id) => good.has(id))
}

/** For the record: it stood, and a call has cleared it up. The applicant has heard of it on the phone. */
export const settledByCall = ({ internal, evidence, ...reason }: Reason): Reason => ({
  ...reason,
  hint: { zh: '已通过电话核实，无需处理', en: 'Checked with you on the phone; nothing to do' },
  internal: { zh: `${internal.zh}（已电话核实）`, en: `${internal.en} (cleared up on the phone)` },
  evidence: { ...evidence, settledBy: 'callback' },
})
