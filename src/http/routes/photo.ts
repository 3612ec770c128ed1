import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { notFound } from '../../platform/not-found.ts'
import { errorAnswers } from '../documented-errors.ts'
import { knownMaterial, materialParams } from '../material-id.ts'
import type { ApiUseCases } from '../use-cases.ts'

const file = z
  .custom<Uint8Array>((value) => value instanceof Uint8Array)
  .meta({ type: 'string', format: 'binary', description: 'The file, byte for byte.' })
const content = { schema: file }

export const showPhoto =
  ({ staff }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/materials/:id/photo',
      config: { permission: 'photo.view' },
      schema: {
        operationId: 'showPhoto',
        tags: ['materials'],
        summary: 'See a photo as it was uploaded',
        description: 'Not to be kept by anybody. That it was seen is written down.',
        params: materialParams,
        response: {
          200: {
            description: 'The photo',
            content: { 'image/jpeg': content, 'image/png': content, 'image/webp': content },
          },
          ...errorAnswers('NOT_FOUND', 'PHOTO_REMOVED', 'PHOTO_DAMAGED'),
        },
      },
      handler: async (request, reply) => {
        const photo = await staff.photo(knownMaterial(request.params.id), request.actor)
        if (!photo) throw notFound('photo')
        // A file of an applicant's: whatever else is in it, a browser is to take it for nothing but a picture.
        return reply
          .code(200)
          .headers({
            'content-disposition': 'inline',
            'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
          })
          .type(photo.mime)
          .send(photo.bytes)
      },
    })
  }
