import type { QueueName } from '../../queues/index.ts'
import type { JobEnd } from '../../workers/watch-jobs.ts'
import type { PoolEvent } from '../checks/process-pool.ts'
import { outcomes } from '../domain/decision.ts'
import { channels } from '../domain/message.ts'
import type { Answered } from '../http/measure-requests.ts'
import { createMetrics, type Metrics } from '../platform/metrics/metrics.ts'
import { PermanentError } from '../platform/permanent-error.ts'
import { version } from '../platform/version.ts'
import type { Decided } from '../review/deps.ts'
import type { SendEffect } from '../review/send-effect.ts'
import type { Store } from '../store/open-store.ts'
import type { Role } from './roles.ts'

/**
 * The metrics of this process, before it has anything to measure. What it may count begins at 0: of a counter that appears
 * with its first event, Prometheus would not see that event.
 */
export function openMetrics(roles: readonly Role[], queues: readonly QueueName[]): Metrics {
  const metrics = createMetrics()
  for (const role of roles) metrics.set('build', 1, { version, node: process.version, role })
  for (const queue of queues) {
    for (const end of ends) metrics.count('jobs', { queue, end }, 0)
    metrics.set('jobsRunning', 0, { queue })
  }
  for (const outcome of outcomes) {
    const by = [...(queues.includes('decision') ? byWorker : []), ...(roles.includes('api') ? byApi : [])]
    for (const decider of by) metrics.count('decisions', { outcome, by: decider }, 0)
  }
  if (queues.includes('notification')) {
    for (const channel of channels) for (const result of results) metrics.count('messages', { channel, result }, 0)
  }
  return metrics
}

const ends: readonly JobEnd[] = ['done', 'failed', 'again', 'handed_back']
const byWorker: readonly Decided['by'][] = ['policy', 'rerun']
const byApi: readonly Decided['by'][] = ['call', 'person']
const results = ['delivered', 'refused', 'failed'] as const

/** The pool of connections, as it stands when somebody reads. */
export function measureConnections(metrics: Metrics, { pool }: Pick<Store, 'pool'>): void {
  metrics.beforeReading(() => {
    metrics.set('connections', pool.idleCount, { state: 'idle' })
    metrics.set('connections', pool.totalCount - pool.idleCount, { state: 'busy' })
    metrics.set('connectionsMax', pool.options.max)
    metrics.set('connectionsWaiting', pool.waitingCount)
  })
}

export const measureAnswers =
  (metrics: Metrics) =>
  ({ method, route, status, seconds }: Answered): void => {
    metrics.count('requests', { method, route, status: String(status) })
    if (seconds !== null) metrics.time('requestTime', seconds, { method, route })
  }

export const measureDecisions =
  (metrics: Metrics) =>
  ({ outcome, by, after }: Decided): void => {
    metrics.count('decisions', { outcome, by })
    if (after !== null) metrics.time('decisionTime', Math.max(0, after) / 1000)
  }

/** The same sending, with a look at how it went. */
export const measuredSending =
  (metrics: Metrics, send: SendEffect): SendEffect =>
  async (message) => {
    const { channel } = message
    const elapsed = metrics.stopwatch()
    const ended = (result: (typeof results)[number]) => {
      metrics.count('messages', { channel, result })
      metrics.time('messageTime', elapsed(), { channel })
    }
    try {
      const delivered = await send(message)
      ended('delivered')
      return delivered
    } catch (error) {
      ended(error instanceof PermanentError ? 'refused' : 'failed')
      throw error
    }
  }

/** How many processes a pool has, and how they end. */
export const measureProcesses =
  (metrics: Metrics, pool: 'checks' | 'uploads') =>
  (event: PoolEvent): void => {
    if (event.is === 'started') metrics.add('photoProcesses', 1, { pool })
    if (event.is === 'answered') metrics.set('photoMemory', event.memory, { pool })
    if (event.is !== 'ended') return
    metrics.add('photoProcesses', -1, { pool })
    if (event.error?.code === 'PHOTO_POOL_CLOSED') return
    metrics.count('photoProcessEnds', { pool, why: event.error ? 'crashed' : 'replaced' })
  }

export const measureRounds =
  (metrics: Metrics) =>
  (round: string, found: number | 'failed'): void => {
    metrics.count('rounds', { round, end: found === 'failed' ? 'failed' : 'gone' })
    if (found !== 'failed' && found > 0) metrics.count('roundWork', { round }, found)
  }
