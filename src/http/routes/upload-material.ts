import multipart from '@fastify/multipart'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { materialReceipt } from '../../contracts/receipts.ts'
import { upload } from '../../contracts/uploads.ts'
import { errorAnswers, fileErrors } from '../documented-errors.ts'
import { readUpload, uploadLimits } from '../upload.ts'
import type { ApiUseCases } from '../use-cases.ts'

export const uploadMaterial =
  ({ acceptMaterial }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    // Forms and nothing else, here and nowhere else.
    app.removeAllContentTypeParsers()
    await app.register(multipart, { limits: uploadLimits, throwFileSizeLimit: false })
    app.route({
      method: 'POST',
      url: '/v1/materials',
      config: { accepts: 'multipart/form-data', permission: 'application.submit', intake: true },
      schema: {
        operationId: 'uploadMaterial',
        tags: ['materials'],
        summary: 'Upload one photo',
        description:
          'Parts in any order. Name the id of the answer in POST /v1/applications. Equal files give different ids with one sha256. ' +
          'The answer says at once whether the photo will do (`precheck`); it is stored either way.',
        consumes: ['multipart/form-data'],
        body: upload,
        response: {
          201: { description: 'Stored', content: { 'application/json': { schema: materialReceipt } } },
          ...errorAnswers('QUEUES_FULL', 'INVALID_FIELD', 'UNSUPPORTED_MEDIA_TYPE', 'PAYLOAD_TOO_LARGE', ...fileErrors),
        },
      },
      preValidation: async (request, reply) => {
        // Unchecked as yet; the schema looks at it next.
        Object.assign(request, { body: await readUpload(request, reply) })
      },
      handler: async (request, reply) => {
        const { kind, file } = request.body
        const { id, sha256, bytes: size, width, height, precheck } = await acceptMaterial({ kind, ...file })
        return reply.code(201).send({ id, kind, sha256, size, width, height, precheck })
      },
    })
  }
