import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { health } from '../../contracts/health.ts'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'

/** The two probes: live says that the process answers, ready that what it needs answers too. */
export const healthProbes =
  ({ ready }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'GET',
      url: '/health/live',
      config: { permission: 'public' },
      schema: {
        operationId: 'live',
        tags: ['health'],
        summary: 'Whether the process answers',
        response: {
          200: { description: 'It does', content: { 'application/json': { schema: health } } },
          ...errorAnswers(),
        },
      },
      handler: async (_request, reply) => reply.code(200).send({ status: 'ok' }),
    })
    app.route({
      method: 'GET',
      url: '/health/ready',
      config: { permission: 'public' },
      schema: {
        operationId: 'ready',
        tags: ['health'],
        summary: 'Whether applications can be taken in',
        response: {
          200: { description: 'They can', content: { 'application/json': { schema: health } } },
          ...errorAnswers('NOT_READY'),
        },
      },
      handler: async (_request, reply) => {
        await ready()
        return reply.code(200).send({ status: 'ok' })
      },
    })
  }
