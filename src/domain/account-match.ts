import { compareAddresses } from './addresses.ts'
import type { ApplicationForm } from './application.ts'
import { compareBanks } from './banks.ts'
import { compareBusinessNames, compareUnnamed, isUnnamed, printedName, printsNoName } from './business-names.ts'
import type { AccountMatchEvidence, FieldValue, MatchCell, OcrEvidence, Source, Verdict } from './evidence.ts'
import { compareNames, compareWithEach, printedOperators } from './names.ts'
import { idNumberParts } from './numbers.ts'
import { compareSign } from './signs.ts'

export interface MatchInput {
  form: ApplicationForm
  readings: readonly OcrEvidence[]
}

interface Side {
  source: Source
  field: string
  value: string | null
  /** 1 for what was typed. */
  confidence: number
}

interface Compared {
  verdict: Verdict
  similarity?: number
  steps?: readonly string[]
}

const typed = (field: string, value: string | undefined): Side => ({
  source: 'form',
  field,
  value: value ?? null,
  confidence: 1,
})

const nothing: FieldValue = { value: null, confidence: 0 }

const reader =
  (readings: readonly OcrEvidence[]) =>
  (source: Exclude<Source, 'form'>, field: string): Side => {
    const found = readings.find(({ kind }) => kind === source)?.fields[field] ?? nothing
    const value = source === 'business_licence' ? printedOnLicence(field, found) : found.value
    return { source, field, value: value?.trim() ? value : null, confidence: value?.trim() ? found.confidence : 0 }
  }

const printedOnLicence = (field: string, found: FieldValue): string | null =>
  field === 'name' ? printedName(found) : field === 'operator' ? printedOperators(found.value, found.raw) : found.value

/** UNKNOWN where a side was not read, whatever the comparison would say. */
function cell(fact: MatchCell['fact'], a: Side, b: Side, compare: (a: string, b: string) => Compared): MatchCell {
  const {
    verdict,
    similarity,
    steps = [],
  }: Compared = a.value === null || b.value === null ? { verdict: 'UNKNOWN' } : compare(a.value, b.value)
  const side = ({ source, field, value }: Side) => ({ source, field, value })
  return {
    fact,
    a: side(a),
    b: side(b),
    verdict,
    confidence: Math.min(a.confidence, b.confidence),
    ...(similarity === undefined ? {} : { similarity }),
    steps,
  }
}

const exactly = (a: string, b: string): Compared => ({ verdict: a === b ? 'MATCH' : 'MISMATCH' })

/**
 * Compares what was typed with what was read, and the documents with each other. Pure, and the order of the readings
 * does not matter. A fact that the applicant did not declare, or a photo that was not brought, gives an UNKNOWN cell
 * or none at all; never a mismatch.
 */
export function matchAccount({ form, readings }: MatchInput): AccountMatchEvidence {
  const read = reader(readings)
  return {
    check: 'account-match',
    cells: [
      ...personCells(form, read),
      ...accountCells(form, read),
      ...licenceCells(form, read),
      ...signCells(form, read),
    ],
  }
}

type Read = ReturnType<typeof reader>

function personCells(form: ApplicationForm, read: Read): MatchCell[] {
  const person = typed('legalPerson.name', form.legalPerson.name)
  const idName = read('id_portrait', 'name')
  const idNumber = read('id_portrait', 'idNumber')
  // What the number itself says of its holder, as a further "reading" of the card.
  const parts = idNumber.value ? idNumberParts(idNumber.value) : null
  const said = (value: string | null): Side => ({ ...idNumber, value })
  return [
    cell('personName', person, idName, compareNames),
    cell('idNumber', typed('legalPerson.idNumber', form.legalPerson.idNumber), idNumber, exactly),
    cell('birthDate', read('id_portrait', 'birthDate'), said(parts?.birthDate ?? null), exactly),
    cell('sex', read('id_portrait', 'sex'), said(parts?.sex ?? null), exactly),
  ]
}

function accountCells(form: ApplicationForm, read: Read): MatchCell[] {
  const { settlementAccount: account } = form
  const accountName = typed('settlementAccount.accountName', account.accountName)
  const bank = [
    cell(
      'cardNumber',
      typed('settlementAccount.cardNumber', account.cardNumber),
      read('bank_card', 'cardNumber'),
      exactly,
    ),
    cell(
      'bankName',
      typed('settlementAccount.bankName', account.bankName),
      read('bank_card', 'bankName'),
      compareBanks,
    ),
  ]
  const corporate = corporateAccount(form, accountName, read)
  if (corporate) return [corporate, ...bank]
  return [
    cell('accountName', accountName, read('id_portrait', 'name'), compareNames),
    cell('accountName', accountName, typed('legalPerson.name', form.legalPerson.name), compareNames),
    ...bank,
  ]
}

/**
 * An individual business may settle to its own corporate account (对公), which is then in the name of the licence and of
 * no person. Where the licence could not be read, an account in the declared merchant name stays open, as UNKNOWN.
 */
function corporateAccount(form: ApplicationForm, accountName: Side, read: Read): MatchCell | null {
  if (form.merchantType !== 'individual_business') return null
  const licenceName = cell('accountName', accountName, read('business_licence', 'name'), compareBusinessNames)
  if (licenceName.verdict === 'MATCH' || licenceName.verdict === 'NORMALISED') return licenceName
  if (licenceName.verdict !== 'UNKNOWN') return null
  const declared = compareBusinessNames(form.settlementAccount.accountName, form.merchantName).verdict
  return declared === 'MATCH' || declared === 'NORMALISED' ? licenceName : null
}

function licenceCells(form: ApplicationForm, read: Read): MatchCell[] {
  if (form.merchantType !== 'individual_business') return []
  const operator = read('business_licence', 'operator')
  return [
    cell('personName', typed('legalPerson.name', form.legalPerson.name), operator, compareWithEach),
    cell('personName', read('id_portrait', 'name'), operator, compareWithEach),
    cell(
      'creditCode',
      typed('licence.creditCode', form.licence.creditCode),
      read('business_licence', 'creditCode'),
      exactly,
    ),
    cell('merchantName', typed('merchantName', form.merchantName), licenceName(form, read), (name, printed) => {
      if (printsNoName(printed)) return compareUnnamed(name, [form.legalPerson.name, operator.value ?? ''])
      return printsNoName(name) ? { verdict: 'MISMATCH', similarity: 0 } : compareBusinessNames(name, printed)
    }),
    cell(
      'address',
      typed('premises.address', form.premises.address),
      read('business_licence', 'address'),
      compareAddresses,
    ),
  ]
}

/**
 * What the licence prints for a name. Some print nothing at all where there is none; a merchant that calls itself 个体户
 * says so, and is held to it: otherwise its name, and an account in that name, would be compared with nothing.
 */
function licenceName({ merchantName }: ApplicationForm, read: Read): Side {
  const printed = read('business_licence', 'name')
  return printed.value === null && isUnnamed(merchantName) ? { ...printed, value: '无', confidence: 1 } : printed
}

function signCells(form: ApplicationForm, read: Read): MatchCell[] {
  return (['scene_signboard', 'scene_stall'] as const)
    .map((source) => read(source, 'text'))
    .filter(({ value }) => value !== null)
    .map((sign) =>
      cell('merchantName', typed('merchantName', form.merchantName), sign, (_, text) => {
        const place = sign.source === 'scene_stall' ? 'stall' : 'shop'
        const { verdict, similarity, matchedText, brand } = compareSign(text.split('\n'), form, place)
        return {
          verdict,
          similarity,
          steps: [...(matchedText ? [`sign:${matchedText}`] : []), ...(brand === undefined ? [] : [`brand:${brand}`])],
        }
      }),
    )
}
