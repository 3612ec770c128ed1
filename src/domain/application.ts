import { z } from 'zod'
import { isBankCardNumber, isCreditCode, isIdNumber } from './numbers.ts'

export const merchantTypes = ['individual_business', 'micro_merchant'] as const
export type MerchantType = (typeof merchantTypes)[number]

export const terminals = ['smart_pos', 'esign_pos'] as const
export type Terminal = (typeof terminals)[number]

export const materialKinds = [
  'business_licence',
  'id_portrait',
  'id_emblem',
  'bank_card',
  'scene_signboard',
  'scene_cashier',
  'scene_interior',
  'scene_stall',
  'scene_tools',
  'scene_surroundings',
  'lease_contract',
  'industry_permit',
  'market_certificate',
] as const
export type MaterialKind = (typeof materialKinds)[number]

export const sceneKinds = materialKinds.filter((kind) => kind.startsWith('scene_'))

const issue = (code: string) => ({ error: code, params: { code } })

/** A name as a person or a bank may write it: 1-100 characters, no control characters. */
const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}+$/u)

const shared = {
  reference: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[\w.-]+$/),
  merchantName: name,
  shortName: name.optional(),
  industry: z.string().trim().min(1).max(100),
  contact: z.strictObject({ name, phone: z.string().regex(/^1[3-9]\d{9}$/, 'PHONE_INVALID') }),
  premises: z.strictObject({
    address: z.string().trim().min(5).max(200),
    location: z
      .strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
      .optional(),
  }),
  legalPerson: z.strictObject({
    name,
    idNumber: z.string().toUpperCase().refine(isIdNumber, issue('ID_NUMBER_INVALID')),
  }),
  settlementAccount: z.strictObject({
    accountName: name,
    cardNumber: z
      .string()
      .transform((s) => s.replaceAll(' ', ''))
      .refine(isBankCardNumber, issue('CARD_NUMBER_INVALID')),
    bankName: z.string().trim().min(1).max(100).optional(),
  }),
  terminal: z.enum(terminals),
}

const individualBusiness = z.strictObject({
  ...shared,
  merchantType: z.literal('individual_business'),
  licence: z.strictObject({
    creditCode: z.string().toUpperCase().refine(isCreditCode, issue('CREDIT_CODE_INVALID')),
  }),
})

const microMerchant = z.strictObject({ ...shared, merchantType: z.literal('micro_merchant') })

/** What the applicant declares, without the photos. Issues carry a code in `params.code` where the catalogue has one. */
export const applicationForm = z.discriminatedUnion('merchantType', [individualBusiness, microMerchant])
export type ApplicationForm = z.infer<typeof applicationForm>
export { individualBusiness, microMerchant }

/** One photo of one revision. */
export interface Material {
  id: string
  kind: MaterialKind
  /** Lower-case hex of the stored bytes. */
  sha256: string
}
