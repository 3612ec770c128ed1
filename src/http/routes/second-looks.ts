import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { qualityQuery, qualityView } from '../../contracts/quality.ts'
import {
  nextSecondLook,
  secondLookBody,
  secondLookDesk,
  secondLookList,
  secondLookResult,
} from '../../contracts/second-look.ts'
import { notFound } from '../../platform/not-found.ts'
import { errorAnswers } from '../documented-errors.ts'
import { acceptNoJson } from '../json-body.ts'
import type { ApiUseCases } from '../use-cases.ts'
import { bodyErrors } from '../webhook-id.ts'

const json = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  content: { 'application/json': { schema } },
})

const params = z.object({ id: z.string().meta({ examples: ['slk_06dq7wm1s0k2f9j3b7v5t8yhgc'] }) })

/** @throws ZhunruError NOT_FOUND */
function knownLook(id: string): string {
  if (!/^slk_[0-9a-z]{1,40}$/.test(id)) throw notFound('secondLook')
  return id
}

/** Decisions made again by somebody who does not know them, and how far people agree. */
export const secondLookRoutes =
  ({ deciding }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    acceptNoJson(app)
    app.route({
      method: 'GET',
      url: '/v1/second-looks',
      config: { permission: 'case.look_again' },
      schema: {
        operationId: 'listSecondLooks',
        tags: ['quality'],
        summary: 'List second looks',
        description: 'How many wait for you, which you have, and how your last ones came out.',
        response: { 200: json('Yours', secondLookList), ...errorAnswers() },
      },
      handler: async ({ actor }, reply) => reply.code(200).send(await deciding.secondLooks(actor)),
    })

    app.route({
      method: 'POST',
      url: '/v1/second-looks/next',
      config: { permission: 'case.look_again' },
      schema: {
        operationId: 'takeSecondLook',
        tags: ['quality'],
        summary: 'Take the next second look',
        description:
          'A decision of somebody else on a case that you had no part in; the one you have, where you have one. Until it is done ' +
          'you are not shown what others decided on the application. Needs no body.',
        response: {
          200: json('What there is to decide; or none', nextSecondLook),
          ...errorAnswers('INVALID_JSON', 'UNSUPPORTED_MEDIA_TYPE', 'PAYLOAD_TOO_LARGE'),
        },
      },
      handler: async ({ actor }, reply) => reply.code(200).send({ secondLook: await deciding.takeSecondLook(actor) }),
    })

    app.route({
      method: 'GET',
      url: '/v1/second-looks/:id',
      config: { permission: 'case.look_again' },
      schema: {
        operationId: 'readSecondLook',
        tags: ['quality'],
        summary: 'Read a second look',
        description: 'As it stood when the first person decided, without what they decided.',
        params,
        response: {
          200: json('What there is to decide', secondLookDesk),
          ...errorAnswers('NOT_FOUND', 'SECOND_LOOK_OVER'),
        },
      },
      handler: async (request, reply) =>
        reply.code(200).send(await deciding.readSecondLook({ id: knownLook(request.params.id), actor: request.actor })),
    })

    app.route({
      method: 'POST',
      url: '/v1/second-looks/:id',
      config: { permission: 'case.look_again' },
      schema: {
        operationId: 'decideSecondLook',
        tags: ['quality'],
        summary: 'Decide a second time',
        description: 'Nothing follows for the application. The answer shows what the first person decided.',
        params,
        body: secondLookBody,
        response: {
          200: json('How far the two agree', secondLookResult),
          ...errorAnswers(...bodyErrors, 'NOT_FOUND', 'SECOND_LOOK_OVER'),
        },
      },
      handler: async (request, reply) => {
        const { note, ...choice } = request.body
        const id = knownLook(request.params.id)
        return reply.code(200).send(await deciding.decideSecondLook({ id, actor: request.actor, choice, note }))
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/quality',
      config: { permission: 'quality.read' },
      schema: {
        operationId: 'readQuality',
        tags: ['quality'],
        summary: 'Read how far people agree',
        description: 'Over the second looks of some days: by outcome and by reason, with Cohen’s kappa.',
        querystring: qualityQuery,
        response: { 200: json('Counts and shares', qualityView), ...errorAnswers('INVALID_FIELD') },
      },
      handler: async ({ query: { from, until } }, reply) =>
        reply.code(200).send(await deciding.quality({ from, until })),
    })
  }
