import { FlowProducer, type FlowJob, type FlowJobNode, Queue, type IQueueBackend } from 'bullmq'
import { allQueues, type QueueContract, type QueueName, queueNames } from '../../queues/index.ts'
import type { z } from 'zod'
import { ZhunruError } from '../platform/errors.ts'
import type { Logger } from '../platform/logger.ts'
import { PermanentError } from '../platform/permanent-error.ts'
import { currentTrace } from '../platform/tracing/trace-context.ts'
import { together } from '../platform/together.ts'
import { untilDone } from './backoff.ts'
import type { Datastore, InnerBackendFactory, QueueMemory } from './datastore.ts'
import type { FlowPlan } from './flow-plan.ts'
import { CANARY, canaryOptions, jobOptions, type Priority, allPriorities } from './job-options.ts'
import { oldestWaiting } from './oldest-job.ts'
import { postgresDatastore } from './postgres-datastore.ts'
import { createQuietErrors } from './quiet-errors.ts'
import type { RedisAddress } from './redis-clients.ts'
import { redisDatastore } from './redis-datastore.ts'

export type BackendConfig =
  | (RedisAddress & { kind: 'redis'; prefix?: string })
  | { kind: 'postgres'; connectionString: string; schema?: string }

interface QueueCounts {
  waiting: number
  delayed: number
  active: number
  /** Parents whose children have not all settled. */
  blocked: number
  failed: number
}

/** What a worker needs to be built: only run-worker.ts has a use for it. */
interface WorkerParts {
  backendFactory: InnerBackendFactory
  prefix?: string
}

/** BullMQ's own; only a library that shows queues has a use for it. */
export type BoardQueue = ReturnType<Producers['queues']['get']> & {}

export interface QueueBackend {
  readonly kind: BackendConfig['kind']
  /** Resolves when the datastore has answered; rejects only when the configuration is wrong or the backend is closed. */
  ready(): Promise<void>
  /** Rejects when the datastore does not answer now. */
  ping(): Promise<void>
  /** Null where the datastore sets no limit to it. */
  memory(): Promise<QueueMemory | null>
  /** Publishes all jobs or none. A plan whose root job is still remembered is not published again. */
  publishFlow(plan: FlowPlan, priority?: Priority): Promise<void>
  /** One job by itself. The payload is checked against the queue's contract; the same id twice is one job. */
  publishJob(queue: QueueName, payload: unknown, options?: { jobId?: string; priority?: Priority }): Promise<void>
  counts(): Promise<Record<QueueName, QueueCounts>>
  /** Whether a worker has this job or will get it by itself. A parent that waits for children is not live by itself. */
  isLive(queue: QueueName, jobId: string): Promise<boolean>
  /** A job that does nothing but be answered, ahead of all others; see canaries.ts. */
  publishCanary(queue: QueueName, jobId: string): Promise<void>
  /** No worker anywhere takes another job of this queue; those under way end. */
  pause(queue: QueueName): Promise<void>
  resume(queue: QueueName): Promise<void>
  isPaused(queue: QueueName): Promise<boolean>
  /** What BullMQ tells Prometheus of each queue, as it writes it. */
  prometheusTexts(): Promise<string[]>
  /** When the job of each queue was published that has waited longest; null where none waits. */
  oldest(): Promise<Record<QueueName, Date | null>>
  /** The queues themselves, for a page that only looks. @throws ZhunruError NOT_READY */
  boardQueues(): BoardQueue[]
  workerParts(): Promise<WorkerParts>
  close(): Promise<void>
}

/** BullMQ's own events, of which nothing here makes use: on PostgreSQL its readers miss some. */
const KEPT_EVENTS = 1_000

/** Flows added in one go: some hundred jobs, which Redis takes in some ten milliseconds. */
const FLOWS_AT_ONCE = 25

const LIVE_STATES = new Set(['waiting', 'prioritized', 'delayed', 'active'])

interface Producers {
  store: Datastore
  flows: FlowProducer<IQueueBackend, unknown>
  queues: Map<QueueName, Queue<unknown, unknown, string, unknown, unknown, string, IQueueBackend, unknown>>
}

/**
 * Opens the queues where the configuration says. Returns at once and keeps trying in the background, so that a service
 * may start before its datastore; until then everything that needs it rejects with NOT_READY.
 */
export function openBackend(config: BackendConfig, options: { log: Logger }): QueueBackend {
  const closing = new AbortController()
  const errors = createQuietErrors(options.log, closing.signal)
  const open =
    config.kind === 'redis'
      ? redisDatastore(config, config.prefix)
      : postgresDatastore(config.connectionString, config.schema)

  let producers: Producers | null = null
  const opening = untilDone(async () => createProducers(await open(errors)), {
    signal: closing.signal,
    onError: (error) => errors.report(`opening queues on ${config.kind}`, error),
    isFinal: (error) => error instanceof ZhunruError,
  }).then((opened) => {
    producers = opened
    options.log.info({ backend: config.kind }, 'queues are open')
    return opened
  })
  // Whoever awaits ready() learns of it; nobody has to.
  opening.catch(() => {})

  function now(): Producers {
    if (closing.signal.aborted) throw new Error('the queue backend is closed')
    if (producers === null)
      throw new ZhunruError('NOT_READY', { detail: `the queues on ${config.kind} are not open yet` })
    return producers
  }

  /** As many as come at once are added in one go: all of them or none. */
  const publishing = together({
    most: FLOWS_AT_ONCE,
    run: async (asked: readonly { plan: FlowPlan; priority: Priority; trace: string | undefined }[]) => {
      const { flows, queues } = now()
      const plans = new Map(asked.map((each) => [`${each.plan.queue} ${each.plan.jobId}`, each]))
      // A flow is added as a whole, so its root stands for all of it. Asking first keeps BullMQ from relinking children.
      const states = await Promise.all(
        [...plans.values()].map(({ plan }) => queueOf(queues, plan.queue).getJobState(plan.jobId)),
      )
      const fresh = [...plans.values()].filter((_, n) => states[n] === 'unknown')
      if (fresh.length > 0)
        await flows.addBulk(fresh.map(({ plan, ...how }) => toFlow(plan, { ...how, kind: config.kind })))
      return asked.map(() => {})
    },
  })

  return {
    kind: config.kind,
    ready: async () => void (await opening),
    ping: async () => await now().store.ping(),
    memory: async () => await now().store.memory(),

    publishFlow: (plan, priority = 'normal') => publishing({ plan, priority, trace: currentTrace() }),

    async publishJob(queue, payload, { jobId, priority = 'normal' } = {}) {
      const contract = contractOf(queue)
      const data = contract.payload.parse(payload)
      const id = jobId ?? contract.jobId(data)
      await queueOf(now().queues, queue).add(
        queue,
        data,
        jobOptions(contract, id, { priority, trace: currentTrace(), kind: config.kind }),
      )
    },

    async counts() {
      const { queues } = now()
      const all: Partial<Record<QueueName, QueueCounts>> = {}
      await Promise.all([...queues].map(async ([name, queue]) => (all[name] = await countsOf(queue))))
      if (!isComplete(all)) throw new Error('a queue was not counted')
      return all
    },

    isLive: async (queue, jobId) => LIVE_STATES.has(await queueOf(now().queues, queue).getJobState(jobId)),

    async publishCanary(queue, jobId) {
      await queueOf(now().queues, queue).add(CANARY, {}, canaryOptions(jobId))
    },
    pause: async (queue) => await queueOf(now().queues, queue).pause(),
    resume: async (queue) => await queueOf(now().queues, queue).resume(),
    isPaused: async (queue) => await queueOf(now().queues, queue).isPaused(),

    prometheusTexts: async () =>
      await Promise.all([...now().queues.values()].map((queue) => queue.exportPrometheusMetrics())),

    async oldest() {
      const { queues } = now()
      const found = await Promise.all(
        queueNames.map(async (name) => [name, await oldestWaiting(queueOf(queues, name), allPriorities)] as const),
      )
      const all: Partial<Record<QueueName, Date | null>> = Object.fromEntries(found)
      if (!isComplete(all)) throw new Error('a queue was not asked')
      return all
    },

    boardQueues: () => [...now().queues.values()],

    async workerParts() {
      const { store } = await opening
      return { backendFactory: store.workerBackend, ...(store.prefix === undefined ? {} : { prefix: store.prefix }) }
    },

    async close() {
      closing.abort(new Error('the queue backend is closed'))
      const opened = await opening.catch(() => null)
      await opened?.store.close()
    },
  }

  function createProducers(store: Datastore): Producers {
    const base = { connection: {}, ...(store.prefix === undefined ? {} : { prefix: store.prefix }) }
    const queues: Producers['queues'] = new Map()
    const options = { ...base, streams: { events: { maxLen: KEPT_EVENTS } } }
    for (const { name } of allQueues) {
      const queue: ReturnType<Producers['queues']['get']> & {} = new Queue(name, options, (queueName: string) =>
        store.root.forQueue(queueName, store.prefix),
      )
      queue.on('error', (error) => errors.report(`queue ${name}`, error))
      queues.set(name, queue)
    }
    const flows: Producers['flows'] = new FlowProducer(base, () => store.root)
    flows.on('error', (error) => errors.report('flows', error))
    return { store, flows, queues }
  }
}

/** @throws PermanentError when the name is not one of the contracts'. */
export function contractOf(name: string): QueueContract<z.ZodType, QueueName> {
  const contract = allQueues.find((queue) => queue.name === name)
  if (contract === undefined) throw new PermanentError(`there is no queue "${name}"; queues/index.ts lists them`)
  return contract
}

function queueOf(queues: Producers['queues'], name: QueueName) {
  const queue = queues.get(name)
  if (queue === undefined) throw new Error(`there is no queue "${name}"; queues/index.ts lists them`)
  return queue
}

function toFlow(plan: FlowPlan, how: Parameters<typeof jobOptions>[2]): FlowJob {
  const toChild = (job: FlowPlan): FlowJobNode => ({
    ...node(job),
    // The parent runs when all have settled, failed or not: what failed is evidence too.
    opts: { ...node(job).opts, ignoreDependencyOnFailure: true },
    children: job.children.map(toChild),
  })
  const node = ({ queue, jobId, payload }: FlowPlan) => ({
    name: queue,
    queueName: queue,
    data: contractOf(queue).payload.parse(payload),
    opts: jobOptions(contractOf(queue), jobId, how),
  })
  return { ...node(plan), children: plan.children.map(toChild) }
}

const isComplete = <T>(all: Partial<Record<QueueName, T>>): all is Record<QueueName, T> =>
  allQueues.every(({ name }) => name in all)

async function countsOf(queue: ReturnType<typeof queueOf>): Promise<QueueCounts> {
  const c = await queue.getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'waiting-children', 'failed')
  return {
    waiting: (c['waiting'] ?? 0) + (c['prioritized'] ?? 0),
    delayed: c['delayed'] ?? 0,
    active: c['active'] ?? 0,
    blocked: c['waiting-children'] ?? 0,
    failed: c['failed'] ?? 0,
  }
}
