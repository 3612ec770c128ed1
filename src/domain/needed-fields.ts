import type { ApplicationForm, MaterialKind } from './application.ts'
import { isUnnamed, printedName } from './business-names.ts'
import { idNumberParts } from './numbers.ts'
import type { Screening } from './screening.ts'

/** Without these a document proves nothing. All other fields help but may be absent, as on older layouts. */
const needed: Partial<Record<MaterialKind, readonly string[]>> = {
  business_licence: ['creditCode', 'name', 'operator'],
  id_portrait: ['name', 'idNumber'],
  id_emblem: ['validUntil'],
  bank_card: ['cardNumber'],
  // A shop has a sign, and its name is held against the declared one. A stall may have none.
  scene_signboard: ['text'],
}

export const isIdSide = (kind: MaterialKind): boolean => kind === 'id_portrait' || kind === 'id_emblem'

/** Asked for every photo and field: what a form says of itself stays the same. */
const said = new WeakMap<ApplicationForm, { otherDocument: boolean; unnamed: boolean }>()

function saidBy(form: ApplicationForm) {
  const before = said.get(form)
  if (before) return before
  const otherDocument = idNumberParts(form.legalPerson.idNumber)?.documentFamily !== 'citizen'
  const now = { otherDocument, unnamed: isUnnamed(form.merchantName) }
  said.set(form, now)
  return now
}

/** Residence permits have layouts of their own, which are not read: a person looks at them. */
export const hasOtherDocument = ({ form }: Pick<Screening, 'form'>): boolean => saidBy(form).otherDocument

export function neededFields(
  screening: Pick<Screening, 'form' | 'readings' | 'policy'>,
  kind: MaterialKind,
): readonly string[] {
  const fields = needed[kind] ?? []
  if (isIdSide(kind) && hasOtherDocument(screening)) return []
  // A licence without a trade name prints none, or marks in its place: then there is no name to take the photo again for.
  if (kind === 'business_licence' && (saidBy(screening.form).unnamed || saysNoName(screening)))
    return fields.filter((field) => field !== 'name')
  return fields
}

/** A blot may look like the marks: they count as print does, when they are legible. */
function saysNoName({ readings, policy }: Pick<Screening, 'readings' | 'policy'>): boolean {
  const name = readings.get('business_licence')?.fields['name']
  return name?.value === null && name.confidence >= policy.ocr.legible && printedName(name) !== null
}
