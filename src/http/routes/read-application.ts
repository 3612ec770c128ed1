import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { applicationView } from '../../contracts/application-view.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'

/** Anything else cannot be an id of ours, and need not reach the database. */
const applicationId = /^app_[0-9a-z]{1,40}$/

export const readApplication =
  ({ readApplication }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/applications/:id',
      schema: {
        operationId: 'readApplication',
        tags: ['applications'],
        summary: 'Read an application by its id',
        description: 'Status, outcome, reasons, the fields read, the checks under way and the history.',
        params: z.object({ id: z.string().meta({ examples: ['app_06dq7wm1s0k2f9j3b7v5t8yhgc'] }) }),
        response: {
          200: { description: 'As it stands now', content: { 'application/json': { schema: applicationView } } },
          ...errorAnswers('NOT_FOUND'),
        },
      },
      handler: async (request, reply) => {
        const { id } = request.params
        const found = applicationId.test(id) ? await readApplication({ id }) : null
        if (!found) throw new ZhunruError('NOT_FOUND', { what: 'application with this id' })
        return reply.code(200).send(found)
      },
    })
  }
