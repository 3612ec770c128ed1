import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { createdWebhook, newWebhook, webhookChange, webhookList, webhookView } from '../../contracts/webhook-view.ts'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'
import { bodyErrors, knownWebhook, webhookParams } from '../webhook-id.ts'

const json = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  content: { 'application/json': { schema } },
})

export const webhookRoutes =
  ({ webhooks }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/webhooks',
      config: { permission: 'webhook.manage' },
      schema: {
        operationId: 'listWebhooks',
        tags: ['webhooks'],
        summary: 'List the webhooks',
        description: 'With their state and their keys, never with a secret.',
        response: { 200: json('All of them', webhookList), ...errorAnswers() },
      },
      handler: async (_, reply) => reply.code(200).send({ webhooks: await webhooks.list() }),
    })

    app.route({
      method: 'POST',
      url: '/v1/webhooks',
      config: { permission: 'webhook.manage' },
      schema: {
        operationId: 'addWebhook',
        tags: ['webhooks'],
        summary: 'Add a webhook',
        description:
          'Decisions and what follows are posted there, signed by Standard Webhooks 1.0.0. The answer shows the secret, this one ' +
          'time. Only https, and no private address.',
        body: newWebhook,
        response: {
          201: json('Added; Location names it', createdWebhook),
          ...errorAnswers(...bodyErrors, 'WEBHOOK_URL_REFUSED', 'WEBHOOK_TOO_MANY'),
        },
      },
      handler: async (request, reply) => {
        const added = await webhooks.add(request.body)
        return reply.code(201).header('location', `/v1/webhooks/${added.id}`).send(added)
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/webhooks/:id',
      config: { permission: 'webhook.manage' },
      schema: {
        operationId: 'readWebhook',
        tags: ['webhooks'],
        summary: 'Read a webhook',
        params: webhookParams,
        response: { 200: json('As it stands now', webhookView), ...errorAnswers('NOT_FOUND') },
      },
      handler: async (request, reply) => reply.code(200).send(await webhooks.read(knownWebhook(request.params.id))),
    })

    app.route({
      method: 'PATCH',
      url: '/v1/webhooks/:id',
      config: { permission: 'webhook.manage' },
      schema: {
        operationId: 'changeWebhook',
        tags: ['webhooks'],
        summary: 'Change, pause or resume a webhook',
        description: 'What is not given stays. Enabled again after 410 or failures, it begins anew.',
        params: webhookParams,
        body: webhookChange,
        response: {
          200: json('As it stands now', webhookView),
          ...errorAnswers(...bodyErrors, 'NOT_FOUND', 'WEBHOOK_URL_REFUSED', 'WEBHOOK_OF_ENVIRONMENT'),
        },
      },
      handler: async (request, reply) =>
        reply.code(200).send(await webhooks.change(knownWebhook(request.params.id), request.body)),
    })

    app.route({
      method: 'DELETE',
      url: '/v1/webhooks/:id',
      config: { permission: 'webhook.manage' },
      schema: {
        operationId: 'removeWebhook',
        tags: ['webhooks'],
        summary: 'Remove a webhook',
        description: 'What waits for it is cancelled.',
        params: webhookParams,
        response: {
          204: { description: 'Removed', content: { 'application/json': { schema: z.undefined() } } },
          ...errorAnswers('NOT_FOUND', 'WEBHOOK_OF_ENVIRONMENT'),
        },
      },
      handler: async (request, reply) => {
        await webhooks.remove(knownWebhook(request.params.id))
        return reply.code(204).send()
      },
    })
  }
