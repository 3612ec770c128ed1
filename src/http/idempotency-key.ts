import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { ZhunruError } from '../platform/errors.ts'

const pattern = /^[\x20-\x7e]{1,255}$/

/** The headers of a route that takes something in. */
export const idempotencyHeaders = (forEach: string) =>
  z.looseObject({
    'idempotency-key': z
      .string()
      .regex(pattern)
      .meta({
        description: `A new one for each new ${forEach}, for example a UUID; remembered for at least 24 hours.`,
        examples: ['5f2c1b1e-0c7e-4b5e-9c0e-5a4d1f0a9b11'],
      }),
  })

/** The same where one may do without: who sends none, and again after an answer that was lost, asks for another one. */
export const optionalIdempotencyHeaders = (forEach: string) =>
  idempotencyHeaders(forEach).partial({ 'idempotency-key': true })

/** Before the fields are looked at: what this says would be lost among the missing fields. */
export function mustHaveKeyAndBody(request: FastifyRequest): void {
  // The schema's type says that it is there; at this point nothing has checked.
  const key: unknown = request.headers['idempotency-key']
  if (typeof key !== 'string' || !pattern.test(key)) throw new ZhunruError('IDEMPOTENCY_KEY_MISSING')
  if (request.body === undefined) throw new ZhunruError('INVALID_JSON', { detail: 'it is empty' })
}
