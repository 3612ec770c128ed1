import { compareAddresses } from './addresses.ts'
import type { ApplicationForm } from './application.ts'
import { compareBusinessNames, printedName } from './business-names.ts'
import type { FieldValue, MatchCell, OcrEvidence, Verdict } from './evidence.ts'
import { compareNames, compareWithEach, type NameComparison, printedOperators } from './names.ts'
import type {
  BankAnswer,
  BankElement,
  BankQuestion,
  ElementAnswer,
  RegistryAnswer,
  Unavailable,
  Verification,
} from './verification.ts'

/** What is declared and what was read, as far as a bank or a registry can be asked about it. */
export interface Declared {
  form: ApplicationForm
  readings: readonly OcrEvidence[]
}

const nothing: FieldValue = { value: null, confidence: 0 }

function licenceField({ readings }: Declared, field: string): FieldValue {
  const found = readings.find(({ kind }) => kind === 'business_licence')?.fields[field] ?? nothing
  if (field === 'operator') return { ...found, value: printedOperators(found.value, found.raw) }
  return field === 'name' ? { ...found, value: printedName(found) } : found
}

const isSame = (verdict: Verdict): boolean => verdict === 'MATCH' || verdict === 'NORMALISED'

/**
 * What the bank is asked. The ID number only for an account of the applicant, whose number it is; the phone only where the
 * contact is the holder: the bank would rightly call another person's phone another.
 */
export function bankQuestion(declared: Declared): BankQuestion {
  const { legalPerson, settlementAccount, contact } = declared.form
  const { accountName: name, cardNumber } = settlementAccount
  const own = compareNames(name, legalPerson.name).verdict
  if (own === 'MISMATCH' && isCorporate(declared)) {
    return { account: 'corporate', name, cardNumber, idNumber: null, phone: null }
  }
  return {
    account: 'personal',
    name,
    cardNumber,
    idNumber: own === 'MISMATCH' ? null : legalPerson.idNumber,
    phone: isSame(compareNames(contact.name, name).verdict) ? contact.phone : null,
  }
}

/** In the name of the business, as typed or as licensed. */
const isCorporate = (declared: Declared): boolean =>
  declared.form.merchantType === 'individual_business' &&
  [declared.form.merchantName, licenceField(declared, 'name').value].some((business) =>
    isSame(compareBusinessNames(declared.form.settlementAccount.accountName, business).verdict),
  )

/** The answers as cells of the match. Not asked: no cell. Not answered: UNKNOWN, never a mismatch. */
export const verificationCells = (declared: Declared, verifications: readonly Verification[]): MatchCell[] =>
  verifications.flatMap((verification) =>
    verification.source === 'bank'
      ? bankCells(declared, verification.answer)
      : registryCells(declared, verification.answer),
  )

const typed = (field: string, value: string): MatchCell['a'] => ({ source: 'form', field, value })

const verdicts: Record<ElementAnswer, Verdict> = { match: 'MATCH', differs: 'MISMATCH', unknown: 'UNKNOWN' }

/** The bank says whether, and not what: its side has no value. */
function bankCells(declared: Declared, answer: BankAnswer | Unavailable): MatchCell[] {
  const { account, name, cardNumber, idNumber, phone } = bankQuestion(declared)
  const cell = (fact: MatchCell['fact'], element: BankElement, a: MatchCell['a']): MatchCell => {
    const said = answer.state === 'unavailable' ? 'unknown' : answer.elements[element]
    const why = answer.state === 'unavailable' ? 'unavailable' : 'not-told'
    const b = { source: 'bank' as const, field: element, value: null }
    const steps = said === 'unknown' ? [why] : account === 'corporate' ? ['corporate'] : []
    return { fact, a, b, verdict: verdicts[said], confidence: 1, steps }
  }
  return [
    cell('accountName', 'name', typed('settlementAccount.accountName', name)),
    cell('cardNumber', 'cardNumber', typed('settlementAccount.cardNumber', cardNumber)),
    ...(idNumber === null ? [] : [cell('idNumber', 'idNumber', typed('legalPerson.idNumber', idNumber))]),
    ...(phone === null ? [] : [cell('phone', 'phone', typed('contact.phone', phone))]),
  ]
}

function registryCells(declared: Declared, answer: RegistryAnswer | Unavailable): MatchCell[] {
  const { form } = declared
  if (form.merchantType !== 'individual_business') return []
  const code: MatchCell = {
    fact: 'creditCode',
    a: typed('licence.creditCode', form.licence.creditCode),
    b: { source: 'registry', field: 'creditCode', value: null },
    verdict: 'UNKNOWN',
    confidence: 1,
    steps: [],
  }
  if (answer.state === 'unavailable') return [{ ...code, steps: ['unavailable'] }]
  if (answer.state === 'not_found') return [{ ...code, verdict: 'MISMATCH', steps: ['not-registered'] }]
  const { name, operator, address } = answer.record
  /** The record of one field against what the licence prints and against what was typed. */
  const both = (fact: MatchCell['fact'], field: string, recorded: string | null, typedAs: Side, compare: Compare) => {
    const { value, confidence } = licenceField(declared, field)
    const printed: Side = { end: { source: 'business_licence', field, value }, confidence }
    return [printed, typedAs].map((side) => against(fact, side, { field, value: recorded }, compare))
  }
  const declaredAs = (field: string, value: string): Side => ({ end: typed(field, value), confidence: 1 })
  const { merchantName, legalPerson, premises } = form
  return [
    { ...code, b: { ...code.b, value: form.licence.creditCode }, verdict: 'MATCH' },
    ...both('merchantName', 'name', name, declaredAs('merchantName', merchantName), compareBusinessNames),
    ...both('personName', 'operator', operator, declaredAs('legalPerson.name', legalPerson.name), compareOperators),
    ...both('address', 'address', address, declaredAs('premises.address', premises.address), compareAddresses),
  ]
}

/** Of a business that several persons run, one who is on both sides is enough: licence and registry may name one or all. */
function compareOperators(a: string | null, b: string | null): NameComparison {
  if (a === null || b === null || a === b) return compareNames(a, b)
  const [first = compareNames(a, b), ...others] = a.split('、').map((name) => compareWithEach(name, b))
  return others.reduce((best, each) => (each.similarity > best.similarity ? each : best), first)
}

interface Side {
  end: MatchCell['a']
  confidence: number
}

type Compare = (
  a: string | null,
  b: string | null,
) => { verdict: Verdict; similarity: number; steps: readonly string[] }

function against(
  fact: MatchCell['fact'],
  { end, confidence }: Side,
  record: { field: string; value: string | null },
  compare: Compare,
): MatchCell {
  const b = { source: 'registry' as const, ...record }
  const open = end.value === null || record.value === null
  return { fact, a: end, b, confidence, ...(open ? { verdict: 'UNKNOWN', steps: [] } : compare(end.value, b.value)) }
}
