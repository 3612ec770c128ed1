import { listDeliveries, readDelivery, redeliver, redeliverRange } from './webhook-deliveries.ts'
import {
  addWebhook,
  changeWebhook,
  listWebhooks,
  readWebhook,
  removeWebhook,
  rotateWebhook,
  testWebhook,
  type WebhookDeps,
} from './webhook-endpoints.ts'

type Rest<F> = F extends (deps: never, ...rest: infer R) => unknown ? R : never

/** What the HTTP API can ask for about webhooks. */
export const webhookUseCases = (deps: WebhookDeps) => ({
  list: () => listWebhooks(deps),
  add: (...rest: Rest<typeof addWebhook>) => addWebhook(deps, ...rest),
  read: (id: string) => readWebhook(deps, id),
  change: (...rest: Rest<typeof changeWebhook>) => changeWebhook(deps, ...rest),
  remove: (id: string) => removeWebhook(deps, id),
  rotate: (...rest: Rest<typeof rotateWebhook>) => rotateWebhook(deps, ...rest),
  test: (id: string) => testWebhook(deps, id),
  deliveries: (...rest: Rest<typeof listDeliveries>) => listDeliveries(deps, ...rest),
  readDelivery: (id: string) => readDelivery(deps, id),
  redeliver: (id: string) => redeliver(deps, id),
  redeliverRange: (...rest: Rest<typeof redeliverRange>) => redeliverRange(deps, ...rest),
})
