import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { applicationView } from '../../contracts/application-view.ts'
import { notFound } from '../../platform/not-found.ts'
import { applicationParams, applicationWithinReach } from '../application-id.ts'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'

export const readApplication =
  ({ readApplication, ...useCases }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/applications/:id',
      config: { permission: 'application.read' },
      schema: {
        operationId: 'readApplication',
        tags: ['applications'],
        summary: 'Read an application by its id',
        description:
          'Status, outcome, reasons, what is due from the applicant, the fields read, the checks under way and the history.',
        params: applicationParams,
        response: {
          200: { description: 'As it stands now', content: { 'application/json': { schema: applicationView } } },
          ...errorAnswers('NOT_FOUND'),
        },
      },
      handler: async (request, reply) => {
        const found = await readApplication({ id: await applicationWithinReach(useCases, request) })
        if (!found) throw notFound('application')
        return reply.code(200).send(found)
      },
    })
  }
