import type { ApplicationForm, MaterialKind } from './application.ts'
import type { LocalisedText } from './decision.ts'
import type { AccountMatchEvidence, Evidence, FieldValue, MatchCell, Source, Verdict } from './evidence.ts'
import { fieldsOf, type FieldsByKind } from './evidence-view.ts'
import type { Quad } from './geometry.ts'
import { type MatchRow, shownEnds, shownSteps } from './match-matrix.ts'
import { sourceName, stepText } from './match-terms.ts'
import { type FormField, formFields, formValue, type Shown, shownForm, shownRead } from './shown-values.ts'
import { fieldName, materialNames } from './terms.ts'

/** What another source says of a field of the form. */
export interface Against extends Shown {
  source: Source
  field: string
  name: LocalisedText
  /** 0-1; null of what was not read, and of an answer from outside. */
  confidence: number | null
  box?: Quad
  /** Against the form; null where the two were not compared. */
  verdict: Verdict | null
  steps: { step: string; text: LocalisedText }[]
}

export interface FormRow extends Shown {
  field: FormField
  name: LocalisedText
  /** The one that weighs most; null where nothing was compared. */
  verdict: Verdict | null
  against: Against[]
}

/** From what people have to look at to what they need not. */
const byConcern: readonly Verdict[] = ['MISMATCH', 'PARTIAL', 'UNKNOWN', 'NORMALISED', 'MATCH']
const concern = (verdict: Verdict | null): number => (verdict === null ? byConcern.length : byConcern.indexOf(verdict))

export const conflictsFirst = (rows: readonly MatchRow[]): MatchRow[] =>
  rows.toSorted((a, b) => concern(a.verdict) - concern(b.verdict))

/**
 * Where a field of the form stands on photos, for what was read but not compared, as where the match failed; an industry is
 * held against the scope by judging, not by comparing.
 */
const standsOn: Partial<Record<FormField, readonly (readonly [kind: MaterialKind & Source, field: string])[]>> = {
  merchantName: [
    ['business_licence', 'name'],
    ['scene_signboard', 'text'],
    ['scene_stall', 'text'],
  ],
  'licence.creditCode': [['business_licence', 'creditCode']],
  industry: [['business_licence', 'scope']],
  'premises.address': [['business_licence', 'address']],
  'legalPerson.name': [
    ['id_portrait', 'name'],
    ['business_licence', 'operator'],
  ],
  'legalPerson.idNumber': [['id_portrait', 'idNumber']],
  'settlementAccount.cardNumber': [['bank_card', 'cardNumber']],
  'settlementAccount.bankName': [['bank_card', 'bankName']],
}

/** Each field that the form gives beside all that is said of it elsewhere, personal values masked. */
export function sideBySide(form: ApplicationForm, evidence: readonly Evidence[]): FormRow[] {
  const fields = fieldsOf(evidence)
  const cells = evidence.find((e): e is AccountMatchEvidence => e.check === 'account-match')?.cells ?? []
  return formFields
    .filter((field) => formValue(form, field) !== null)
    .map((field) => {
      const compared = cells.flatMap((cell) => comparedWith(cell, field, fields))
      const known = new Set(compared.map((each) => `${each.source} ${each.field}`))
      const read = (standsOn[field] ?? []).filter(([kind, name]) => !known.has(`${kind} ${name}`))
      const against = [...compared, ...read.flatMap(([kind, name]) => onlyRead(kind, name, fields))]
      return {
        field,
        name: fieldName(field, null),
        ...shownForm(form, field),
        verdict: byConcern.find((verdict) => against.some((each) => each.verdict === verdict)) ?? null,
        against: against.toSorted((a, b) => concern(a.verdict) - concern(b.verdict)),
      }
    })
}

/** The other end of a comparison with this field of the form. Of two fields of the form the first shows the other. */
function comparedWith(cell: MatchCell, field: FormField, fields: FieldsByKind): Against[] {
  const shown = shownEnds(cell)
  const [ours, theirs] = isForm(cell.a, field) ? (['a', 'b'] as const) : (['b', 'a'] as const)
  if (!isForm(cell[ours], field) || (ours === 'b' && cell.a.source === 'form')) return []
  const { source, field: name, value } = shown[theirs]
  const reading = readingOf(fields, source, name)
  return [
    {
      source,
      field: name,
      name: sourceName(cell.fact, source, name),
      value,
      masked: value !== cell[theirs].value,
      confidence: reading?.confidence ?? null,
      ...(reading?.box && { box: reading.box }),
      verdict: cell.verdict,
      steps: shownSteps(cell).map((step) => ({ step, text: stepText(step) })),
    },
  ]
}

const isForm = ({ source, field }: MatchCell['a'], wanted: FormField): boolean => source === 'form' && field === wanted

function readingOf(fields: FieldsByKind, source: Source, field: string): FieldValue | undefined {
  const read = new Map(Object.entries(fields)).get(source)
  return read && Object.hasOwn(read, field) ? read[field] : undefined
}

function onlyRead(kind: MaterialKind & Source, field: string, fields: FieldsByKind): Against[] {
  const reading = readingOf(fields, kind, field)
  if (!reading) return []
  const { confidence, box } = reading
  return [
    {
      source: kind,
      field,
      name: materialNames[kind],
      ...shownRead(kind, field, reading.value),
      confidence,
      ...(box && { box }),
      verdict: null,
      steps: [],
    },
  ]
}
