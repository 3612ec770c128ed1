import { type AskedReason, type Question, type QuestionId, questionIds } from './callback.ts'
import type { Situation } from './callback-parts.ts'
import { basisOf, questionDrafts } from './callback-questions.ts'
import type { CallbackAnswer } from './evidence-callback.ts'
import type { Finding, Reason } from './decision.ts'
import type { Verdict } from './evidence-match.ts'
import type { ReasonCode } from './reasons.ts'

/** Every call begins with these: who it is, whether they applied at all, and that they know their own number. */
const opening: readonly QuestionId[] = ['person', 'applied', 'idTail']

/** What whoever runs a place can say of it without looking anything up: those who are called without a fault are asked this. */
const sample: readonly QuestionId[] = ['signName', 'address', 'trade', 'since']

const photoQuestions: Readonly<Record<string, readonly QuestionId[]>> = {
  time: ['photoTimes'],
  camera: ['photoPhones'],
  place: ['photoPlaces', 'address'],
}

const byCode: Partial<Record<ReasonCode, readonly QuestionId[]>> = {
  SCENE_SIGN_MISMATCH: ['signName', 'signReason'],
  LIC_ADDRESS_MISMATCH: ['address', 'addressReason'],
  SCENE_LOCATION_MISMATCH: ['address'],
  SCENE_ADDRESS_MISMATCH: ['address'],
  SCENE_SAME_ELSEWHERE: ['shops', 'address'],
  SCOPE_MISMATCH: ['trade', 'scope'],
  ACCT_NAME_VARIANT: ['accountName', 'cardTail'],
  ACCT_NAME_MISMATCH: ['accountName', 'cardTail'],
  ACCT_NOT_CONFIRMED: ['accountName', 'cardTail'],
  ACCT_UNVERIFIED: ['accountName', 'cardTail'],
  CARD_NUMBER_MISMATCH: ['cardTail'],
  CARD_BANK_MISMATCH: ['cardTail'],
}

const byField: Readonly<Record<string, readonly QuestionId[]>> = {
  'premises.address': ['address'],
  address: ['address'],
  scope: ['trade', 'scope'],
  'settlementAccount.accountName': ['accountName', 'cardTail'],
}

type Why = Pick<Reason | Finding, 'code' | 'field' | 'evidence'>

/** What clears a reason up. A code that no question was written for is met by what only the merchant can know. */
export function questionsFor({ code, field, evidence }: Why): readonly QuestionId[] {
  if (code === 'SCENE_SET_INCONSISTENT') return listed(evidence['detail'], (item) => photoQuestions[item] ?? [])
  if (code === 'CALLBACK_ASKED') return listed(evidence['question'] ?? field, namedQuestion)
  return byCode[code] ?? (code === 'CALLBACK_SAMPLED' ? sample : (byField[field ?? ''] ?? sample))
}

function listed(items: unknown, questions: (item: string) => readonly QuestionId[]): readonly QuestionId[] {
  const named = typeof items === 'string' ? items.split(',').flatMap(questions) : []
  return named.length > 0 ? named : sample
}

/** A reviewer names a question. */
const namedQuestion = (item: string): readonly QuestionId[] => questionIds.filter((id) => id === item)

/** Clears up what was asked. */
export const isGood = (verdict: Verdict): boolean => verdict === 'MATCH' || verdict === 'NORMALISED'

/** An answer to a question that rested on something else says nothing. */
export function stillHolds({ question, basis }: CallbackAnswer, situation: Situation): boolean {
  const now = basisOf(question, situation)
  const names = Object.keys(now)
  return names.length === Object.keys(basis).length && names.every((name) => now[name] === basis[name])
}

/**
 * What a caller asks: the opening, and for each reason what clears it up, without what has been answered before and still
 * holds. In the order of the table, each question once.
 */
export function scriptFor(
  situation: Situation,
  reasons: readonly (Why & AskedReason)[],
  answered: readonly CallbackAnswer[] = [],
): Question[] {
  const cleared = new Set(
    answered
      .filter((answer) => isGood(answer.verdict) && stillHolds(answer, situation))
      .map(({ question }) => question),
  )
  const wanted = reasons.map((reason) => ({ reason, ids: questionsFor(reason).filter((id) => !cleared.has(id)) }))
  const codes = reasons.map(({ code }) => code)
  return questionIds.flatMap((id): Question[] => {
    const because = wanted.filter(({ ids }) => ids.includes(id)).map(({ reason }) => reason)
    if (because.length === 0 && !opening.includes(id)) return []
    return [
      {
        id,
        ...questionDrafts[id](situation, codes),
        reasons: because.map(({ code, material, field }) => ({ code, material, field })),
        basis: basisOf(id, situation),
      },
    ]
  })
}

const facts: Record<QuestionId, string> = {
  person: 'person',
  applied: 'application',
  idTail: 'idNumber',
  signName: 'sign',
  signReason: 'sign',
  address: 'address',
  addressReason: 'address',
  shops: 'shops',
  photoTimes: 'photos',
  photoPhones: 'photos',
  photoPlaces: 'photos',
  trade: 'trade',
  scope: 'trade',
  since: 'since',
  accountName: 'account',
  cardTail: 'account',
}

/** What a question is about: those about the same stand together on a page. */
export const factOf = (id: QuestionId): string => facts[id]
