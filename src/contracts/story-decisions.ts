import { z } from 'zod'
import { callbackResults, callbackStates, callOutcomes } from '../domain/callback.ts'
import { caseKinds, caseStates } from '../domain/case.ts'
import { outcomes, severities } from '../domain/decision.ts'
import { verdicts } from '../domain/evidence-match.ts'
import { fixes } from '../domain/reason-entry.ts'
import { box } from './box.ts'
import { caseStep } from './case-list.ts'
import { materialKind } from './findings.ts'
import { localisedText } from './localised-text.ts'
import { actorView, instant } from './staff-parts.ts'

/** Why an application ended as it did, as our own people see it. Personal values in it are masked. */
export const staffReason = z
  .object({
    key: z.string().meta({ description: 'Names the reason within its decision.' }),
    code: z.string(),
    severity: z.enum(severities),
    fraud: z.boolean().meta({ description: 'A suspicion: the applicant sees neutral words alone.' }),
    material: materialKind.nullable(),
    materialId: z.string().nullable(),
    field: z.string().nullable(),
    internal: localisedText.meta({ description: 'For our own people.' }),
    message: localisedText.meta({ description: 'What the applicant sees.' }),
    hint: localisedText,
    tellApplicant: z.boolean(),
    fix: z.enum(fixes),
    box: box.optional(),
    evidence: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'StaffReason' })
export type StaffReason = z.infer<typeof staffReason>

export const overrideView = z
  .object({
    code: z.string(),
    material: materialKind.nullable(),
    field: z.string().nullable(),
    why: z.string().meta({ description: 'Why it was passed over, in the words of who did.' }),
  })
  .meta({ id: 'Override' })

/** One decision, of the policy or of a person. */
export const storyDecision = z
  .object({
    id: z.string(),
    revision: z.number().int(),
    run: z.number().int(),
    at: instant,
    outcome: z.enum(outcomes),
    risk: z.number(),
    policy: z.string(),
    by: actorView,
    confirmedBy: actorView.nullable().meta({ description: 'The other person, where one was needed.' }),
    reasons: z.array(staffReason).readonly(),
    overrides: z.array(overrideView).readonly(),
    note: z.string().nullable(),
  })
  .meta({ id: 'StoryDecision' })
export type StoryDecision = z.infer<typeof storyDecision>

export const storyCase = z
  .object({
    id: z.string(),
    kind: z.enum(caseKinds),
    state: z.enum(caseStates),
    revision: z.number().int(),
    openedAt: instant,
    steps: z.array(caseStep).readonly(),
  })
  .meta({ id: 'StoryCase' })

export const storyCallback = z
  .object({
    id: z.string(),
    state: z.enum(callbackStates),
    result: z.enum(callbackResults).nullable().meta({ description: 'What it came to; null until closed.' }),
    askedBy: z.enum(['policy', 'reviewer']),
    revision: z.number().int(),
    openedAt: instant,
    attempts: z
      .array(
        z.object({
          at: instant,
          by: actorView,
          outcome: z.enum(callOutcomes),
          seconds: z.number().int().min(0).nullable(),
          note: z.string().nullable(),
          callAgainAt: instant.nullable(),
          answers: z
            .array(
              z.object({
                question: localisedText,
                choice: localisedText.nullable(),
                verdict: z.enum(verdicts),
                text: z.string().nullable().meta({ description: 'In the words that were said.' }),
              }),
            )
            .readonly(),
        }),
      )
      .readonly()
      .meta({ description: 'The calls, in order.' }),
  })
  .meta({ id: 'StoryCallback' })
export type StoryCallback = z.infer<typeof storyCallback>
