import { z } from 'zod'
import { merchantTypes } from '../domain/application.ts'
import { caseOutcomes } from '../domain/case-choice.ts'
import { caseChoice, screen } from './case-decision.ts'
import { instant } from './staff-parts.ts'
import { staffReason } from './story-decisions.ts'

const application = z.object({
  id: z.string(),
  reference: z.string(),
  merchantType: z.enum(merchantTypes),
  revision: z.number().int().min(1),
})

/** A closed case that is to be decided again by somebody who does not know how it was decided. */
const secondLookItem = z
  .object({
    id: z.string(),
    application,
    takenAt: instant,
    until: instant.meta({ description: 'Given to somebody else after that.' }),
  })
  .meta({ id: 'SecondLookItem' })

const said = z.object({
  outcome: z.enum(caseOutcomes),
  codes: z.array(z.string()).readonly(),
})

/** How a second look came out. */
export const secondLookResult = z
  .object({
    id: z.string(),
    application,
    agreed: z.boolean().meta({ description: 'The same outcome, and a reason in common where reasons were named.' }),
    first: said,
    second: said,
    decidedAt: instant,
  })
  .meta({ id: 'SecondLookResult' })
export type SecondLookResult = z.infer<typeof secondLookResult>

export const secondLookList = z
  .object({
    free: z.number().int().min(0).meta({
      description:
        'Waiting for somebody, this reader among others. Which ones is not said: nobody can look up beforehand.',
    }),
    open: z.array(secondLookItem).readonly().meta({ description: 'Taken by the reader.' }),
    done: z.array(secondLookResult).readonly().meta({ description: 'By the reader, newest first; at most 50.' }),
  })
  .meta({
    id: 'SecondLookList',
    examples: [
      {
        free: 3,
        open: [
          {
            id: 'slk_06dq7wm1s0k2f9j3b7v5t8yhgc',
            application: {
              id: 'app_06dq7wm1s0k2f9j3b7v5t8yhgc',
              reference: 'A-1001',
              merchantType: 'micro_merchant',
              revision: 1,
            },
            takenAt: '2026-11-23T02:00:00.000Z',
            until: '2026-11-26T02:00:00.000Z',
          },
        ],
        done: [],
      },
    ],
  })
export type SecondLookList = z.infer<typeof secondLookList>

/** What there is to decide: as it stood when the first person decided, without what they decided. */
export const secondLookDesk = z
  .object({
    id: z.string(),
    application,
    screen,
    standing: z.array(staffReason).readonly(),
    until: instant,
  })
  .meta({ id: 'SecondLookDesk' })
export type SecondLookDesk = z.infer<typeof secondLookDesk>

/** Body of `POST /v1/second-looks/:id`. Nothing follows for the application. */
export const secondLookBody = caseChoice
  .safeExtend({ note: z.string().trim().max(2_000).nullable().default(null) })
  .meta({
    id: 'DecideSecondLook',
    examples: [
      {
        outcome: 'rejected',
        reasons: [{ code: 'SCENE_REUSED', material: 'scene_interior', field: null, values: {} }],
        ask: [],
        overrides: [],
        why: null,
        note: null,
      },
    ],
  })

/** Of `POST /v1/second-looks/next`. */
export const nextSecondLook = z
  .object({ secondLook: secondLookDesk.nullable().meta({ description: 'Null where there is none for you.' }) })
  .meta({ id: 'NextSecondLook' })
