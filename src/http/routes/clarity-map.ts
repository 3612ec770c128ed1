import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { notFound } from '../../platform/not-found.ts'
import { errorAnswers } from '../documented-errors.ts'
import { knownMaterial, materialParams } from '../material-id.ts'
import type { ApiUseCases } from '../use-cases.ts'

const png = z
  .custom<Uint8Array>((value) => value instanceof Uint8Array)
  .meta({ type: 'string', format: 'binary', description: 'A PNG, its long side at most 1200 pixels.' })

export const clarityMap =
  ({ drawClarity }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/materials/:id/clarity.png',
      config: { permission: 'photo.view' },
      schema: {
        operationId: 'drawClarity',
        tags: ['materials'],
        summary: 'See where a photo is clear and where it is not',
        description:
          'The photo in grey, over it its local sharpness in colours, with the faults outlined. Drawn anew each time. That it was ' +
          'seen is written down.',
        params: materialParams,
        response: {
          200: { description: 'The picture', content: { 'image/png': { schema: png } } },
          ...errorAnswers('NOT_FOUND', 'PHOTO_REMOVED', 'PHOTO_DAMAGED'),
        },
      },
      handler: async (request, reply) => {
        const drawn = await drawClarity(knownMaterial(request.params.id), request.actor)
        if (!drawn) throw notFound('photo')
        return reply.code(200).type('image/png').send(drawn)
      },
    })
  }
