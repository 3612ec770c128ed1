import type { QueueName } from '../../queues/index.ts'
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
import { watchAll } from '../../workers/watch-jobs.ts'
import type { Shutdown } from '../platform/shutdown.ts'
import { answerCanary } from '../store/canaries.ts'
import { watchJobs } from '../platform/metrics/watch-jobs.ts'
import { startTally } from '../queueing/tally.ts'
import { measureDecisions, measuredSending, measureRounds } from './open-metrics.ts'
import { rounds } from './rounds.ts'
import { sendBy } from './send-by.ts'
import { startRounds } from './start-rounds.ts'
import { verificationPorts } from './verification-ports.ts'
import { webhookSecrets } from './webhook-secrets.ts'
import type { Parts, ServiceOptions } from './start-service.ts'

/** Their workers look at photos, in processes of their own; the others need none. */
export const photoQueues: readonly QueueName[] = ['document-ocr', 'photo-clarity', 'scene-authenticity']

/** Starts a worker for each queue, or for those that were asked for. */
export async function startAllWorkers(
  { store, blobs, backend, checks, policy, keyedHash, metrics, tracing, health, id, inHand }: Parts,
  { config, log, clock, queues, draw }: ServiceOptions,
  shutdown: Shutdown,
): Promise<void> {
  const review = { db: store.db, clock }
  const telling = { ...review, policy, keyedHash, channels: config.tellBy, decided: measureDecisions(metrics) }
  const looking = checks && { review, blobs, checks }
  const definitions: WorkerDefinition[] = [
    ...(looking ? [documentOcr(looking), photoClarity(looking), sceneAuthenticity(looking)] : []),
    accountMatch({ ...review, keyedHash, verify: verificationPorts(config, log) }),
    decision({ ...telling, ...(draw && { draw }) }),
    callback(telling),
    manualReview(telling),
    notification({
      ...review,
      policy,
      secrets: webhookSecrets(keyedHash),
      send: measuredSending(metrics, sendBy(config, log)),
    }),
  ]
  // One more than there are processes, so that each finds its next photo already loaded.
  const looks = config.photoProcesses + 1
  const concurrency = Object.fromEntries(photoQueues.map((name) => [name, looks]))
  const tally = startTally({ store, clock, log })
  shutdown.add('tally', () => tally.stop())
  const running = await startWorkers({
    backend,
    definitions,
    concurrency,
    log,
    watch: watchAll(watchJobs(metrics), inHand.watch, tally.watch),
    answerCanary: (queue) => answerCanary(store.db, queue, id),
    ...(tracing && { telemetry: tracing.jobs }),
    ...(queues && { only: queues }),
  })
  health.watch(running, () => backend.ping())
  shutdown.addWork('workers', () => running.stop())
  const going = startRounds(rounds({ review: telling, blobs }), log, measureRounds(metrics))
  shutdown.addWork('rounds', () => going.stop())
}
