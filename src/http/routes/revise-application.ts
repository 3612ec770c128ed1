import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { submissionReceipt } from '../../contracts/receipts.ts'
import { revision } from '../../contracts/revision.ts'
import { applicationParams, applicationWithinReach } from '../application-id.ts'
import { errorAnswers } from '../documented-errors.ts'
import { idempotencyHeaders, mustHaveKeyAndBody } from '../idempotency-key.ts'
import type { ApiUseCases } from '../use-cases.ts'

export const reviseApplication =
  ({ reviseApplication, ...useCases }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/applications/:id/revisions',
      config: { permission: 'application.submit', intake: true },
      schema: {
        operationId: 'reviseApplication',
        tags: ['applications'],
        summary: 'Send what has changed of a returned application',
        description:
          'Only what changed: `due` of the application says what is wanted. The rest stays as it was, and unchanged photos are not ' +
          'read again. A file that was sent back for what it shows is refused.',
        params: applicationParams,
        headers: idempotencyHeaders('revision'),
        body: revision,
        response: {
          202: {
            description: 'Taken in as the next revision',
            content: { 'application/json': { schema: submissionReceipt } },
          },
          ...errorAnswers(
            'QUEUES_FULL',
            'INVALID_JSON',
            'IDEMPOTENCY_KEY_MISSING',
            'NOT_FOUND',
            'APPLICATION_UNDER_WAY',
            'APPLICATION_WITH_PEOPLE',
            'APPLICATION_REJECTED',
            'APPLICATION_CLOSED',
            'APPLICATION_EXPIRED',
            'IDEMPOTENCY_KEY_BUSY',
            'PAYLOAD_TOO_LARGE',
            'UNSUPPORTED_MEDIA_TYPE',
            'INVALID_FIELD',
            'MATERIAL_UNKNOWN',
            'MATERIAL_KIND_DIFFERS',
            'MATERIAL_TWICE',
            'MATERIAL_SENT_BACK',
            'NOTHING_CHANGED',
            'IDEMPOTENCY_KEY_REUSED',
          ),
        },
      },
      preValidation: async (request) => mustHaveKeyAndBody(request),
      handler: async (request, reply) => {
        const { form = null, materials = [], remove = [] } = request.body
        const taken = await reviseApplication({
          applicationId: await applicationWithinReach(useCases, request),
          form,
          materials,
          remove,
          idempotencyKey: request.headers['idempotency-key'],
        })
        const { replayed, ...receipt } = taken
        if (replayed) reply.header('idempotency-replayed', 'true')
        return reply.code(202).header('location', `/v1/applications/${receipt.id}`).send(receipt)
      },
    })
  }
