import type { MaterialKind } from './application.ts'
import { isUnnamed } from './business-names.ts'
import { idNumberParts } from './numbers.ts'
import type { Screening } from './screening.ts'

/** Without these a document proves nothing. All other fields help but may be absent, as on older layouts. */
const needed: Partial<Record<MaterialKind, readonly string[]>> = {
  business_licence: ['creditCode', 'name', 'operator'],
  id_portrait: ['name', 'idNumber'],
  id_emblem: ['validUntil'],
  bank_card: ['cardNumber'],
}

const idSides: readonly MaterialKind[] = ['id_portrait', 'id_emblem']

/** Residence permits have layouts of their own, which are not read: a person looks at them. */
export const hasOtherDocument = ({ form }: Pick<Screening, 'form'>): boolean =>
  idNumberParts(form.legalPerson.idNumber)?.documentFamily !== 'citizen'

export function neededFields(screening: Pick<Screening, 'form'>, kind: MaterialKind): readonly string[] {
  const fields = needed[kind] ?? []
  if (idSides.includes(kind) && hasOtherDocument(screening)) return []
  // A licence without a trade name prints none.
  if (kind === 'business_licence' && isUnnamed(screening.form.merchantName)) return fields.filter((f) => f !== 'name')
  return fields
}
