import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { requirementsView } from '../../contracts/requirements-view.ts'
import { meansNoBusiness } from '../../contracts/submission.ts'
import { merchantTypes } from '../../domain/application.ts'
import { requirementsFor } from '../../domain/requirements.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { errorAnswers } from '../documented-errors.ts'

const querystring = z.strictObject({ merchantType: z.enum(merchantTypes).meta({ examples: ['individual_business'] }) })

export const requirements: FastifyPluginAsyncZod = async (app) => {
  app.route({
    method: 'GET',
    url: '/v1/requirements',
    config: { permission: 'public' },
    schema: {
      operationId: 'readRequirements',
      tags: ['requirements'],
      summary: 'List the photos that a merchant of this type brings',
      querystring,
      response: {
        200: { description: 'The checklist', content: { 'application/json': { schema: requirementsView } } },
        ...errorAnswers('INVALID_FIELD', 'NOT_A_MERCHANT'),
      },
    },
    preValidation: async (request) => {
      const { merchantType }: { merchantType?: unknown } = request.query
      if (meansNoBusiness(merchantType)) throw new ZhunruError('NOT_A_MERCHANT')
    },
    handler: async (request, reply) => reply.code(200).send(requirementsFor(request.query.merchantType)),
  })
}
