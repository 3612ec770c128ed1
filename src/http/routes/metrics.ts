import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'

const page = z.string().meta({ description: 'Prometheus’ text format, version 0.0.4.' })

export const readMetrics =
  ({ metrics }: Pick<ApiUseCases, 'metrics'>): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'GET',
      url: '/metrics',
      config: { permission: 'metrics.read' },
      schema: {
        operationId: 'readMetrics',
        tags: ['health'],
        summary: 'Read the metrics of this process, and those of the whole installation',
        description:
          'For Prometheus, with the key of a program. docs/metrics.md lists what is measured: counts and times by queue, route, ' +
          'outcome and channel, nothing about any one application.',
        response: {
          200: { description: 'The metrics', content: { 'text/plain': { schema: page } } },
          ...errorAnswers(),
        },
      },
      handler: async (_request, reply) => {
        const { contentType, text } = await metrics()
        return reply.code(200).header('content-type', contentType).send(text)
      },
    })
  }
