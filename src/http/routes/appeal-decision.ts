import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { submissionReceipt } from '../../contracts/receipts.ts'
import { appeal } from '../../contracts/revision.ts'
import { applicationParams, applicationWithinReach } from '../application-id.ts'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'

export const appealDecision =
  ({ appealDecision, ...useCases }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/applications/:id/appeals',
      config: { permission: 'application.submit' },
      schema: {
        operationId: 'appealDecision',
        tags: ['applications'],
        summary: 'Object to a rejection',
        description:
          'Once for each revision, within the days that the policy gives; a reviewer then looks at the application and at the text. ' +
          'Sent again with the same text, it gives the same answer.',
        params: applicationParams,
        body: appeal,
        response: {
          202: {
            description: 'Taken in; a reviewer looks at it',
            content: { 'application/json': { schema: submissionReceipt } },
          },
          ...errorAnswers(
            'INVALID_JSON',
            'NOT_FOUND',
            'APPEAL_NOT_POSSIBLE',
            'APPEAL_TOO_LATE',
            'APPEAL_EXISTS',
            'PAYLOAD_TOO_LARGE',
            'UNSUPPORTED_MEDIA_TYPE',
            'INVALID_FIELD',
          ),
        },
      },
      handler: async (request, reply) => {
        const applicationId = await applicationWithinReach(useCases, request)
        return reply.code(202).send(await appealDecision({ applicationId, text: request.body.text }))
      },
    })
  }
