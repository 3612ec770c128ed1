import { join } from 'node:path'
import { sql } from 'kysely'
import { type QueueName, queueNames } from '../../queues/index.ts'
import { createJobsInHand } from '../../workers/jobs-in-hand.ts'
import { firstAdministrator } from '../access/first-administrator.ts'
import { welcomeUrl } from '../access/issue-link.ts'
import { startPhotoPool } from '../checks/photo-pool.ts'
import { type Prechecks, startPrecheckPool } from '../checks/precheck-pool.ts'
import type { PoolEvent } from '../checks/process-pool.ts'
import type { PhotoChecks } from '../checks/photo-checks.ts'
import { answeredOnce } from '../blobs/answered-once.ts'
import { createBlobs } from '../blobs/create-blobs.ts'
import type { BlobStore } from '../blobs/blobs.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { KeyedHash } from '../platform/keyed-hash.ts'
import type { Logger } from '../platform/logger.ts'
import type { Metrics } from '../platform/metrics/metrics.ts'
import { newId } from '../platform/ids.ts'
import type { Tracing } from '../platform/tracing/start-tracing.ts'
import { createShutdown, type Shutdown } from '../platform/shutdown.ts'
import { version } from '../platform/version.ts'
import { openBackend, type QueueBackend } from '../queueing/backend.ts'
import { startRelay } from '../queueing/relay.ts'
import { startReconciler } from '../queueing/reconciler.ts'
import type { CurrentPolicy } from '../review/deps.ts'
import type { Draw } from '../review/draw-for-sampling.ts'
import { keepEnvironmentWebhook } from '../review/webhook-endpoints.ts'
import { startEmbeddedPostgres } from '../store/embedded-postgres.ts'
import { migrate } from '../store/migrate.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { createHealth, type Health } from './health.ts'
import { backendConfig, storeOptions } from './datastores.ts'
import { loadPolicy } from './load-policy.ts'
import { postgresFigures, queueFigures } from './metric-sources.ts'
import { openKeyedHash } from './open-keyed-hash.ts'
import { measureConnections, measureProcesses, measureRounds, openMetrics } from './open-metrics.ts'
import { openTracing } from './open-tracing.ts'
import { openPolicy } from './open-policy.ts'
import { queueRounds } from './queue-rounds.ts'
import { type Role, roles } from './roles.ts'
import { startApi } from './start-api.ts'
import { photoQueues, startAllWorkers } from './start-all-workers.ts'
import { startHeartbeat } from './start-heartbeat.ts'
import { startInternal } from './start-internal.ts'
import { startRounds } from './start-rounds.ts'
import { webhookSecrets } from './webhook-secrets.ts'
import { whenUp } from './when-up.ts'

export interface ServiceOptions {
  config: Config
  log: Logger
  clock: Clock
  /** Of this process, `prc_…`; one is made when not given. */
  id?: string
  roles?: readonly Role[]
  /** With the role `worker`: only these queues. */
  queues?: readonly QueueName[]
  /** Starts what looks at photos; the pool of processes when not given. */
  startChecks?: typeof startPhotoPool
  /** Draws the sample of faultless applications that are called; by the keyed hash when not given. */
  draw?: Draw
  /** Where the parts are added; given by a caller that may have to stop the start itself. */
  shutdown?: Shutdown
}

export interface Service {
  /** Where the API listens; null without the role `api`. */
  url: string | null
  /** Where probes and metrics are answered; null where the configuration asks for no such listener. */
  internalUrl: string | null
  /** While no administrator can sign in: the link by which one comes in first. For the terminal alone, never for a log. */
  firstAdministrator: { name: string; url: string } | null
  shutdown: Shutdown
}

/** What the workers need of what was started. */
export interface Parts {
  store: Store
  blobs: BlobStore
  backend: QueueBackend
  /** Null where no queue looks at photos: the models take their memory elsewhere. */
  checks: PhotoChecks | null
  policy: CurrentPolicy
  keyedHash: KeyedHash
  metrics: Metrics
  tracing: Tracing | null
  health: Health
  /** Of this process. */
  id: string
  inHand: ReturnType<typeof createJobsInHand>
}

/**
 * Starts what the roles ask for, in the order in which the parts need one another; a start that fails stops what it
 * had begun. Without addresses in the configuration everything is embedded: Postgres and the photos in the data
 * folder, the queues on that same Postgres.
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const shutdown = options.shutdown ?? createShutdown(options.log)
  try {
    return { ...(await start(options, shutdown)), shutdown }
  } catch (error) {
    await shutdown.stop()
    throw error
  }
}

async function start(options: ServiceOptions, shutdown: Shutdown): Promise<Omit<Service, 'shutdown'>> {
  const { config, log, clock } = options
  const wanted = options.roles ?? roles
  const metrics = openMetrics(wanted, queuesOf(options))
  const tracing = await openTracing(config, log, shutdown)
  const health = createHealth({ stopping: shutdown.signal })
  shutdown.add('health', health.close)
  const internalUrl = await startInternal(config, { health, metrics, log }, shutdown)
  // A file that is wrong is told before anything is started.
  const loaded = await loadPolicy(config.policyFile)

  // Loading the models and starting the database take about as long; neither waits for the other.
  const looks = queuesOf(options).some((name) => photoQueues.includes(name))
  const loadingChecks = looks ? openChecks(options, shutdown, metrics) : null
  const loadingPrechecks = wanted.includes('api') ? openPrechecks(options, shutdown, metrics) : null
  for (const loading of [loadingChecks, loadingPrechecks]) loading?.catch(() => {})

  const databaseUrl = config.databaseUrl ?? (await embedded(config, log, shutdown))
  const up = whenUp(log, shutdown.signal)
  let opened: Store | null = null
  health.needs('database', async () => {
    if (!opened) throw new Error('not there yet')
    await sql`select 1`.execute(opened.db)
  })
  const store = (opened = await up(() => openStore({ ...storeOptions(config, databaseUrl), log })))
  shutdown.add('store', () => store.close())
  measureConnections(metrics, store)
  await up(() => migrate(store))
  const id = options.id ?? newId('process', clock.now().getTime())
  const inHand = createJobsInHand(clock)
  let engines: Record<string, string> = {}
  const is = { id, roles: wanted, queues: queuesOf(options), version, startedAt: clock.now() }
  const sign = () => ({ ...is, engines, doing: inHand.list(), stopping: shutdown.signal.aborted })
  const heartbeat = startHeartbeat({ store, log, health, sign, stopping: shutdown.signal })
  shutdown.add('heartbeat', () => heartbeat.stop())
  const { policy, stop } = await up(() => openPolicy({ config, store, clock, log }, loaded))
  shutdown.add('policy', async () => stop())
  const keyedHash = await up(() => openKeyedHash(config, store))
  // That there is none any more is for those to say who send: a process that only was not told of it takes nothing away.
  if (config.webhook || wanted.includes('worker')) {
    const secrets = webhookSecrets(keyedHash)
    await up(() => keepEnvironmentWebhook({ db: store.db, clock, secrets }, config.webhook))
  }

  const blobs = createBlobs({ s3: config.s3, folder: join(config.dataDir, 'photos'), log })
  shutdown.add('photos', () => blobs.close())
  const backend = openBackend(backendConfig(config, databaseUrl), { log })
  shutdown.add('queues', () => backend.close())
  if (wanted.includes('api')) health.needs('photos', answeredOnce(blobs))
  else if (wanted.includes('worker')) health.needs('photos', () => blobs.ready())
  // An API takes applications in while the queues are away, and must go on being asked.
  if (!wanted.includes('api')) health.needs('queues', () => backend.ping())
  // One process of each kind is enough to ask Postgres and the queues how everything stands; workers may be many.
  if (wanted.includes('api') || wanted.includes('relay')) {
    metrics.addSource(postgresFigures({ db: store.db, clock }))
    metrics.addSource(queueFigures(backend))
  }

  // The API first: it takes applications into the outbox even while the queues are away.
  const prechecks = await loadingPrechecks
  const url =
    prechecks &&
    (await startApi({ store, blobs, backend, prechecks, policy, keyedHash, metrics, tracing }, options, shutdown))
  const first = url === null ? null : await up(() => firstAdministrator({ db: store.db, clock }))
  if (wanted.includes('relay')) {
    const relay = startRelay({ store, backend, log })
    shutdown.addWork('relay', () => relay.stop())
    const reconciler = startReconciler({ store, backend, log, clock })
    shutdown.addWork('reconciler', () => reconciler.stop())
  }
  // Wrong settings of the queues are told at once; a datastore that is away is waited for.
  if (wanted.includes('relay') || wanted.includes('worker')) await backend.ready()
  if (wanted.includes('relay')) {
    const going = startRounds(queueRounds({ store, backend, log }), log, measureRounds(metrics))
    shutdown.addWork('rounds of the queues', () => going.stop())
  }
  const checks = await loadingChecks
  if (checks) engines = checks.versions
  const parts = { store, blobs, backend, policy, keyedHash, metrics, tracing, health, id, inHand }
  if (wanted.includes('worker')) await startAllWorkers({ ...parts, checks }, options, shutdown)
  health.started()
  return {
    url,
    internalUrl,
    firstAdministrator: first && { name: first.name, url: welcomeUrl(config.publicUrl ?? url ?? '', first.link) },
  }
}

/** In the order of the flow. */
const queuesOf = ({ roles: wanted = roles, queues }: ServiceOptions): QueueName[] =>
  wanted.includes('worker') ? queueNames.filter((name) => !queues || queues.includes(name)) : []

async function openChecks(options: ServiceOptions, shutdown: Shutdown, metrics: Metrics): Promise<PhotoChecks> {
  const { config, startChecks = startPhotoPool } = options
  const watch = watchProcesses(options.log, measureProcesses(metrics, 'checks'))
  const { ocrEngine: engine, photoProcesses: processes, premisesClassifier: classifier } = config
  const checks = await startChecks({ engine, processes, classifier, watch })
  shutdown.add('photo processes', () => checks.close())
  return checks
}

/** One process, however many cores: uploads come one at a time, and it needs no models. */
async function openPrechecks({ log }: ServiceOptions, shutdown: Shutdown, metrics: Metrics): Promise<Prechecks> {
  const prechecks = await startPrecheckPool({
    processes: 1,
    watch: watchProcesses(log, measureProcesses(metrics, 'uploads')),
  })
  shutdown.add('precheck process', () => prechecks.close())
  return prechecks
}

const watchProcesses = (log: Logger, measure: (event: PoolEvent) => void) => (event: PoolEvent) => {
  measure(event)
  if (event.is !== 'ended' || event.error?.code === 'PHOTO_POOL_CLOSED') return
  const about = { pid: event.pid, calls: event.calls, megabytes: Math.round(event.memory / 2 ** 20) }
  if (event.error) log.warn({ ...about, error: event.error.message }, 'a photo process ended')
  else log.info(about, 'a photo process was replaced')
}

async function embedded(config: Config, log: Logger, shutdown: Shutdown): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataDir: join(config.dataDir, 'postgres'), log })
  shutdown.add('embedded Postgres', () => postgres.stop())
  return postgres.connectionString
}
