import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { callbackPage, callbackQuery, callbackView, nextCallback } from '../../contracts/callback-view.ts'
import type { ErrorCode } from '../../platform/errors.ts'
import { callbackParams, knownCallback } from '../callback-id.ts'
import { errorAnswers } from '../documented-errors.ts'
import { acceptNoJson } from '../json-body.ts'
import type { ApiUseCases } from '../use-cases.ts'

const json = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  content: { 'application/json': { schema } },
})
const noBodyErrors = ['INVALID_JSON', 'UNSUPPORTED_MEDIA_TYPE', 'PAYLOAD_TOO_LARGE'] as const

/** The answers of what is done with one callback. */
const answers = (...codes: ErrorCode[]) => ({
  200: json('The callback as it is now', callbackView),
  ...errorAnswers(...codes, 'NOT_FOUND'),
})
const flag = (text: 'true' | 'false' | undefined): boolean | undefined => text && text === 'true'

/** The list of callers' work, and taking it up. */
export const callbackRoutes =
  ({ callbacks }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    acceptNoJson(app)
    app.route({
      method: 'GET',
      url: '/v1/callbacks',
      config: { permission: 'callback.read' },
      schema: {
        operationId: 'listCallbacks',
        tags: ['callbacks'],
        summary: 'List callbacks',
        description:
          'By filters, all of which are to fit; and how many there are, whatever the filters. Sorted by when they are due, what is overdue comes first.',
        querystring: callbackQuery,
        response: { 200: json('A page of them', callbackPage), ...errorAnswers('INVALID_FIELD') },
      },
      handler: async (request, reply) => {
        const { mine, overdue, ...query } = request.query
        const flags = { mine: flag(mine), overdue: flag(overdue) }
        return reply.code(200).send(await callbacks.list(request.actor, { ...query, ...flags }))
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/callbacks/:id',
      config: { permission: 'callback.read' },
      schema: {
        operationId: 'readCallback',
        tags: ['callbacks'],
        summary: 'Read a callback',
        description:
          'What to ask, what the answers are compared with, and the calls so far. The phone is masked. Choices hold names and addresses ' +
          'in the clear, for callers to compare; numbers by their ends alone.',
        params: callbackParams,
        response: answers('SECOND_LOOK_OPEN'),
      },
      handler: async ({ params, actor }, reply) =>
        reply.code(200).send(await callbacks.read({ callbackId: knownCallback(params.id), actor })),
    })

    app.route({
      method: 'POST',
      url: '/v1/callbacks/next',
      config: { permission: 'callback.claim' },
      schema: {
        operationId: 'takeNextCallback',
        tags: ['callbacks'],
        summary: 'Claim the callback whose turn it is',
        description:
          'Those whose applicants expect the call now, then what is due first; none outside of the hours. Two who ask at once are given ' +
          'two. Needs no body.',
        response: { 200: json('The callback, now yours; or none', nextCallback), ...errorAnswers(...noBodyErrors) },
      },
      handler: async (request, reply) => reply.code(200).send(await callbacks.next(request.actor)),
    })

    app.route({
      method: 'POST',
      url: '/v1/callbacks/:id/claim',
      config: { permission: 'callback.claim' },
      schema: {
        operationId: 'claimCallback',
        tags: ['callbacks'],
        summary: 'Claim a callback',
        description: 'It is yours until the lease runs out; claimed again, that time begins anew. Needs no body.',
        params: callbackParams,
        response: answers(...noBodyErrors, 'CALLBACK_CLOSED', 'CALLBACK_NOT_FOR_YOU', 'CALLBACK_TAKEN'),
      },
      handler: async ({ params, actor }, reply) =>
        reply.code(200).send(await callbacks.claim({ callbackId: knownCallback(params.id), actor })),
    })

    app.route({
      method: 'POST',
      url: '/v1/callbacks/:id/extend',
      config: { permission: 'callback.work' },
      schema: {
        operationId: 'extendCallback',
        tags: ['callbacks'],
        summary: 'Show a sign of life',
        description: 'The lease begins anew, as long as it has not run out. Needs no body.',
        params: callbackParams,
        response: answers(...noBodyErrors, 'CALLBACK_CLOSED', 'CALLBACK_NOT_HELD', 'CALLBACK_NOT_FOR_YOU'),
      },
      handler: async ({ params, actor }, reply) =>
        reply.code(200).send(await callbacks.extend({ callbackId: knownCallback(params.id), actor })),
    })

    app.route({
      method: 'POST',
      url: '/v1/callbacks/:id/release',
      config: { permission: 'callback.work' },
      schema: {
        operationId: 'releaseCallback',
        tags: ['callbacks'],
        summary: 'Give a callback back',
        description: 'Anybody may claim it then. Needs no body.',
        params: callbackParams,
        response: answers(...noBodyErrors, 'CALLBACK_CLOSED', 'CALLBACK_NOT_HELD', 'CALLBACK_NOT_FOR_YOU'),
      },
      handler: async ({ params, actor }, reply) =>
        reply.code(200).send(await callbacks.release({ callbackId: knownCallback(params.id), actor })),
    })
  }
