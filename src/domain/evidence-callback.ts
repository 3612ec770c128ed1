import type { CallbackResult, QuestionId } from './callback.ts'
import type { MatchCell, Verdict } from './evidence-match.ts'

/** One answer that was given on the phone, as far as a decision rests on it. */
export interface CallbackAnswer {
  question: QuestionId
  choice: string
  verdict: Verdict
  /** What the question rested on: once it is otherwise, the answer says nothing any more. */
  basis: Readonly<Record<string, string>>
}

/** What a phone verification came to. What was said in so many words stays with the calls, and is weighed by people alone. */
export interface CallbackEvidence {
  check: 'callback'
  result: Exclude<CallbackResult, 'gone'>
  /** Who wanted the call: a reviewer hears of its result, whatever it says. */
  askedBy: 'policy' | 'reviewer'
  /** Calls that were made. */
  attempts: number
  /** The last answer to each question, also of earlier verifications of this application. */
  answers: readonly CallbackAnswer[]
  /** The same as comparisons, for people: nothing is judged by them. */
  cells: readonly MatchCell[]
}
