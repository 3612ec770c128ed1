import { z } from 'zod'
import { type ErrorCode, ZhunruError } from '../platform/errors.ts'

export const webhookParams = z.object({ id: z.string().meta({ examples: ['whe_06dq7wm1s0k2f9j3b7v5t8yhgc'] }) })
export const deliveryParams = z.object({ id: z.string().meta({ examples: ['eff_06dq7wm1s0k2f9j3b7v5t8yhgc'] }) })

/** Anything else cannot be an id of ours, and need not reach the database. */
const known = (pattern: RegExp, what: string) => (id: string) => {
  if (!pattern.test(id)) throw new ZhunruError('NOT_FOUND', { what })
  return id
}

/** @throws ZhunruError NOT_FOUND */
export const knownWebhook = known(/^whe_[0-9a-z]{1,40}$/, 'webhook with this id')
/** @throws ZhunruError NOT_FOUND */
export const knownDelivery = known(/^eff_[0-9a-z]{1,40}$/, 'delivery with this id')

/** What a route that takes JSON may answer. */
export const bodyErrors = [
  'INVALID_JSON',
  'UNSUPPORTED_MEDIA_TYPE',
  'PAYLOAD_TOO_LARGE',
  'INVALID_FIELD',
] as const satisfies readonly ErrorCode[]
