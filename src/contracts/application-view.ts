import { z } from 'zod'
import { materialKinds, merchantTypes } from '../domain/application.ts'
import { checks } from '../domain/evidence.ts'
import { statuses } from '../domain/status.ts'
import { dueItem } from './due-view.ts'
import { promised } from './promise-view.ts'
import { matrixView } from './matrix-view.ts'
import { sceneView } from './scene-view.ts'
import { toldView } from './told-view.ts'
import { shipmentView } from './shipment.ts'
import { screeningResult } from './screening-result.ts'

const instant = z.iso.datetime({ offset: true }).meta({ examples: ['2026-11-23T02:00:00.000Z'] })
const revision = z.number().int().min(1).meta({ description: 'Counts resubmissions; the first is 1.' })

/** One check of the current run. */
const checkProgress = z
  .object({
    check: z.enum(checks),
    slot: z
      .enum([...materialKinds, 'application'])
      .meta({ description: 'The photo it looks at, or the whole application.' }),
    status: z.enum(['pending', 'active', 'done', 'failed']),
    seconds: z.number().nonnegative().nullable().meta({ description: 'Duration; null until finished.' }),
  })
  .meta({ id: 'CheckProgress' })

/** One move of the application from a state to another. */
const historyEntry = z
  .object({
    from: z.enum(statuses).nullable().meta({ description: 'Null for the first entry.' }),
    to: z.enum(statuses),
    at: instant,
    actor: z.string().meta({ description: 'Who moved it: system, applicant or a person’s id.' }),
    reason: z.string().nullable(),
    revision,
  })
  .meta({ id: 'HistoryEntry' })

/** Everything a caller may know of its application. Before the decision `outcome`, `risk` and `policy` are null. */
export const applicationView = z
  .object({
    id: z.string(),
    reference: screeningResult.shape.reference,
    merchantType: z.enum(merchantTypes),
    status: z.enum(statuses),
    revision,
    outcome: screeningResult.shape.outcome.nullable(),
    risk: screeningResult.shape.risk.nullable(),
    policy: screeningResult.shape.policy.nullable(),
    reasons: screeningResult.shape.reasons,
    due: z.array(dueItem).readonly().meta({
      description:
        'What the applicant is to bring now, each slot and field once; empty unless the application is `returned`.',
    }),
    dueBy: z.iso
      .date()
      .nullable()
      .meta({
        description: 'The last day for it, in Shanghai; the application expires with the next. Null unless `returned`.',
        examples: ['2026-12-23'],
      }),
    fields: screeningResult.shape.fields,
    photos: screeningResult.shape.photos,
    matches: matrixView.nullable().meta({ description: 'What was compared, source by source; null until it was.' }),
    scene: sceneView
      .nullable()
      .meta({ description: 'Null until decided, and where there are no premises photos to judge.' }),
    checks: z
      .array(checkProgress)
      .readonly()
      .meta({ description: 'The checks of the current run, in the order of the flow.' }),
    history: z.array(historyEntry).readonly().meta({ description: 'Oldest first.' }),
    promised,
    shipment: shipmentView.nullable().meta({ description: 'How the terminal travels; null while it does not.' }),
    told: z.array(toldView).readonly().meta({ description: 'What was told of it, or is to be; oldest first.' }),
    submittedAt: instant.meta({ description: 'When the current revision was submitted.' }),
    decidedAt: instant.nullable(),
    seconds: screeningResult.shape.seconds
      .nullable()
      .meta({ description: 'From submission to decision; null until decided.' }),
  })
  .meta({ id: 'Application' })
export type ApplicationView = z.infer<typeof applicationView>
