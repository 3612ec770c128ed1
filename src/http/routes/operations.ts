import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { operationsView } from '../../contracts/operations-view.ts'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'

/** How everything stands: queues, processes, repairs, failures, datastores, versions. */
export const readOperations =
  ({ readOperations: read }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/operations',
      config: { permission: 'operations.read' },
      schema: {
        operationId: 'readOperations',
        tags: ['operations'],
        summary: 'How everything stands',
        description:
          'Queues, what Postgres has yet to hand to them, processes, repairs, failures, datastores and versions, at most two seconds old. ' +
          'What does not answer is told as such.',
        response: {
          200: { description: 'As it stands now', content: { 'application/json': { schema: operationsView } } },
          ...errorAnswers(),
        },
      },
      handler: async (_, reply) => reply.code(200).send(await read()),
    })
  }
