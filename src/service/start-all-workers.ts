import { join } from 'node:path'
import { accountMatch } from '../../workers/account-match.ts'
import { callback } from '../../workers/callback.ts'
import { decision } from '../../workers/decision.ts'
import type { WorkerDefinition } from '../../workers/define-worker.ts'
import { documentOcr } from '../../workers/document-ocr.ts'
import { startWorkers } from '../../workers/main.ts'
import { manualReview } from '../../workers/manual-review.ts'
import { notification } from '../../workers/notification.ts'
import { photoClarity } from '../../workers/photo-clarity.ts'
import { sceneAuthenticity } from '../../workers/scene-authenticity.ts'
import { smsFolder } from '../notify/sms.ts'
import { webhookChannel } from '../notify/webhook.ts'
import type { Shutdown } from '../platform/shutdown.ts'
import type { SendEffect } from '../review/send-effect.ts'
import { rounds } from './rounds.ts'
import { startRounds } from './start-rounds.ts'
import type { Parts, ServiceOptions } from './start-service.ts'

/** Starts a worker for each queue, or for those that were asked for. */
export async function startAllWorkers(
  { store, blobs, backend, checks, policy, keyedHash }: Parts,
  { config, log, clock, queues }: ServiceOptions,
  shutdown: Shutdown,
): Promise<void> {
  const review = { db: store.db, clock }
  const check = { review, blobs, checks }
  const channels = config.webhook ? (['webhook', 'sms'] as const) : (['sms'] as const)
  const definitions: WorkerDefinition[] = [
    documentOcr(check),
    photoClarity(check),
    sceneAuthenticity(check),
    accountMatch(review),
    decision({ ...review, policy, keyedHash, channels }),
    callback(review),
    manualReview(review),
    notification({ review, send: sendBy(config.webhook, join(config.dataDir, 'sms')) }),
  ]
  // One more than there are processes, so that each finds its next photo already loaded.
  const looks = config.photoProcesses + 1
  const concurrency = { 'document-ocr': looks, 'photo-clarity': looks, 'scene-authenticity': looks }
  const running = await startWorkers({ backend, definitions, concurrency, log, ...(queues && { only: queues }) })
  shutdown.add('workers', () => running.stop())
  const going = startRounds(rounds({ review, blobs }), log)
  shutdown.add('rounds', () => going.stop())
}

function sendBy(webhook: ServiceOptions['config']['webhook'], smsDir: string): SendEffect {
  const sms = smsFolder(smsDir)
  const post = webhook && webhookChannel(webhook)
  return async (message) => {
    if (message.channel === 'sms') return sms(message)
    // The webhook was taken out of the configuration after the effect came about.
    if (!post) throw new Error('no webhook is configured: set WEBHOOK_URL and WEBHOOK_SECRET')
    return post(message)
  }
}
