/** The pipeline, top to bottom. A queue that is not in this list does not exist. */
import { accountMatch } from './account-match.ts'
import { callback } from './callback.ts'
import { decision } from './decision.ts'
import { documentOcr } from './document-ocr.ts'
import { manualReview } from './manual-review.ts'
import { notification } from './notification.ts'
import { photoClarity } from './photo-clarity.ts'
import { sceneAuthenticity } from './scene-authenticity.ts'

export const queues = {
  documentOcr,
  photoClarity,
  sceneAuthenticity,
  accountMatch,
  decision,
  callback,
  manualReview,
  notification,
} as const

export const allQueues = Object.values(queues)
export type QueueName = (typeof allQueues)[number]['name']
export type { PayloadOf, QueueContract } from './queue.ts'
export const queueNames: readonly QueueName[] = allQueues.map(({ name }) => name)
