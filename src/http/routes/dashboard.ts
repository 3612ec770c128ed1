import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { dashboardQuery, dashboardView } from '../../contracts/dashboard-view.ts'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'

export const readDashboard =
  ({ staff }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/dashboard',
      config: { permission: 'dashboard.read' },
      schema: {
        operationId: 'readDashboard',
        tags: ['staff'],
        summary: 'How it goes',
        description: 'Volumes, outcomes, times, promises, reasons and load, by days in Shanghai.',
        querystring: dashboardQuery,
        response: {
          200: { description: 'Of these days', content: { 'application/json': { schema: dashboardView } } },
          ...errorAnswers('INVALID_FIELD'),
        },
      },
      handler: async (request, reply) => reply.code(200).send(await staff.dashboard(request.query)),
    })
  }
