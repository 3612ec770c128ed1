import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { searchBody, searchPage } from '../../contracts/search-view.ts'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'
import { bodyErrors } from '../webhook-id.ts'

export const searchApplications =
  ({ staff }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/applications/search',
      config: { permission: 'application.search' },
      schema: {
        operationId: 'searchApplications',
        tags: ['staff'],
        summary: 'Search applications',
        description:
          'Numbers and names by keyed hashes: whole and exact. By what kind somebody searched is written down, and for what is not. ' +
          'A POST, so that no name or number stands in an address.',
        body: searchBody,
        response: {
          200: { description: 'A page of them, masked', content: { 'application/json': { schema: searchPage } } },
          ...errorAnswers(...bodyErrors),
        },
      },
      handler: async (request, reply) => reply.code(200).send(await staff.search(request.body, request.actor)),
    })
  }
