import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { storyView } from '../../contracts/story-view.ts'
import { notFound } from '../../platform/not-found.ts'
import { applicationParams, applicationWithinReach } from '../application-id.ts'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'

export const readStory =
  ({ staff, ...useCases }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/applications/:id/story',
      config: { permission: 'story.read' },
      schema: {
        operationId: 'readStory',
        tags: ['staff'],
        summary: 'Read the whole story of an application',
        description:
          'Form beside what was read, photos, comparisons, signals, neighbours, history, decisions: personal values masked. That it ' +
          'was read is written down.',
        params: applicationParams,
        response: {
          200: { description: 'As it stands now', content: { 'application/json': { schema: storyView } } },
          ...errorAnswers('NOT_FOUND'),
        },
      },
      handler: async (request, reply) => {
        const found = await staff.story(await applicationWithinReach(useCases, request), request.actor)
        if (!found) throw notFound('application')
        return reply.code(200).send(found)
      },
    })
  }
