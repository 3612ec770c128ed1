import { z } from 'zod'
import { instant } from './staff-parts.ts'

const doing = z
  .object({
    queue: z.string(),
    jobId: z.string(),
    attempt: z.number().int().min(1),
    since: instant.meta({ description: 'When this attempt began.' }),
  })
  .meta({ id: 'ProcessJob' })

export const processStates = ['running', 'stopping', 'silent'] as const

export const processView = z
  .object({
    id: z.string().meta({ description: 'A new one with each start.' }),
    host: z.string(),
    pid: z.number().int(),
    roles: z.array(z.enum(['api', 'worker', 'relay'])).readonly(),
    queues: z.array(z.string()).readonly().meta({ description: 'Those it works on.' }),
    version: z.string().meta({ description: 'Of the program.' }),
    engines: z
      .record(z.string(), z.string())
      .meta({ description: 'By check, the version of what looks at photos; empty where nothing does.' }),
    startedAt: instant,
    seenAt: instant.meta({ description: 'Its last sign of life.' }),
    state: z.enum(processStates).meta({
      description: '`silent`: it gave no sign of life for 20 seconds; after 60 it is forgotten.',
    }),
    doing: z.array(doing).readonly().meta({ description: 'What it has in hand, oldest first; at most 100.' }),
  })
  .meta({
    id: 'Process',
    examples: [
      {
        id: 'prc_06dq7wm1s0k2f9j3b7v5t8yhgc',
        host: 'worker-7c9f',
        pid: 31,
        roles: ['worker'],
        queues: ['document-ocr', 'photo-clarity', 'scene-authenticity'],
        version: '0.1.0',
        engines: { ocr: 'ppocr-4.1', clarity: 'vision-9', scene: 'vision-9' },
        startedAt: '2026-11-23T01:00:00.000Z',
        seenAt: '2026-11-23T02:00:00.000Z',
        state: 'running',
        doing: [
          {
            queue: 'document-ocr',
            jobId: 'app_06dq7wk3p2v8n4x0c5t9hzbrym-r1-1-ocr-id_portrait',
            attempt: 1,
            since: '2026-11-23T01:59:59.000Z',
          },
        ],
      },
    ],
  })
export type ProcessView = z.infer<typeof processView>

export const processList = z
  .object({ processes: z.array(processView).readonly().meta({ description: 'The one that has run longest first.' }) })
  .meta({ id: 'Processes' })
