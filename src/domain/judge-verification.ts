import type { Finding } from './decision.ts'
import type { MatchCell } from './evidence.ts'
import { shownEnds } from './match-matrix.ts'
import { compareNames, normaliseName } from './names.ts'
import { finding, rounded } from './screening.ts'
import type { Judge, Screening } from './screening.ts'
import { bankElements } from './verification.ts'
import type { BankAnswer, BankElement, RegistryAnswer, Unavailable } from './verification.ts'

/** What a bank and the registry of businesses say. A question without an answer sends the application to a person. */
export const judgeVerification: Judge = (screening) =>
  screening.verifications.flatMap((verification) =>
    verification.source === 'bank' ? bank(screening, verification.answer) : registry(screening, verification.answer),
  )

/** Where the applicant mends what the bank does not confirm. */
const paths: Record<BankElement, string> = {
  name: 'settlementAccount.accountName',
  idNumber: 'legalPerson.idNumber',
  cardNumber: 'settlementAccount.cardNumber',
  phone: 'contact.phone',
}

function bank({ form }: Screening, answer: BankAnswer | Unavailable): Finding[] {
  if (answer.state === 'unavailable') {
    return [finding('ACCT_UNVERIFIED', null, 'settlementAccount', { error: answer.error })]
  }
  if (answer.state === 'confirmed') return []
  const { elements } = answer
  const differing = bankElements.filter((element) => elements[element] === 'differs')
  const name = form.settlementAccount.accountName
  const steps = hardForBanks(name)
  if (differing.length === 1 && differing[0] === 'name' && steps !== null) {
    return [finding('ACCT_NAME_VARIANT', null, paths.name, { steps }, { elements })]
  }
  // Some banks say only that it does not fit.
  const fields = differing.length > 0 ? differing.map((element) => paths[element]) : ['settlementAccount']
  return [finding('ACCT_NOT_CONFIRMED', null, fields[0]!, { fields: fields.join(',') }, { elements })]
}

/** Banks keep such names without the dot, in pinyin or with a question mark: that the bank's differs says little. */
function hardForBanks(name: string): 'dot' | 'rare-character' | null {
  if (compareNames(name, name).rareCharacter) return 'rare-character'
  return normaliseName(name).includes('\u00B7') ? 'dot' : null
}

function registry(screening: Screening, answer: RegistryAnswer | Unavailable): Finding[] {
  const kind = 'business_licence'
  if (answer.state === 'unavailable') return [finding('LIC_UNVERIFIED', kind, 'creditCode', { error: answer.error })]
  // The typed code was looked up. Where the licence shows another, that is told, and this is another's record.
  if (isContradicted(screening)) return []
  if (answer.state === 'not_found') return [finding('LIC_NOT_REGISTERED', kind, 'creditCode')]
  const { status } = answer.record
  return [
    ...(status === 'active' ? [] : [finding('LIC_NOT_ACTIVE', kind, 'creditCode', { status })]),
    ...otherRecord(screening),
  ]
}

const isContradicted = ({ cells, policy }: Screening): boolean =>
  (cells ?? []).some(
    ({ fact, b, verdict, confidence }) =>
      fact === 'creditCode' &&
      b.source === 'business_licence' &&
      verdict === 'MISMATCH' &&
      confidence >= policy.ocr.legible,
  )

/**
 * The licence against its record. As it was read where that is sure, otherwise as the applicant typed it: a misread licence
 * contradicts nothing. Addresses as read alone, since where one trades may rightly be typed otherwise.
 */
function otherRecord(screening: Screening): Finding[] {
  const cells = (screening.cells ?? []).filter(({ b }) => b.source === 'registry')
  const differing = (['name', 'operator', 'address'] as const).flatMap((field) => {
    const of = (source: MatchCell['a']['source']) =>
      cells.find(({ a, b }) => b.field === field && a.source === source && a.value !== null)
    const [read, typed] = [of('business_licence'), of('form')]
    if (read && isMisread(read, typed)) return []
    const isSure = read && read.confidence >= screening.policy.ocr.confident
    const counts = isSure ? read : field === 'address' ? undefined : typed
    return counts?.verdict === 'MISMATCH' ? [{ field, cell: counts }] : []
  })
  const [first] = differing
  if (!first) return []
  const evidence = differing.map(({ cell }) => ({
    ...shownEnds(cell),
    steps: cell.steps,
    ...(cell.similarity === undefined ? {} : { similarity: rounded(cell.similarity) }),
  }))
  const fields = differing.map(({ field }) => field).join(',')
  return [finding('LIC_REGISTRY_DIFFERS', 'business_licence', first.field, { fields }, { differing: evidence })]
}

/**
 * Whether the reader is more likely to be wrong than the licence: the applicant typed what is on record, and the reading is a
 * character away from it, or, of an address, a number. That the licence reads otherwise than typed is told elsewhere.
 */
const isMisread = ({ fact, steps }: MatchCell, typed: MatchCell | undefined): boolean =>
  (typed?.verdict === 'MATCH' || typed?.verdict === 'NORMALISED') &&
  (fact === 'address' || steps.includes('one-character-apart'))
