import { z } from 'zod'
import { decidedCase } from './case-decision.ts'
import { caseItem, caseStep } from './case-list.ts'
import { storyView } from './story-view.ts'

/** One case with all there is to know of its application. What may be decided on it is the business of the desk. */
export const caseView = z
  .object({
    case: caseItem,
    log: z.array(caseStep).readonly().meta({ description: 'Oldest first; empty for a blind second look.' }),
    decisions: z
      .array(decidedCase)
      .readonly()
      .meta({ description: 'Of people on this case, newest first; empty for a blind second look.' }),
    story: storyView,
  })
  .meta({ id: 'CaseView' })
export type CaseView = z.infer<typeof caseView>
