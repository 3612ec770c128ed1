import type { MaterialKind } from './application.ts'
import type { LocalisedText } from './decision.ts'
import type { Verdict } from './evidence.ts'
import type { ReasonCode } from './reasons.ts'

/** How one call ended. */
export const callOutcomes = [
  /** The applicant, who answered the questions. */
  'reached',
  'no_answer',
  'busy',
  'hung_up',
  /** The number is somebody else's, or none. */
  'wrong_number',
  /** The applicant, who will not answer. */
  'refused',
  /** Somebody else, who knows the applicant. */
  'wrong_person',
  /** At another time, which was agreed. */
  'call_again',
] as const
export type CallOutcome = (typeof callOutcomes)[number]

export const callbackStates = ['open', 'claimed', 'closed'] as const
export type CallbackState = (typeof callbackStates)[number]

/** What a phone verification came to; `gone`: the application went on, or ended, without it. */
export const callbackResults = ['answered', 'denied', 'refused', 'unreached', 'gone'] as const
export type CallbackResult = (typeof callbackResults)[number]

/** The questions that there are, in the order in which a caller asks them. */
export const questionIds = [
  'person',
  'applied',
  'idTail',
  'signName',
  'signReason',
  'address',
  'addressReason',
  'shops',
  'photoTimes',
  'photoPhones',
  'photoPlaces',
  'trade',
  'scope',
  'since',
  'accountName',
  'cardTail',
] as const
export type QuestionId = (typeof questionIds)[number]

/** One answer to tap. */
export interface Choice {
  id: string
  /** What the caller taps: no value of the applicant's in it. */
  text: LocalisedText
  /** What the answer is compared with, from form or photos; numbers masked. */
  value: string | null
  verdict: Verdict
  /** The call is over with it, and so it ended. */
  ends?: CallOutcome
}

export interface AskedReason {
  code: ReasonCode
  material: MaterialKind | null
  field: string | null
}

/** What is asked, and what may be answered. The question never holds the answer that is expected. */
export interface Question {
  id: QuestionId
  text: LocalisedText
  choices: readonly Choice[]
  /** Why it is asked; empty of those that begin every call. */
  reasons: readonly AskedReason[]
  /** What it rests on: an answer counts for as long as these stay the same. */
  basis: Readonly<Record<string, string>>
}

/** An answer as the caller tapped it, with what was said where they wrote it down. */
export interface GivenAnswer {
  question: QuestionId
  choice: string
  verdict: Verdict
  text: string | null
}

/** Who has it, and until when. */
export interface CallbackHolding {
  state: CallbackState
  assignee: string | null
  leaseUntil: Date | null
}

/** Claimed by somebody whose time has not run out. */
export const isHeld = ({ state, leaseUntil }: CallbackHolding, now: Date): boolean =>
  state === 'claimed' && leaseUntil !== null && leaseUntil > now

export const isHeldBy = (holding: CallbackHolding, id: string, now: Date): boolean =>
  isHeld(holding, now) && holding.assignee === id
