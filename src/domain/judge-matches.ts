import { materialKinds } from './application.ts'
import type { MaterialKind } from './application.ts'
import type { Finding } from './decision.ts'
import type { MatchCell, Source } from './evidence.ts'
import { judgeMerchant } from './judge-merchant.ts'
import { shownEnds } from './match-matrix.ts'
import { hasOtherDocument, isIdSide } from './needed-fields.ts'
import { unreadIn } from './names.ts'
import { isOtherDocument } from './slots.ts'
import { fieldOf, finding, rounded } from './screening.ts'
import type { Judge, Screening } from './screening.ts'

/**
 * What the comparison of all sources means. Nothing follows from an UNKNOWN cell, from a photo in the wrong slot, or from a
 * residence permit, whose layout the reader does not know.
 */
export const judgeMatches: Judge = (screening) => {
  const cells = (screening.cells ?? []).filter(({ a, b }) =>
    [a, b].every(
      ({ source }) =>
        // What a bank or the registry answered is judged with its answer.
        source !== 'bank' && source !== 'registry' && (!isMaterial(source) || comesFromItsDocument(screening, source)),
    ),
  )
  return [...names(screening, cells), ...numbers(screening, cells), ...judgeMerchant(screening, cells)]
}

const isMaterial = (source: Source): source is Source & MaterialKind =>
  (materialKinds as readonly string[]).includes(source)

const comesFromItsDocument = (screening: Screening, kind: MaterialKind): boolean =>
  screening.materials.includes(kind) &&
  !isOtherDocument(screening, kind) &&
  !(isIdSide(kind) && hasOtherDocument(screening))

/** A cell by its two ends, such as `legalPerson.name` and `id_portrait.name`. */
function cellOf(cells: readonly MatchCell[], fact: MatchCell['fact'], a: string, b: string): MatchCell | undefined {
  const end = ({ source, field }: MatchCell['a']) => (source === 'form' ? field : `${source}.${field}`)
  return cells.find((cell) => cell.fact === fact && end(cell.a) === a && end(cell.b) === b)
}

/** What a comparison of names comes to, given how sure the reading is. */
type Conclusion = 'same' | 'other' | 'variant' | 'unsure' | 'open'

function conclude({ policy }: Screening, cell: MatchCell | undefined): Conclusion {
  if (!cell || cell.a.value === null || cell.b.value === null) return 'open'
  if (cell.verdict === 'MATCH' || cell.verdict === 'NORMALISED') return 'same'
  if (cell.verdict === 'MISMATCH') {
    if (cell.confidence < policy.ocr.legible) return 'unsure'
    // One character apart may be one misread character; two are not.
    return cell.steps.includes('one-character-apart') && cell.confidence < policy.ocr.confident ? 'unsure' : 'other'
  }
  return cell.steps.includes('mask') || cell.steps.includes('rare-character') ? 'variant' : 'unsure'
}

/** Reasons are shown, sent and kept more widely than evidence: what is personal is masked in them. */
const seen = (cell: MatchCell) => ({
  values: { similarity: cell.similarity ?? 0 },
  evidence: {
    ...shownEnds(cell),
    verdict: cell.verdict,
    confidence: rounded(cell.confidence),
    steps: cell.steps,
  },
})

const unsure = (cell: MatchCell, material: MaterialKind, field: string): Finding =>
  finding('READING_UNSURE', material, field, { confidence: rounded(cell.confidence) }, seen(cell).evidence)

/**
 * Five cells, at most one reason for each fault. Were the typed name wrong, it would differ from the ID card, the
 * licence and the account alike: that is one fault, ID_NAME_MISMATCH, and only what else disagrees adds to it.
 */
function names(screening: Screening, cells: readonly MatchCell[]): Finding[] {
  const findings: Finding[] = []
  const person = cellOf(cells, 'personName', 'legalPerson.name', 'id_portrait.name')
  const idSays = conclude(screening, person)
  if (person && idSays === 'other') {
    const { values, evidence } = seen(person)
    findings.push(finding('ID_NAME_MISMATCH', 'id_portrait', 'legalPerson.name', values, evidence))
  }
  if (person && (idSays === 'unsure' || idSays === 'variant')) findings.push(unsure(person, 'id_portrait', 'name'))

  const toForm = cellOf(cells, 'personName', 'legalPerson.name', 'business_licence.operator')
  const toId = cellOf(cells, 'personName', 'id_portrait.name', 'business_licence.operator')
  findings.push(
    ...fromTwo(screening, idSays, toId, toForm, (cell, conclusion) => {
      if (idSays === 'same' && isButForUnread(screening, cell)) return null
      if (conclusion !== 'other') return unsure(cell, 'business_licence', 'operator')
      const { values, evidence } = seen(cell)
      return finding('LIC_OPERATOR_MISMATCH', 'business_licence', 'operator', values, evidence)
    }),
  )

  const field = 'settlementAccount.accountName'
  const accountToId = cellOf(cells, 'accountName', field, 'id_portrait.name')
  const accountToForm = cellOf(cells, 'accountName', field, 'legalPerson.name')
  findings.push(
    ...fromTwo(screening, idSays, accountToId, accountToForm, (cell, conclusion) => {
      const { values, evidence } = seen(cell)
      if (conclusion === 'other' && hasLetter(screening)) {
        return finding('ACCT_THIRD_PARTY', 'authorisation_letter', field, values, evidence)
      }
      if (conclusion === 'other') return finding('ACCT_NAME_MISMATCH', null, field, values, evidence)
      if (conclusion === 'unsure' && cell === accountToId) return unsure(cell, 'id_portrait', 'name')
      return finding('ACCT_NAME_VARIANT', null, field, { ...values, steps: cell.steps.join(',') }, evidence)
    }),
  )
  return findings
}

/** A person reads it. A micro merchant may be paid to its own card alone, letter or not. */
const hasLetter = ({ form, materials }: Screening): boolean =>
  form.merchantType === 'individual_business' && materials.includes('authorisation_letter')

/**
 * A third name against the ID card and against the typed name. Equal to either one: nothing new, for that the other
 * two differ has been said. The ID card counts most, and the typed name where the card is unread or unsure.
 */
function fromTwo(
  screening: Screening,
  idSays: Conclusion,
  toId: MatchCell | undefined,
  toForm: MatchCell | undefined,
  say: (cell: MatchCell, conclusion: Conclusion) => Finding | null,
): Finding[] {
  const [byId, byForm] = [conclude(screening, toId), conclude(screening, toForm)]
  if (byId === 'same' || byForm === 'same') return []
  const cardIsSure = idSays === 'same' || idSays === 'other'
  const [cell, conclusion] =
    toId && byId !== 'open' && (cardIsSure || byForm === 'open') ? [toId, byId] : [toForm, byForm]
  const said = cell && conclusion !== 'open' ? say(cell, conclusion) : null
  return said ? [said] : []
}

/** Characters that must agree: of a name of two, one that was read says nothing. */
const leastAgreeing = 2

/**
 * Whether all that was read of a name agrees, but for as many unread characters as the policy lets pass in a third name, when
 * the two others are one. Two names that agree and a third that contradicts them nowhere are that of one person.
 */
function isButForUnread({ policy }: Screening, { verdict, steps, b }: MatchCell): boolean {
  if (verdict !== 'PARTIAL' || !steps.includes('wildcard')) return false
  if (steps.includes('mask') || steps.includes('rare-character')) return false
  const unread = unreadIn(b.value ?? '')
  const read = Array.from(b.value ?? '').length - unread
  return unread > 0 && unread <= policy.ocr.unreadInThirdName && read >= leastAgreeing
}

const numberCells = [
  ['idNumber', 'ID_NUMBER_MISMATCH', 'id_portrait', 'idNumber'],
  ['creditCode', 'LIC_CODE_MISMATCH', 'business_licence', 'creditCode'],
  ['cardNumber', 'CARD_NUMBER_MISMATCH', 'bank_card', 'cardNumber'],
] as const

/** A number that fails its own check is told as such, by the judge of documents, and contradicts nothing. */
function numbers(screening: Screening, cells: readonly MatchCell[]): Finding[] {
  const { legible, confident } = screening.policy.ocr
  return numberCells.flatMap(([fact, code, kind, field]) => {
    const cell = cells.find((c) => c.fact === fact && c.verdict === 'MISMATCH')
    if (!cell || cell.confidence < legible) return []
    const failsCheck = fieldOf(screening, kind, field).checkDigit === 'invalid'
    const masked = { ...seen(cell).evidence, differing: differing(cell) }
    if (cell.confidence < confident) {
      return [finding('READING_UNSURE', kind, field, { confidence: rounded(cell.confidence) }, masked)]
    }
    return failsCheck ? [] : [finding(code, kind, cell.a.field, {}, masked)]
  })
}

/** How many characters differ: masked, two numbers may look the same. */
function differing({ a, b }: MatchCell): number {
  const [x, y] = [a.value ?? '', b.value ?? '']
  return Array.from(x, (c, i) => c !== y[i]).filter(Boolean).length + Math.max(0, y.length - x.length)
}
