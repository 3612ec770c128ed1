import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { deliveryDetail, deliveryPage, deliveryQuery, deliveryView } from '../../contracts/webhook-view.ts'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'
import { deliveryParams, knownDelivery, knownWebhook, webhookParams } from '../webhook-id.ts'

const time = (text: string | undefined): Date | undefined => (text === undefined ? undefined : new Date(text))

export const deliveryRoutes =
  ({ webhooks }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/webhooks/:id/deliveries',
      config: { permission: 'webhook.manage' },
      schema: {
        operationId: 'listDeliveries',
        tags: ['webhooks'],
        summary: 'List what a webhook was told',
        description: 'Newest first.',
        params: webhookParams,
        querystring: deliveryQuery,
        response: {
          200: { description: 'A page of them', content: { 'application/json': { schema: deliveryPage } } },
          ...errorAnswers('INVALID_FIELD', 'NOT_FOUND'),
        },
      },
      handler: async (request, reply) => {
        const { since, until, ...query } = request.query
        const id = knownWebhook(request.params.id)
        return reply.code(200).send(await webhooks.deliveries(id, { ...query, since: time(since), until: time(until) }))
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/deliveries/:id',
      config: { permission: 'webhook.manage' },
      schema: {
        operationId: 'readDelivery',
        tags: ['webhooks'],
        summary: 'Read a delivery with its attempts',
        params: deliveryParams,
        response: {
          200: { description: 'As it stands now', content: { 'application/json': { schema: deliveryDetail } } },
          ...errorAnswers('NOT_FOUND'),
        },
      },
      handler: async (request, reply) =>
        reply.code(200).send(await webhooks.readDelivery(knownDelivery(request.params.id))),
    })

    app.route({
      method: 'POST',
      url: '/v1/deliveries/:id/redeliver',
      config: { permission: 'webhook.manage' },
      schema: {
        operationId: 'redeliver',
        tags: ['webhooks'],
        summary: 'Send a message again',
        description:
          'Under its old id, with the whole schedule before it. Asked for twice while it waits, it is sent once. Needs no body.',
        params: deliveryParams,
        response: {
          202: { description: 'It will be sent', content: { 'application/json': { schema: deliveryView } } },
          ...errorAnswers(
            'INVALID_JSON',
            'UNSUPPORTED_MEDIA_TYPE',
            'PAYLOAD_TOO_LARGE',
            'NOT_FOUND',
            'WEBHOOK_DISABLED',
          ),
        },
      },
      handler: async (request, reply) =>
        reply.code(202).send(await webhooks.redeliver(knownDelivery(request.params.id))),
    })
  }
