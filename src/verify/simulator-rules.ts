import { creditCodeAlphabet, isBankCardNumber, isCreditCode, isOrganisationCode } from '../domain/numbers.ts'
import type { RegistryRecord } from '../domain/verification.ts'
import type { BankReply, RegistryReply } from './protocol.ts'

/** What the simulator does with a question: answers, or fails as the outside fails. */
export type Act =
  | { does: 'answer'; body: BankReply | RegistryReply }
  /** The same when nobody waits any more. */
  | { does: 'wait'; body: BankReply | RegistryReply }
  | { does: 'fail'; status: 503 | 429; retryAfter?: number }
  | { does: 'garble' }
  | { does: 'cut' }

/** A licence that the simulated registry knows. */
export type KnownLicence = { creditCode: string } & Partial<RegistryRecord>

/** How the outside itself fails, whoever is asked. */
const outage = {
  '0007': 'garbled',
  '0008': 'slow',
  '0009': 'down',
  '0010': 'down-once',
  '0011': 'busy-once',
  '0012': 'cut',
} as const

const bankRules = {
  '0001': 'no-account',
  '0002': 'other-name',
  '0003': 'other-phone',
  '0004': 'other-id-number',
  '0005': 'untold',
  '0006': 'three-elements',
  ...outage,
} as const
export type BankFault = (typeof bankRules)[keyof typeof bankRules]
type BankRule = BankFault | 'confirmed'

const registryRules = {
  '0001': 'not-registered',
  '0002': 'revoked',
  '0003': 'cancelled',
  '0004': 'suspended',
  '0005': 'other-name',
  '0006': 'other-operator',
  ...outage,
  '0013': 'other-address',
} as const
export type RegistryFault = (typeof registryRules)[keyof typeof registryRules]
type RegistryRule = RegistryFault | 'active'

type Endings<Rules> = readonly (readonly [ending: string, rule: Rules])[]
export const bankEndings: Endings<BankFault> = Object.entries(bankRules)
export const registryEndings: Endings<RegistryFault> = Object.entries(registryRules)

/** By the last four digits. */
export const bankRuleOf = (cardNumber: string): BankRule =>
  bankEndings.find(([ending]) => cardNumber.endsWith(ending))?.[1] ?? 'confirmed'

/** By the four characters before the two check characters. */
export const registryRuleOf = (creditCode: string): RegistryRule =>
  registryEndings.find(([ending]) => creditCode.slice(12, 16) === ending)?.[1] ?? 'active'

const failures: Partial<Record<BankRule | RegistryRule, Act>> = {
  garbled: { does: 'garble' },
  down: { does: 'fail', status: 503 },
  cut: { does: 'cut' },
}
const once: Partial<Record<BankRule | RegistryRule, Act>> = {
  'down-once': { does: 'fail', status: 503 },
  'busy-once': { does: 'fail', status: 429, retryAfter: 1 },
}

const failureOf = (rule: BankRule | RegistryRule, times: number): Act | undefined =>
  failures[rule] ?? (times === 1 ? once[rule] : undefined)

interface BankAsked {
  cardNumber: string
  idNumber?: string | undefined
  phone?: string | undefined
}

/** @param times how often this very question has come, with this one */
export function bankAct({ cardNumber, idNumber, phone }: BankAsked, times: number): Act {
  const rule = bankRuleOf(cardNumber)
  const failure = failureOf(rule, times)
  if (failure) return failure
  const asked = (given: string | undefined) => (given === undefined ? 'unknown' : 'match')
  const all = { name: 'match', idNumber: asked(idNumber), cardNumber: 'match', phone: asked(phone) } as const
  const say = (body: BankReply): Act => ({ does: 'answer', body })
  if (rule === 'slow') return { does: 'wait', body: { result: 'confirmed', elements: all } }
  if (rule === 'no-account') return say({ result: 'not_found' })
  if (rule === 'untold') return say({ result: 'differs' })
  if (rule === 'three-elements') return say({ result: 'confirmed', elements: { ...all, phone: 'unknown' } })
  if (rule === 'other-name') return say({ result: 'differs', elements: { ...all, name: 'differs' } })
  // What is not asked cannot differ.
  if (rule === 'other-phone' && phone !== undefined)
    return say({ result: 'differs', elements: { ...all, phone: 'differs' } })
  if (rule === 'other-id-number' && idNumber !== undefined)
    return say({ result: 'differs', elements: { ...all, idNumber: 'differs' } })
  return say({ result: 'confirmed', elements: all })
}

const blank = { name: null, operator: null, address: null, established: null, status: 'active' } as const

/** @param known licences with all that the registry tells; of any other code it tells the status alone */
export function registryAct(creditCode: string, times: number, known: ReadonlyMap<string, KnownLicence>): Act {
  const rule = registryRuleOf(creditCode)
  const failure = failureOf(rule, times)
  if (failure) return failure
  if (rule === 'not-registered') return { does: 'answer', body: { result: 'not_found' } }
  const licence = { ...blank, ...known.get(creditCode), creditCode }
  if (rule === 'slow') return { does: 'wait', body: { result: 'found', licence } }
  const changed: Partial<Record<RegistryRule, Partial<RegistryRecord>>> = {
    revoked: { status: 'revoked' },
    cancelled: { status: 'cancelled' },
    suspended: { status: 'suspended' },
    'other-name': { name: '哈尔滨市道里区另一家商店' },
    'other-operator': { operator: '欧阳另一人' },
    'other-address': { address: '黑龙江省哈尔滨市道里区另一条街1号' },
  }
  return { does: 'answer', body: { result: 'found', licence: { ...licence, ...changed[rule] } } }
}

/** A card number that ends so and passes its check. */
export function cardEnding(ending: string): string {
  const found = Array.from({ length: 100 }, (_, i) => `622202400012${String(i).padStart(3, '0')}${ending}`)
  return found.find(isBankCardNumber) ?? ''
}

/** A credit code of an individual business with these characters before its checks. */
export function codeWith(ending: string): string {
  const characters = Array.from(creditCodeAlphabet)
  const codes = characters.flatMap((a) => characters.map((b) => `92440300MA5E${ending}${a}${b}`))
  return codes.find((code) => isCreditCode(code) && isOrganisationCode(code.slice(8, 17))) ?? ''
}
