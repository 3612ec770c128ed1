import type { ApplicationForm } from './application.ts'
import { normaliseBusinessName } from './business-names.ts'
import type { BlockKind } from './evidence-across.ts'
import { parseIdentifier } from './identifiers.ts'
import { normaliseName } from './names.ts'

/** What our own people can find an application by. */
export const searchKinds = ['reference', 'name', 'phone', 'idNumber', 'cardNumber', 'creditCode'] as const
export type SearchKind = (typeof searchKinds)[number]

export const nameKinds = ['person_name', 'contact_name', 'merchant_name', 'short_name'] as const
export type NameKind = (typeof nameKinds)[number]
export type HashedKind = BlockKind | NameKind

/**
 * A name in one way of writing, for a keyed hash: full and half width, spaces, capital letters, dots and variant characters
 * make no difference. The same for people and businesses, since whoever looks for 小明 need not say which.
 */
export const searchName = (name: string): string => normaliseBusinessName(normaliseName(name))

/** The names of a form, each once. */
export function namesOf(form: ApplicationForm): { kind: NameKind; value: string }[] {
  const given: [NameKind, string | undefined][] = [
    ['person_name', form.legalPerson.name],
    ['merchant_name', form.merchantName],
    ['contact_name', form.contact.name],
    ['short_name', form.shortName],
  ]
  const known = new Set<string>()
  return given.flatMap(([kind, name]) => {
    const value = name === undefined ? '' : searchName(name)
    if (value === '' || known.has(value)) return []
    known.add(value)
    return [{ kind, value }]
  })
}

/** One way to look: by hashes of these kinds, or by how a reference begins. */
export type SearchTerm =
  | { kind: 'reference'; prefix: string }
  | { kind: 'name'; hash: { purpose: 'name'; value: string }; kinds: readonly HashedKind[] }
  | {
      kind: 'phone' | 'idNumber' | 'cardNumber' | 'creditCode'
      hash: { purpose: BlockKind; value: string }
      kinds: readonly HashedKind[]
    }

const numbers = {
  phone: 'phone',
  idNumber: 'id_number',
  cardNumber: 'card_number',
  creditCode: 'credit_code',
} as const satisfies Partial<Record<SearchKind, BlockKind>>
type NumberKind = keyof typeof numbers
export const numberKinds = ['phone', 'idNumber', 'cardNumber', 'creditCode'] as const satisfies readonly NumberKind[]

/** @returns null where no application could have it, as of a phone that is cut short */
export function searchTerm(kind: SearchKind, typed: string): SearchTerm | null {
  if (kind === 'reference') {
    const prefix = typed.trim().toLowerCase()
    return /^[\w.-]{1,64}$/.test(prefix) ? { kind, prefix } : null
  }
  if (kind === 'name') {
    const value = searchName(typed)
    return value === '' ? null : { kind, hash: { purpose: 'name', value }, kinds: nameKinds }
  }
  const identifier = parseIdentifier(numbers[kind], typed)
  return identifier && { kind, hash: { purpose: identifier.kind, value: identifier.value }, kinds: [identifier.kind] }
}

/** All that a text in one box may be. What is a valid number is no name; a number may still begin a reference. */
export function guessTerms(text: string): SearchTerm[] {
  const found = numberKinds.flatMap((kind) => searchTerm(kind, text) ?? [])
  const reference = searchTerm('reference', text)
  const name = found.length === 0 && /\p{L}/u.test(text) ? searchTerm('name', text) : null
  return [...found, ...(reference ? [reference] : []), ...(name ? [name] : [])]
}
