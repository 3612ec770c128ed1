import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { createdWebhook, pingResult, redelivered, redelivery, rotation } from '../../contracts/webhook-view.ts'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'
import { bodyErrors, knownWebhook, webhookParams } from '../webhook-id.ts'

/** What is done with a webhook. */
export const webhookWork =
  ({ webhooks }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/webhooks/:id/rotate',
      config: { permission: 'webhook.manage' },
      schema: {
        operationId: 'rotateWebhook',
        tags: ['webhooks'],
        summary: 'Give a webhook a new secret',
        description:
          'Both secrets sign for some hours, so that a receiver that knows either accepts every message. The answer shows the new ' +
          'one, this one time.',
        params: webhookParams,
        body: rotation,
        response: {
          200: { description: 'With the new secret', content: { 'application/json': { schema: createdWebhook } } },
          ...errorAnswers(...bodyErrors, 'NOT_FOUND', 'WEBHOOK_OF_ENVIRONMENT'),
        },
      },
      handler: async (request, reply) => {
        const { overlapHours, kind } = request.body
        return reply
          .code(200)
          .send(await webhooks.rotate(knownWebhook(request.params.id), { overlapHours, kind: kind ?? null }))
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/webhooks/:id/test',
      config: { permission: 'webhook.manage' },
      schema: {
        operationId: 'testWebhook',
        tags: ['webhooks'],
        summary: 'Send a ping',
        description: 'Posts one signed message of type `ping` at once and says how it went. Needs no body.',
        params: webhookParams,
        response: {
          200: { description: 'How it went', content: { 'application/json': { schema: pingResult } } },
          ...errorAnswers('INVALID_JSON', 'UNSUPPORTED_MEDIA_TYPE', 'PAYLOAD_TOO_LARGE', 'NOT_FOUND'),
        },
      },
      handler: async (request, reply) => reply.code(200).send(await webhooks.test(knownWebhook(request.params.id))),
    })

    app.route({
      method: 'POST',
      url: '/v1/webhooks/:id/redeliver',
      config: { permission: 'webhook.manage' },
      schema: {
        operationId: 'redeliverRange',
        tags: ['webhooks'],
        summary: 'Send again what came about in a span of time',
        description:
          'What has not arrived, whether given up or waiting for its next attempt, or all. Each keeps its id, so that a receiver that has it drops it.',
        params: webhookParams,
        body: redelivery,
        response: {
          202: {
            description: 'How many will be sent again',
            content: { 'application/json': { schema: redelivered } },
          },
          ...errorAnswers(...bodyErrors, 'NOT_FOUND', 'WEBHOOK_DISABLED'),
        },
      },
      handler: async (request, reply) => {
        const { since, until, all } = request.body
        const range = { since: new Date(since), until: until === null ? null : new Date(until), all }
        const count = await webhooks.redeliverRange(knownWebhook(request.params.id), range)
        return reply.code(202).send({ count })
      },
    })
  }
