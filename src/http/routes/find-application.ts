import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { applicationView } from '../../contracts/application-view.ts'
import { individualBusiness } from '../../domain/application.ts'
import { notFound } from '../../platform/not-found.ts'
import { isWithinReach } from '../application-id.ts'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'

export const findApplication =
  ({ readApplication, enteredBy }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/applications',
      config: { permission: 'application.read' },
      schema: {
        operationId: 'findApplication',
        tags: ['applications'],
        summary: 'Read an application by your own reference',
        querystring: z.strictObject({ reference: individualBusiness.shape.reference.meta({ examples: ['A-1001'] }) }),
        response: {
          200: { description: 'As it stands now', content: { 'application/json': { schema: applicationView } } },
          ...errorAnswers('NOT_FOUND', 'INVALID_FIELD'),
        },
      },
      handler: async (request, reply) => {
        const found = await readApplication({ reference: request.query.reference })
        if (!found || !(await isWithinReach(enteredBy, request, found.id))) throw notFound('applicationByReference')
        return reply.code(200).send(found)
      },
    })
  }
