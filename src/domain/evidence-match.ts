import type { Verification } from './verification.ts'

export const verdicts = ['MATCH', 'NORMALISED', 'PARTIAL', 'MISMATCH', 'UNKNOWN'] as const
export type Verdict = (typeof verdicts)[number]

export const sources = [
  'form',
  'id_portrait',
  'id_emblem',
  'business_licence',
  'bank_card',
  'scene_signboard',
  'scene_stall',
  // What the bank and the registry of businesses answered, and what a person said on the phone.
  'bank',
  'registry',
  'callback',
] as const
export type Source = (typeof sources)[number]

/** Two sources compared on one fact. Values are those compared; they are personal data. */
export interface MatchCell {
  fact:
    | 'personName'
    | 'idNumber'
    | 'merchantName'
    | 'creditCode'
    | 'address'
    | 'cardNumber'
    | 'accountName'
    | 'bankName'
    | 'birthDate'
    | 'sex'
    | 'phone'
  a: { source: Source; field: string; value: string | null }
  b: { source: Source; field: string; value: string | null }
  verdict: Verdict
  /** 0-1, the smaller confidence of the two readings; 1 for typed values. */
  confidence: number
  /** 0-1, for names and addresses. */
  similarity?: number
  /** What made the two equal, or why they are not: `nfkc`, `dot`, `variant`, `wildcard`, `rare-character`, … */
  steps: readonly string[]
}

export interface AccountMatchEvidence {
  check: 'account-match'
  cells: readonly MatchCell[]
  /** Numbers that applications of other persons give too; absent where there were none to compare with. */
  reused?: readonly ReusedNumber[]
  /** What a bank and the registry of businesses answered; absent where neither is configured, and in evidence from before. */
  verifications?: readonly Verification[]
}

/** Found by keyed hashes: the number itself is nowhere here. */
export interface ReusedNumber {
  number: 'creditCode' | 'cardNumber'
  /** Applications of other persons with this number. */
  count: number
  /** The first of them. */
  other: { applicationId: string; reference: string; revision: number; submittedAt: string }
}
