import { z } from 'zod'
import { processView } from './process-view.ts'
import { queueState } from './queue-control.ts'
import { reconcilerView } from './reconciler-view.ts'
import { instant } from './staff-parts.ts'

const count = z.number().int().min(0)
const seconds = z.number().min(0)
const bytes = z.number().int().min(0).nullable()

export const queueOverview = queueState
  .extend({
    counts: z
      .object({
        waiting: count,
        active: count,
        delayed: count.meta({ description: 'To be tried again later.' }),
        blocked: count.meta({ description: 'Waiting for the jobs before them.' }),
        failed: count.meta({ description: 'Failed for good and still remembered by the queue.' }),
      })
      .nullable()
      .meta({ description: 'Null while the queues do not answer.' }),
    oldestSeconds: seconds.nullable().meta({ description: 'How long the one that waits longest has waited.' }),
    perMinute: z.number().min(0).nullable().meta({ description: 'Done a minute, mean of the last 5 whole minutes.' }),
    failedPerMinute: z.number().min(0).meta({ description: 'The same of those that failed for good.' }),
    lastHour: z
      .object({ done: z.array(count).readonly(), failed: z.array(count).readonly() })
      .meta({ description: 'Each of the last 60 whole minutes, the oldest first.' }),
  })
  .meta({ id: 'QueueOverview' })
export type QueueOverview = z.infer<typeof queueOverview>

const answering = {
  state: z.enum(['ok', 'away']),
  milliseconds: z.number().min(0).nullable().meta({ description: 'Until it answered; null when it did not.' }),
}

const datastores = z.object({
  database: z.object({
    ...answering,
    version: z.string().nullable(),
    bytes: bytes.meta({ description: 'Of the whole database.' }),
    connections: z.object({ used: count, max: count }).nullable().meta({ description: 'Of the server.' }),
    pool: z
      .object({ used: count, idle: count, waiting: count, max: count })
      .meta({ description: 'Of the process that answers.' }),
  }),
  queues: z.object({
    ...answering,
    kind: z.enum(['redis', 'postgres']),
    memory: z
      .object({ used: z.number().int().min(0), max: z.number().int().min(0) })
      .nullable()
      .meta({ description: 'Bytes; null on Postgres and where Redis has no limit.' }),
  }),
  photos: z.object({
    ...answering,
    kind: z.enum(['local', 's3']),
    count: count.nullable().meta({ description: 'Different files.' }),
    bytes: bytes.meta({ description: 'Of these, as they were uploaded.' }),
  }),
})

export const operationsView = z
  .object({
    at: instant,
    queues: z.array(queueOverview).readonly().meta({ description: 'In the order of the flow.' }),
    outbox: z
      .object({
        waiting: count,
        failing: count.meta({ description: 'Of these, tried in vain.' }),
        oldestSeconds: seconds.nullable(),
      })
      .meta({ description: 'What Postgres has yet to hand to the queues.' }),
    processes: z.array(processView).readonly(),
    reconciler: reconcilerView.nullable(),
    failures: z.object({
      current: count.meta({ description: 'Failures that still matter.' }),
      groups: count.meta({ description: 'Faults among these.' }),
      lastHour: count.meta({ description: 'Last seen within the hour, of whatever run.' }),
    }),
    datastores,
    versions: z.object({
      program: z.string(),
      node: z.string(),
      migration: z.string().meta({ description: 'The last one that the database has.' }),
      policy: z.string(),
      bullmq: z.string(),
      engines: z
        .record(z.string(), z.array(z.string()).readonly())
        .meta({ description: 'By check, the versions that workers run now: more than one during a roll-out.' }),
    }),
  })
  .meta({
    id: 'Operations',
    examples: [
      {
        at: '2026-11-23T02:00:00.000Z',
        queues: [
          {
            name: 'document-ocr',
            paused: null,
            canary: {
              publishedAt: '2026-11-23T01:59:50.000Z',
              answeredAt: '2026-11-23T01:59:50.012Z',
              answeredBy: 'prc_06dq7wm1s0k2f9j3b7v5t8yhgc',
              waitMs: 12,
              lateSince: null,
            },
            counts: { waiting: 41, active: 2, delayed: 1, blocked: 0, failed: 3 },
            oldestSeconds: 12.4,
            perMinute: 118.2,
            failedPerMinute: 0.2,
            lastHour: { done: Array.from({ length: 60 }, () => 118), failed: Array.from({ length: 60 }, () => 0) },
          },
        ],
        outbox: { waiting: 0, failing: 0, oldestSeconds: null },
        processes: [],
        reconciler: null,
        failures: { current: 3, groups: 1, lastHour: 3 },
        datastores: {
          database: {
            state: 'ok',
            milliseconds: 0.8,
            version: '18.4',
            bytes: 104_857_600,
            connections: { used: 14, max: 100 },
            pool: { used: 2, idle: 4, waiting: 0, max: 10 },
          },
          queues: { state: 'ok', milliseconds: 0.4, kind: 'redis', memory: { used: 81_000_000, max: 512_000_000 } },
          photos: { state: 'ok', milliseconds: 3.1, kind: 's3', count: 7_412, bytes: 6_442_450_944 },
        },
        versions: {
          program: '0.1.0',
          node: '20.20.2',
          migration: '0020-failures',
          policy: '2026-11-5',
          bullmq: '6.7.0',
          engines: { ocr: ['ppocr-4.1'], clarity: ['vision-9'], scene: ['vision-9'] },
        },
      },
    ],
  })
export type OperationsView = z.infer<typeof operationsView>
