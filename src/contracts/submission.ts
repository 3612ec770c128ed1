import { z } from 'zod'
import { eitherType, individualBusiness, microMerchant } from '../domain/application.ts'
import { materialKind } from './findings.ts'

/** More than there are kinds, so that a kind sent twice is told as such rather than as a list too long. */
export const MATERIALS_MAX = 30

const withMaterials = <Item extends z.ZodType>(item: Item) => {
  const materials = z
    .array(item)
    .max(MATERIALS_MAX)
    .meta({ description: 'One photo of each kind; see GET /v1/requirements.' })
  return z.discriminatedUnion(
    'merchantType',
    [individualBusiness.extend({ materials }), microMerchant.extend({ materials })],
    eitherType,
  )
}

export const uploaded = z.strictObject({ kind: materialKind, id: z.string().min(1).max(64) })
const inFolder = z.strictObject({ kind: materialKind, file: z.string().min(1).max(255) })

/** Body of `POST /v1/applications`: the form, and the photos by the ids that their uploads gave. */
export const submission = withMaterials(uploaded).meta({ id: 'Submission' })
/** As a caller writes it. */
export type SubmissionInput = z.input<typeof submission>

/** `application.json` in a folder: the same form, and the photos by file name relative to the folder. */
export const applicationFile = withMaterials(inFolder)
export type ApplicationFile = z.infer<typeof applicationFile>

const withoutBusiness = new Set([
  'person',
  'natural_person',
  'private_person',
  'individual',
  'personal',
  'private',
  'consumer',
  'customer',
  'self',
  'none',
  'no_business',
  'no_merchant',
  'unregistered',
  '个人',
  '自然人',
  '无',
  '非商户',
  '消费者',
])

/**
 * Whether a `merchantType` that is none of ours says "a person without a business": such a caller is told NOT_A_MERCHANT,
 * because no other value would help. Any other unknown value may be a slip of the pen and is an invalid field.
 */
export function meansNoBusiness(merchantType: unknown): boolean {
  if (typeof merchantType !== 'string') return false
  return withoutBusiness.has(
    merchantType
      .normalize('NFKC')
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_'),
  )
}
