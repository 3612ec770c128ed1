import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { shipment, shipmentReceipt } from '../../contracts/shipment.ts'
import { applicationParams, applicationWithinReach } from '../application-id.ts'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'

export const shipTerminal =
  ({ shipTerminal, ...useCases }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/applications/:id/shipment',
      config: { permission: 'application.submit' },
      schema: {
        operationId: 'shipTerminal',
        tags: ['applications'],
        summary: 'Say that the terminal is on its way',
        description:
          'Once an application is approved. The applicant is told with courier and number. Sent again with the same courier and ' +
          'number, it gives the same answer and tells nobody twice.',
        params: applicationParams,
        body: shipment,
        response: {
          200: { description: 'Written down', content: { 'application/json': { schema: shipmentReceipt } } },
          ...errorAnswers(
            'INVALID_JSON',
            'NOT_FOUND',
            'SHIPMENT_NOT_POSSIBLE',
            'SHIPMENT_EXISTS',
            'PAYLOAD_TOO_LARGE',
            'UNSUPPORTED_MEDIA_TYPE',
            'INVALID_FIELD',
          ),
        },
      },
      handler: async (request, reply) =>
        reply
          .code(200)
          .send(
            await shipTerminal({ ...request.body, applicationId: await applicationWithinReach(useCases, request) }),
          ),
    })
  }
