import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { submissionReceipt } from '../../contracts/receipts.ts'
import { meansNoBusiness, submission } from '../../contracts/submission.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { errorAnswers } from '../documented-errors.ts'
import { idempotencyHeaders, mustHaveKeyAndBody } from '../idempotency-key.ts'
import type { ApiUseCases } from '../use-cases.ts'

export const submitApplication =
  ({ submitApplication }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/applications',
      config: { permission: 'application.submit', intake: true },
      schema: {
        operationId: 'submitApplication',
        tags: ['applications'],
        summary: 'Submit an application',
        description:
          'Takes the application in and answers at once; follow it with GET. Sent again with the same Idempotency-Key and content, ' +
          'it gives the same answer, marked `Idempotency-Replayed: true`; a refused request leaves its key free.',
        headers: idempotencyHeaders('application'),
        body: submission,
        response: {
          202: {
            description: 'Taken in; Location names it',
            content: { 'application/json': { schema: submissionReceipt } },
          },
          ...errorAnswers(
            'QUEUES_FULL',
            'INVALID_JSON',
            'IDEMPOTENCY_KEY_MISSING',
            'IDEMPOTENCY_KEY_BUSY',
            'REFERENCE_TAKEN',
            'PAYLOAD_TOO_LARGE',
            'UNSUPPORTED_MEDIA_TYPE',
            'INVALID_FIELD',
            'NOT_A_MERCHANT',
            'MATERIAL_UNKNOWN',
            'MATERIAL_KIND_DIFFERS',
            'MATERIAL_TWICE',
            'IDEMPOTENCY_KEY_REUSED',
          ),
        },
      },
      // Before the fields are looked at: what these say would be lost among the missing fields.
      preValidation: async (request) => {
        mustHaveKeyAndBody(request)
        const body: unknown = request.body
        if (typeof body === 'object' && body !== null && 'merchantType' in body && meansNoBusiness(body.merchantType)) {
          throw new ZhunruError('NOT_A_MERCHANT')
        }
      },
      handler: async (request, reply) => {
        const { materials, ...form } = request.body
        const taken = await submitApplication({
          form,
          materials,
          enteredBy: request.actor.id,
          idempotencyKey: request.headers['idempotency-key'],
        })
        const { replayed, ...receipt } = taken
        if (replayed) reply.header('idempotency-replayed', 'true')
        return reply.code(202).header('location', `/v1/applications/${receipt.id}`).send(receipt)
      },
    })
  }
