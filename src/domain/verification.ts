/**
 * What is asked of a bank and of the registry of businesses, and what they answer. UNAVAILABLE MEANS UNKNOWN: from a question
 * that nobody answered nothing follows about the applicant.
 */

/** 四要素: name, ID number, card number, phone. */
export const bankElements = ['name', 'idNumber', 'cardNumber', 'phone'] as const
export type BankElement = (typeof bankElements)[number]

export interface BankQuestion {
  /** A corporate account (对公) has neither an ID card nor a phone behind it. */
  account: 'personal' | 'corporate'
  name: string
  cardNumber: string
  /** Null where the ID card of the holder is not known. */
  idNumber: string | null
  /** The phone that the bank holds; null where the form gives none of the holder's. */
  phone: string | null
}

export const elementAnswers = ['match', 'differs', 'unknown'] as const
/** `unknown`: not asked, not supported by this bank, or not told. */
export type ElementAnswer = (typeof elementAnswers)[number]

export const bankResults = ['confirmed', 'differs', 'not_found'] as const
export interface BankAnswer {
  /** `not_found`: the bank has no such account. */
  state: (typeof bankResults)[number]
  elements: Readonly<Record<BankElement, ElementAnswer>>
}

/** 登记状态. Only the first may trade now. */
export const registryStatuses = ['active', 'suspended', 'revoked', 'cancelled', 'moved_out', 'annulled'] as const
export type RegistryStatus = (typeof registryStatuses)[number]

/** What the public registry says of one credit code; null where it says nothing of it. */
export interface RegistryRecord {
  name: string | null
  operator: string | null
  address: string | null
  status: RegistryStatus
  /** `YYYY-MM-DD`. */
  established: string | null
}

export type RegistryAnswer = { state: 'found'; record: RegistryRecord } | { state: 'not_found' }

/** Why there is no answer, without anything personal. */
export const verificationErrors = [
  'timeout',
  'network',
  'busy',
  'outage',
  'refused',
  'malformed',
  'circuit-open',
] as const
export type VerificationError = (typeof verificationErrors)[number]

export interface Unavailable {
  state: 'unavailable'
  error: VerificationError
}

/**
 * Ports. Never throw for what lies outside: that is `unavailable`.
 * @param requestId the same at every attempt to ask the same question, so that the other side can answer it once
 */
export type AskBank = (question: BankQuestion, requestId: string) => Promise<BankAnswer | Unavailable>
export type AskRegistry = (creditCode: string, requestId: string) => Promise<RegistryAnswer | Unavailable>

/** What came of one question; kept with the account match. */
export type Verification =
  | { source: 'bank'; answer: BankAnswer | Unavailable }
  | { source: 'registry'; answer: RegistryAnswer | Unavailable }
