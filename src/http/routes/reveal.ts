import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { revealBody, revealed } from '../../contracts/story-view.ts'
import { notFound } from '../../platform/not-found.ts'
import { applicationParams, applicationWithinReach } from '../application-id.ts'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'
import { bodyErrors } from '../webhook-id.ts'

export const revealValue =
  ({ staff, ...useCases }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/applications/:id/reveal',
      config: { permission: 'personal.reveal' },
      schema: {
        operationId: 'revealValue',
        tags: ['staff'],
        summary: 'Show one masked value in the clear',
        description:
          'A field of the form, a field read from a photo, or an answer from outside. Who saw what and when is written down for good; ' +
          'the value is not.',
        params: applicationParams,
        body: revealBody,
        response: {
          200: { description: 'The value', content: { 'application/json': { schema: revealed } } },
          ...errorAnswers(...bodyErrors, 'NOT_FOUND'),
        },
      },
      handler: async (request, reply) => {
        const applicationId = await applicationWithinReach(useCases, request)
        const found = await staff.reveal({ applicationId, ...request.body }, request.actor)
        if (!found) throw notFound('value')
        return reply.code(200).send(found)
      },
    })
  }
