import { z } from 'zod'
import {
  createdWebhook,
  deliveryDetail,
  deliveryPage,
  deliveryView,
  pingResult,
  redelivered,
  webhookList,
  webhookView,
} from '../contracts/webhook-view.ts'
import { requester } from './client.ts'
import type { ServiceOptions } from './client-options.ts'
import type { Language } from './language.ts'

/** The part of the API that `zhunru webhooks` needs. */
export function webhookClient(service: ServiceOptions, language: Language) {
  const request = requester(service, language)
  const send = <T extends z.ZodType>(method: string, path: string, schema: T, body?: object): Promise<z.infer<T>> =>
    request(path, schema, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
  const of = (id: string): string => `/v1/webhooks/${encodeURIComponent(id)}`
  const delivery = (id: string): string => `/v1/deliveries/${encodeURIComponent(id)}`

  return {
    list: async () => (await request('/v1/webhooks', webhookList)).webhooks,
    add: (webhook: { url: string; types: string[] | null; kind: 'v1' | 'v1a' }) =>
      send('POST', '/v1/webhooks', createdWebhook, webhook),
    change: (id: string, change: { state: 'enabled' | 'paused' }) => send('PATCH', of(id), webhookView, change),
    remove: (id: string) => request(of(id), z.null(), { method: 'DELETE' }),
    rotate: (id: string, how: { overlapHours: number; kind?: 'v1a' }) =>
      send('POST', `${of(id)}/rotate`, createdWebhook, how),
    test: (id: string) => send('POST', `${of(id)}/test`, pingResult),
    deliveries: (id: string, query: Record<string, string>) =>
      request(`${of(id)}/deliveries?${new URLSearchParams(query).toString()}`, deliveryPage),
    readDelivery: (id: string) => request(delivery(id), deliveryDetail),
    redeliver: (id: string) => send('POST', `${delivery(id)}/redeliver`, deliveryView),
    redeliverRange: async (id: string, range: { since: string; until?: string; all: boolean }) =>
      (await send('POST', `${of(id)}/redeliver`, redelivered, range)).count,
  }
}
