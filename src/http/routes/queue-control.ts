import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { processList } from '../../contracts/process-view.ts'
import { pauseReason, queueChanged } from '../../contracts/queue-control.ts'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'
import { bodyErrors } from '../webhook-id.ts'

const queueParams = z.object({ name: z.string().meta({ examples: ['document-ocr'] }) })

/** Which processes run; and a queue is paused and resumed, for all of them. */
export const queueControl =
  ({ operations }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/operations/processes',
      config: { permission: 'operations.read' },
      schema: {
        operationId: 'listProcesses',
        tags: ['operations'],
        summary: 'The processes of the service and what each does now',
        response: {
          200: {
            description: 'Those that gave a sign of life within the last minute',
            content: { 'application/json': { schema: processList } },
          },
          ...errorAnswers(),
        },
      },
      handler: async (_request, reply) => reply.code(200).send({ processes: await operations.processes() }),
    })

    app.route({
      method: 'POST',
      url: '/v1/operations/queues/:name/pause',
      config: { permission: 'queue.pause' },
      schema: {
        operationId: 'pauseQueue',
        tags: ['operations'],
        summary: 'Pause a queue',
        description:
          'No worker takes another job of it; those under way end, and new ones wait. Applications are taken in all the same. It ' +
          'stays paused, over restarts too, until somebody resumes it. A queue that is paused already takes the new reason.',
        params: queueParams,
        body: pauseReason,
        response: {
          200: {
            description: 'The queue as it is now',
            content: { 'application/json': { schema: queueChanged } },
          },
          ...errorAnswers(...bodyErrors, 'NOT_FOUND'),
        },
      },
      handler: async ({ params, body, actor }, reply) =>
        reply.code(200).send(await operations.pauseQueue({ queue: params.name, reason: body.reason, actor })),
    })

    app.route({
      method: 'POST',
      url: '/v1/operations/queues/:name/resume',
      config: { permission: 'queue.pause' },
      schema: {
        operationId: 'resumeQueue',
        tags: ['operations'],
        summary: 'Resume a queue',
        description: 'What waits in it is taken up at once. A queue that runs is left as it is.',
        params: queueParams,
        body: pauseReason,
        response: {
          200: {
            description: 'The queue as it is now',
            content: { 'application/json': { schema: queueChanged } },
          },
          ...errorAnswers(...bodyErrors, 'NOT_FOUND'),
        },
      },
      handler: async ({ params, body, actor }, reply) =>
        reply.code(200).send(await operations.resumeQueue({ queue: params.name, reason: body.reason, actor })),
    })
  }
