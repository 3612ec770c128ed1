import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { attemptBody, attemptRecorded, revealedPhone } from '../../contracts/callback-view.ts'
import { callbackParams, knownCallback } from '../callback-id.ts'
import { errorAnswers } from '../documented-errors.ts'
import { acceptNoJson } from '../json-body.ts'
import type { ApiUseCases } from '../use-cases.ts'
import { bodyErrors } from '../webhook-id.ts'

const held = ['NOT_FOUND', 'CALLBACK_CLOSED', 'CALLBACK_NOT_HELD', 'CALLBACK_NOT_FOR_YOU'] as const

/** The call itself: the number, and how it went. */
export const callRoutes =
  ({ callbacks }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    acceptNoJson(app)
    app.route({
      method: 'POST',
      url: '/v1/callbacks/:id/phone',
      config: { permission: 'phone.reveal' },
      schema: {
        operationId: 'revealPhone',
        tags: ['callbacks'],
        summary: 'See the number to call',
        description:
          'Of a callback that you have, within the hours in which people are called. Written down for good each time. Needs no body.',
        params: callbackParams,
        response: {
          200: { description: 'The number', content: { 'application/json': { schema: revealedPhone } } },
          ...errorAnswers(
            'INVALID_JSON',
            'UNSUPPORTED_MEDIA_TYPE',
            'PAYLOAD_TOO_LARGE',
            ...held,
            'CALLBACK_OUT_OF_HOURS',
          ),
        },
      },
      handler: async ({ params, actor }, reply) =>
        reply.code(200).send(await callbacks.revealPhone({ callbackId: knownCallback(params.id), actor })),
    })

    app.route({
      method: 'POST',
      url: '/v1/callbacks/:id/attempts',
      config: { permission: 'callback.work' },
      schema: {
        operationId: 'recordAttempt',
        tags: ['callbacks'],
        summary: 'Record a call',
        description:
          'Of a callback that you have and whose number you have seen. `reached`: the answers become evidence and the application is ' +
          'decided again; `refused` and `wrong_number` end it, too. Otherwise it is called again as the policy says, by whoever is free, ' +
          'or at the time that was agreed; after the last call the applicant is asked to book a time.',
        params: callbackParams,
        body: attemptBody,
        response: {
          201: {
            description: 'The callback, and where the application stands now',
            content: { 'application/json': { schema: attemptRecorded } },
          },
          ...errorAnswers(...bodyErrors, ...held, 'CALLBACK_PHONE_UNSEEN'),
        },
      },
      handler: async ({ params, actor, body }, reply) => {
        const { outcome, answers, callAgainAt, seconds = null, note = null } = body
        const again = callAgainAt === undefined ? null : new Date(callAgainAt)
        const callbackId = knownCallback(params.id)
        const call = { callbackId, actor, outcome, answers, callAgainAt: again, seconds, note }
        return reply.code(201).send(await callbacks.record(call))
      },
    })
  }
