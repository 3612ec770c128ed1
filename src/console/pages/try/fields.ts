import { submissionExamples } from '../../../contracts/submission-examples.ts'
import type { MerchantType } from '../../../domain/application.ts'
import type { tryTexts } from './try-texts.ts'

export interface FormField {
  /** Path in the form, as errors name it. */
  path: string
  label: keyof typeof tryTexts
  required: boolean
  /** Which keys a phone shows. */
  keys?: 'numeric' | 'tel'
  only?: MerchantType
}

/** What an applicant types, in the order of the form. */
export const formFields: readonly FormField[] = [
  { path: 'merchantName', label: 'merchantName', required: true },
  { path: 'shortName', label: 'shortName', required: false },
  { path: 'licence.creditCode', label: 'creditCode', required: true, only: 'individual_business' },
  { path: 'industry', label: 'industry', required: true },
  { path: 'premises.address', label: 'address', required: true },
  { path: 'legalPerson.name', label: 'personName', required: true },
  { path: 'legalPerson.idNumber', label: 'idNumber', required: true },
  { path: 'contact.name', label: 'contactName', required: true },
  { path: 'contact.phone', label: 'contactPhone', required: true, keys: 'tel' },
  { path: 'settlementAccount.accountName', label: 'accountName', required: true },
  { path: 'settlementAccount.cardNumber', label: 'cardNumber', required: true, keys: 'numeric' },
  { path: 'settlementAccount.bankName', label: 'bankName', required: false },
]

export const fieldsFor = (type: MerchantType): FormField[] => formFields.filter(({ only }) => !only || only === type)

/** Nested objects as the form holds them. */
export interface Tree {
  [key: string]: Tree | string | undefined
}

export function valueAt(tree: Tree, path: string): string {
  let at: Tree | string | undefined = tree
  for (const key of path.split('.')) at = typeof at === 'object' ? at[key] : undefined
  return typeof at === 'string' ? at : ''
}

/** The patch that gives one path another value, as JSON Merge Patch wants it. */
export function patched(tree: Tree, path: string, value: string): Tree {
  const [first = '', ...rest] = path.split('.')
  if (rest.length === 0) return { ...tree, [first]: value }
  const below = tree[first]
  return { ...tree, [first]: patched(typeof below === 'object' ? below : {}, rest.join('.'), value) }
}

/** What was typed, without what was left empty: an empty optional field is one that is not given. */
export function typedForm(type: MerchantType, tree: Tree): Tree {
  return fieldsFor(type).reduce<Tree>((form, { path }) => {
    const value = valueAt(tree, path).trim()
    return value === '' ? form : patched(form, path, value)
  }, {})
}

/** The values of the API's own example: people and shops that do not exist. */
export function exampleForm(type: MerchantType): Tree {
  const example: Tree = JSON.parse(JSON.stringify(submissionExamples[type]))
  return typedForm(type, example)
}
