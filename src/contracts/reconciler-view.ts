import { z } from 'zod'
import { lostKinds } from '../domain/lost-work.ts'

const count = z.number().int().min(0)
const instant = z.iso.datetime()

const lostView = z
  .object({
    kind: z.enum(lostKinds).meta({
      description:
        'What was lost: a `message` that waits to be handed to the queues, the jobs of a `run` that is not decided, a `case` or ' +
        'a `callback` that was never opened, an `effect` that is due and whose job is gone.',
    }),
    lookedAt: instant.nullable().meta({ description: 'When it was last looked for; null before the first time.' }),
    suspects: count.meta({ description: 'At the last look: overdue, whether its jobs were there or not.' }),
    lost: count.meta({ description: 'Of these: those whose jobs were gone.' }),
    oldestSeconds: z
      .number()
      .min(0)
      .nullable()
      .meta({ description: 'For how long the one that had waited longest had not moved; null without suspects.' }),
    repaired: z
      .object({ hour: count, day: count, total: count })
      .meta({ description: 'Published again: in the last hour, the last 24 hours, and ever.' }),
    givenUp: z.object({ hour: count, day: count, total: count }).meta({
      description: 'Not tried any more, so that a person looks: checks that never ended, messages that no queue takes.',
    }),
    lastRepairAt: instant.nullable(),
  })
  .meta({ id: 'LostWork' })

/** The part that compares what Postgres says is to be done with what the queues hold. */
export const reconcilerView = z
  .object({
    everySeconds: count.meta({ description: 'Between two looks.' }),
    lookedAt: instant.nullable().meta({ description: 'The last look that came to its end, by whatever process.' }),
    took: z.number().min(0).nullable().meta({ description: 'How long it took; seconds.' }),
    kinds: z.array(lostView).readonly().meta({ description: 'One for each kind, in the order of the flow.' }),
  })
  .meta({
    id: 'Reconciler',
    examples: [
      {
        everySeconds: 15,
        lookedAt: '2026-11-23T12:00:00.000Z',
        took: 0.041,
        kinds: [
          {
            kind: 'run',
            lookedAt: '2026-11-23T12:00:00.000Z',
            suspects: 12,
            lost: 2,
            oldestSeconds: 48.2,
            repaired: { hour: 2, day: 7, total: 31 },
            givenUp: { hour: 0, day: 1, total: 1 },
            lastRepairAt: '2026-11-23T12:00:00.000Z',
          },
        ],
      },
    ],
  })
export type ReconcilerView = z.infer<typeof reconcilerView>
