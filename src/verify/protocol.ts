import { z } from 'zod'
import {
  bankElements,
  bankResults,
  elementAnswers,
  registryStatuses,
  type BankAnswer,
  type BankQuestion,
  type RegistryAnswer,
} from '../domain/verification.ts'

/** The two questions as JSON over HTTP; docs/verification.md is their reference. Unknown members of an answer are ignored. */
export const paths = { bank: '/account-verifications', registry: '/licence-lookups' } as const

/** What is not asked is left out. */
export const bankRequest = z.object({
  account: z.enum(['personal', 'corporate']),
  name: z.string().min(1),
  cardNumber: z.string().regex(/^\d{16,19}$/),
  idNumber: z.string().optional(),
  phone: z.string().optional(),
})

export const registryRequest = z.object({ creditCode: z.string().length(18) })

const said = z.enum(elementAnswers).default('unknown')

const bankReply = z.object({
  result: z.enum(bankResults),
  elements: z
    .object({ name: said, idNumber: said, cardNumber: said, phone: said })
    .default({ name: 'unknown', idNumber: 'unknown', cardNumber: 'unknown', phone: 'unknown' }),
})

/**
 * What the bank says, taken at its word only where it makes sense.
 * @returns null for an answer that contradicts itself or answers something else
 */
export function readBankReply(body: unknown, question: BankQuestion): BankAnswer | null {
  const parsed = bankReply.safeParse(body)
  if (!parsed.success) return null
  const { result: state, elements } = parsed.data
  const differs = bankElements.some((element) => elements[element] === 'differs')
  if (state === 'confirmed' && (differs || !isWhole(elements, question))) return null
  const asked = { name: true, cardNumber: true, idNumber: question.idNumber !== null, phone: question.phone !== null }
  // What was not asked cannot have been answered.
  const answered = (element: (typeof bankElements)[number]) => (asked[element] ? elements[element] : 'unknown')
  return {
    state,
    elements: {
      name: answered('name'),
      idNumber: answered('idNumber'),
      cardNumber: state === 'not_found' ? 'differs' : answered('cardNumber'),
      phone: answered('phone'),
    },
  }
}

/** A confirmation without name, card and ID number confirms nothing; not every bank supports the phone. */
const isWhole = (elements: BankAnswer['elements'], { idNumber }: BankQuestion): boolean =>
  elements.name === 'match' && elements.cardNumber === 'match' && (idNumber === null || elements.idNumber === 'match')

const text = z
  .string()
  .trim()
  .max(500)
  .nullable()
  .default(null)
  .transform((value) => value || null)

const registryReply = z.discriminatedUnion('result', [
  z.object({ result: z.literal('not_found') }),
  z.object({
    result: z.literal('found'),
    licence: z.object({
      creditCode: z.string(),
      name: text,
      operator: text,
      address: text,
      status: z.enum(registryStatuses),
      established: z.iso.date().nullable().default(null),
    }),
  }),
])

/** @returns null for an answer that does not parse or is about another code */
export function readRegistryReply(body: unknown, asked: string): RegistryAnswer | null {
  const parsed = registryReply.safeParse(body)
  if (!parsed.success) return null
  if (parsed.data.result === 'not_found') return { state: 'not_found' }
  const { creditCode, ...record } = parsed.data.licence
  return creditCode === asked ? { state: 'found', record } : null
}

export type BankReply = z.input<typeof bankReply>
export type RegistryReply = z.input<typeof registryReply>
