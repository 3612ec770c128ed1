import type { z } from 'zod'
import type {
  createdWebhook,
  deliveryDetail,
  deliveryPage,
  DeliveryView,
  newWebhook,
  PingResult,
  webhookChange,
  WebhookView,
} from '../contracts/webhook-view.ts'

type CreatedWebhook = z.infer<typeof createdWebhook>

/** What the API does with webhooks. All throw NOT_FOUND for an id that is none. */
export interface WebhookUseCases {
  list: () => Promise<WebhookView[]>
  /** @throws ZhunruError WEBHOOK_URL_REFUSED, WEBHOOK_TOO_MANY */
  add: (webhook: z.infer<typeof newWebhook>) => Promise<CreatedWebhook>
  read: (id: string) => Promise<WebhookView>
  /** @throws ZhunruError WEBHOOK_URL_REFUSED, WEBHOOK_OF_ENVIRONMENT */
  change: (id: string, change: z.infer<typeof webhookChange>) => Promise<WebhookView>
  /** @throws ZhunruError WEBHOOK_OF_ENVIRONMENT */
  remove: (id: string) => Promise<void>
  /** @throws ZhunruError WEBHOOK_OF_ENVIRONMENT */
  rotate: (id: string, how: { overlapHours: number; kind: 'v1' | 'v1a' | null }) => Promise<CreatedWebhook>
  test: (id: string) => Promise<PingResult>
  deliveries: (
    id: string,
    query: {
      state?: DeliveryView['state'] | undefined
      since?: Date | undefined
      until?: Date | undefined
      after?: string | undefined
      limit: number
    },
  ) => Promise<z.infer<typeof deliveryPage>>
  readDelivery: (id: string) => Promise<z.infer<typeof deliveryDetail>>
  /** @throws ZhunruError WEBHOOK_DISABLED */
  redeliver: (id: string) => Promise<DeliveryView>
  /** @throws ZhunruError WEBHOOK_DISABLED */
  redeliverRange: (id: string, range: { since: Date; until: Date | null; all: boolean }) => Promise<number>
}
