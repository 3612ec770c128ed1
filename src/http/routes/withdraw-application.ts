import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { applicationReceipt } from '../../contracts/receipts.ts'
import { applicationParams, applicationWithinReach } from '../application-id.ts'
import { errorAnswers } from '../documented-errors.ts'
import { acceptNoJson } from '../json-body.ts'
import type { ApiUseCases } from '../use-cases.ts'

export const withdrawApplication =
  ({ withdrawApplication, ...useCases }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    acceptNoJson(app)
    app.route({
      method: 'POST',
      url: '/v1/applications/:id/withdraw',
      config: { permission: 'application.submit' },
      schema: {
        operationId: 'withdrawApplication',
        tags: ['applications'],
        summary: 'Withdraw an application',
        description:
          'Possible until a reviewer has taken it up or it is decided for good. What is under way comes to nothing. Asked again, it ' +
          'gives the same answer. Needs no body.',
        params: applicationParams,
        response: {
          200: { description: 'Withdrawn', content: { 'application/json': { schema: applicationReceipt } } },
          ...errorAnswers(
            'INVALID_JSON',
            'UNSUPPORTED_MEDIA_TYPE',
            'PAYLOAD_TOO_LARGE',
            'NOT_FOUND',
            'WITHDRAW_TOO_LATE',
          ),
        },
      },
      handler: async (request, reply) =>
        reply.code(200).send(await withdrawApplication(await applicationWithinReach(useCases, request))),
    })
  }
