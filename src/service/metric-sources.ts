import type { Reading, Source } from '../platform/metrics/metrics.ts'
import type { QueueBackend } from '../queueing/backend.ts'
import type { ReviewDeps } from '../review/deps.ts'
import { readStanding } from '../review/read-standing.ts'
import { roles } from './roles.ts'

/** What Postgres says of the whole installation. */
export const postgresFigures = (review: ReviewDeps): Source => ({
  name: 'postgres',
  async read() {
    const standing = await readStanding(review)
    const readings: Reading[] = [
      { metric: 'applicationAge', value: standing.oldestSeconds },
      { metric: 'outbox', value: standing.outbox.count },
      { metric: 'outboxAge', value: standing.outbox.oldestSeconds },
      { metric: 'promisesOverdue', value: standing.promisesOverdue },
    ]
    for (const { status, count } of standing.applications) {
      readings.push({ metric: 'applications', labels: { status }, value: count })
    }
    for (const { channel, pending, lateSeconds } of standing.messages) {
      readings.push({ metric: 'effects', labels: { channel }, value: pending })
      readings.push({ metric: 'effectsLate', labels: { channel }, value: lateSeconds })
    }
    for (const { kind, open, overdue } of standing.work) {
      readings.push({ metric: 'work', labels: { kind }, value: open })
      readings.push({ metric: 'workOverdue', labels: { kind }, value: overdue })
    }
    // Where there is none of a kind, that is what somebody must hear.
    for (const role of roles) {
      const count = standing.processes.find((alive) => alive.role === role)?.count ?? 0
      readings.push({ metric: 'processes', labels: { role }, value: count })
    }
    for (const { queue, lateSeconds, paused } of standing.queues) {
      readings.push({ metric: 'canaryAge', labels: { queue }, value: lateSeconds })
      readings.push({ metric: 'paused', labels: { queue }, value: Number(paused) })
    }
    const { lookAgeSeconds, kinds } = standing.reconciler
    if (lookAgeSeconds !== null) readings.push({ metric: 'reconcilerAge', value: lookAgeSeconds })
    for (const { kind, lost, repaired, givenUp } of kinds) {
      readings.push({ metric: 'reconcilerLost', labels: { kind }, value: lost })
      readings.push({ metric: 'reconcilerRepairs', labels: { kind, result: 'repaired' }, value: repaired })
      readings.push({ metric: 'reconcilerRepairs', labels: { kind, result: 'given_up' }, value: givenUp })
    }
    return { readings }
  },
})

/** What the queues say, as BullMQ writes it itself. */
export const queueFigures = (backend: Pick<QueueBackend, 'kind' | 'memory' | 'prometheusTexts'>): Source => ({
  name: 'queues',
  async read() {
    const [texts, memory] = await Promise.all([backend.prometheusTexts(), backend.memory()])
    const readings: Reading[] = []
    if (memory) {
      readings.push({ metric: 'memory', labels: { of: 'used' }, value: memory.usedBytes })
      readings.push({ metric: 'memory', labels: { of: 'max' }, value: memory.maxBytes })
    }
    // Counting what has ended would be one more statement for each job there (run-worker.ts): a 0 would be a lie.
    return { readings, texts: backend.kind === 'redis' ? texts : texts.map(withoutTotals) }
  },
})

const withoutTotals = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/\bbullmq_job_(completed|failed)_total\b/.test(line))
    .join('\n')
