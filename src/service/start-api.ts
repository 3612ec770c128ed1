import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { actorOfKey } from '../access/api-clients.ts'
import { accessUseCases } from '../access/use-cases.ts'
import { BlobsAwayError, type BlobStore } from '../blobs/blobs.ts'
import type { Prechecks } from '../checks/precheck-pool.ts'
import type { MaterialKind } from '../domain/application.ts'
import { buildApp } from '../http/app.ts'
import type { WhoAsks } from '../http/gate.ts'
import { whoseSession } from '../http/sessions.ts'
import { composeSms } from '../notify/sms.ts'
import { postWebhook } from '../notify/webhook.ts'
import { ZhunruError } from '../platform/errors.ts'
import type { KeyedHash } from '../platform/keyed-hash.ts'
import { createPlaces } from '../platform/places.ts'
import type { Logger } from '../platform/logger.ts'
import type { Metrics } from '../platform/metrics/metrics.ts'
import type { Tracing } from '../platform/tracing/start-tracing.ts'
import type { Shutdown } from '../platform/shutdown.ts'
import { version } from '../platform/version.ts'
import type { UploadLook } from '../review/accept-material.ts'
import type { QueueBackend } from '../queueing/backend.ts'
import { startMemoryGauge } from '../queueing/memory-gauge.ts'
import type { CurrentPolicy } from '../review/deps.ts'
import { readOperations } from '../review/operations/overview.ts'
import { createUseCases } from '../review/use-cases.ts'
import { followEvents } from '../store/events.ts'
import type { Store } from '../store/open-store.ts'
import { accessParts } from './access-parts.ts'
import { measureAnswers, measureDecisions } from './open-metrics.ts'
import { installation } from './installation.ts'
import { listen } from './listen.ts'
import { remembered } from '../platform/remembered.ts'
import type { ServiceOptions } from './start-service.ts'
import { webhookSecrets } from './webhook-secrets.ts'

/** What the API needs of what was started. */
interface ApiParts {
  store: Store
  blobs: BlobStore
  backend: QueueBackend
  prechecks: Prechecks
  policy: CurrentPolicy
  keyedHash: KeyedHash
  metrics: Metrics
  tracing: Tracing | null
}

/** Two hundred streams that each looked at every commit would leave no connection to anybody else. Milliseconds. */
const STREAM_INTERVAL = 250

/** However many look at the overview at once, the queues and Postgres are asked once. Milliseconds. */
const OVERVIEW_KEPT = 2_000

/** An upload waits so long for its turn to be stored; then its sender is to try again. Milliseconds. */
const STORING_PATIENCE = 10_000
const photosSlow = () => new BlobsAwayError('it takes photos more slowly than they come')

/** Starts listening. @returns the address, with the port that was free when the configuration asked for 0. */
export async function startApi(
  { store, blobs, backend, prechecks, policy, keyedHash, metrics, tracing }: ApiParts,
  { config, log, clock }: ServiceOptions,
  shutdown: Shutdown,
): Promise<string> {
  let listening = ''
  const accounts = accessParts(config, keyedHash, log)
  const access = accessUseCases({
    db: store.db,
    clock,
    keyedHash,
    ...accounts,
    address: () => config.publicUrl ?? listening,
  })
  const smsOptions = { signature: config.smsSignature, link: config.applicantLink }
  const useCases = createUseCases({
    db: store.db,
    clock,
    blobs,
    queues: backend,
    policy,
    keyedHash,
    channels: config.tellBy,
    rerunAlone: config.rerunAlone,
    composeSms: config.tellBy.includes('sms') ? (telling) => composeSms(telling, smsOptions).text : null,
    secrets: webhookSecrets(keyedHash),
    allowPrivate: config.webhookAllowPrivate,
    post: postWebhook({ allowPrivate: config.webhookAllowPrivate }),
    look: lookAtUpload(prechecks, log),
    storing: createPlaces(Math.ceil(config.databasePoolSize / 2), STORING_PATIENCE, photosSlow),
    decided: measureDecisions(metrics),
    clarityVersion: prechecks.version,
    draw: prechecks.clarityMap,
    followEvents: (options) => followEvents(store, { ...options, leastInterval: STREAM_INTERVAL }),
  })
  const operations = {
    db: store.db,
    clock,
    policy,
    queues: backend,
    blobs,
    installation: installation(store, config.s3 === null ? 'local' : 's3'),
  }
  const gauge = startMemoryGauge({ backend, log })
  shutdown.add('memory gauge', () => gauge.stop())
  const whoAsks: WhoAsks = {
    session: whoseSession(access, accounts.sessions),
    client: (key) => actorOfKey({ db: store.db, clock }, key),
    local: config.apiAccess === 'local',
  }
  const app = await buildApp({
    useCases: {
      ...useCases,
      access,
      ready: readyUnless(shutdown.signal, () => useCases.ready()),
      metrics: () => metrics.read(),
      readOperations: remembered(() => readOperations(operations), OVERVIEW_KEPT),
    },
    whoAsks,
    log,
    queuesFull: () => gauge.full(),
    boardQueues: () => backend.boardQueues(),
    config: {
      version,
      sessions: accounts.sessions,
      answered: measureAnswers(metrics),
      ...(tracing && { tracing: tracing.requests }),
    },
  })
  shutdown.addWork('API', async () => {
    // Whoever sends requests here sees by the probe that it should send them elsewhere, before they are refused.
    await pause(config.stopDelay)
    await closeApi(app)
  })
  listening = await listen(app, config, 'HOST, PORT')
  return listening
}

const readyUnless = (stopping: AbortSignal, ready: () => Promise<void>) => async (): Promise<void> => {
  if (stopping.aborted) throw new ZhunruError('NOT_READY', { detail: 'it is stopping' })
  await ready()
}

/**
 * A fault of ours in measuring must not keep a photo out: it is then only looked over, as it would be without prechecks, and
 * its check measures it again, with all its retries.
 */
export const lookAtUpload =
  ({ precheck, inspect }: Pick<Prechecks, 'precheck' | 'inspect'>, log: Logger) =>
  async (kind: MaterialKind, bytes: Uint8Array, fileName: string): Promise<UploadLook> => {
    try {
      return await precheck(kind, bytes, fileName)
    } catch (error) {
      if (error instanceof ZhunruError) throw error
      log.warn(
        { kind, error: error instanceof Error ? error.message : String(error) },
        'a photo could not be prechecked',
      )
      return { facts: await inspect(bytes, fileName), clarity: null }
    }
  }

/** Requests under way may take so long to end. Milliseconds. */
const GRACE = 15_000
/** How often connections that have become idle are closed. Milliseconds. */
const TIDY_EVERY = 100

/**
 * Takes no more requests and waits for those under way. Fastify closes the connections that are idle at that moment;
 * one that becomes idle later would be kept alive, and hold the process, for another minute.
 */
export async function closeApi(app: FastifyInstance): Promise<void> {
  const tidy = setInterval(() => app.server.closeIdleConnections(), TIDY_EVERY)
  const force = setTimeout(() => app.server.closeAllConnections(), GRACE)
  try {
    await app.close()
  } finally {
    clearInterval(tidy)
    clearTimeout(force)
  }
}
