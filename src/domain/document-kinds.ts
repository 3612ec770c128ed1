import type { MaterialKind } from './application.ts'
import type { DocumentKind } from './evidence.ts'

/** What else may lie in a slot and still show what was asked for. */
const alsoShown: Partial<Record<MaterialKind, DocumentKind>> = {
  // Of the wrong kind of merchant, but it is the licence, and its fields are read.
  business_licence: 'company_licence',
  id_portrait: 'id_both_sides',
  id_emblem: 'id_both_sides',
}

/** Whether a photo of this kind shows the document that the slot asks for, alone or with another side. */
export const shows = (detected: DocumentKind, asked: MaterialKind): boolean =>
  detected === asked || alsoShown[asked] === detected

const asked: readonly string[] = ['business_licence', 'id_portrait', 'id_emblem', 'bank_card']
/** Whether it is one of the documents that are asked for and read field by field. */
export const isDocument = (kind: string): boolean => asked.includes(kind)
