import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { applicationView } from '../../contracts/application-view.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { applicationParams, knownForm } from '../application-id.ts'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'

export const readApplication =
  ({ readApplication }: ApiUseCases): FastifyPluginAsyncZod =>
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
        const found = await readApplication({ id: knownForm(request.params.id) })
        if (!found) throw new ZhunruError('NOT_FOUND', { what: 'application with this id' })
        return reply.code(200).send(found)
      },
    })
  }
