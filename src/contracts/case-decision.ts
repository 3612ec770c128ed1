import { z } from 'zod'
import { askable, caseOutcomes, secondPersonCauses } from '../domain/case-choice.ts'
import { packed } from '../domain/form-problems.ts'
import { reasonCodes } from '../domain/reasons.ts'
import { statuses } from '../domain/status.ts'
import { dueItem } from './due-view.ts'
import { materialKind } from './findings.ts'
import { localisedText } from './localised-text.ts'
import { actorView, instant } from './staff-parts.ts'
import { staffReason } from './story-decisions.ts'

/** What is said by a person about a person stays short. Characters. */
const LONGEST_WHY = 500

const wanted = packed('FIELD_WRONG', {
  zh: `请用 1 至 ${LONGEST_WHY} 个字说明原因`,
  en: `Say why in 1 to ${LONGEST_WHY} characters.`,
})
const why = z
  .string()
  .trim()
  .min(1, { error: wanted })
  .max(LONGEST_WHY, { error: wanted })
  .meta({ description: 'For our own people; the applicant does not see it.' })

const field = z
  .string()
  .regex(/^[A-Za-z]+(?:\.[A-Za-z]+){0,2}$/)
  .nullable()
  .default(null)
  .meta({ description: 'Path in the form, or name of the field read from the photo.' })
const reasonRef = {
  code: z.enum(reasonCodes).meta({ description: 'Code from GET /v1/reasons.' }),
  material: materialKind.nullable().default(null),
  field,
}

const namedReason = z
  .strictObject({
    ...reasonRef,
    values: z
      .record(
        z.string().regex(/^[A-Za-z]{1,20}$/),
        z.union([z.string().trim().min(1).max(60), z.number().min(-1e6).max(1e6)]),
      )
      .default({})
      .meta({ description: 'What its texts need, where no check found it; found, the figures of the check stand.' }),
  })
  .meta({ id: 'NamedReason' })

const choiceExample = {
  outcome: 'resubmission_required' as const,
  reasons: [{ code: 'IMG_BLURRY' as const, material: 'id_portrait' as const, field: null, values: {} }],
  ask: [],
  overrides: [],
  why: null,
}
/** What is decided, without what it rests on: to be looked at before it counts. */
export const caseChoice = z
  .strictObject({
    outcome: z.enum(caseOutcomes),
    reasons: z.array(namedReason).max(40).default([]).meta({
      description:
        'What it is returned for (each mendable by the applicant), refused for, or is to be called about. None when approving.',
    }),
    ask: z
      .array(z.enum(askable))
      .max(askable.length)
      .default([])
      .meta({ description: 'Of a callback: questions to ask besides; GET /v1/reasons names them.' }),
    overrides: z
      .array(z.strictObject({ ...reasonRef, why }))
      .max(80)
      .default([])
      .meta({ description: 'Of an approval: why a reason that stands is passed over.' }),
    why: why
      .nullable()
      .default(null)
      .meta({ description: 'Of an approval: why all the others that stand are passed over.' }),
  })
  .meta({
    id: 'CaseChoice',
    examples: [choiceExample],
  })
export type CaseChoiceInput = z.input<typeof caseChoice>

const screenExample = {
  revision: 1,
  run: 1,
  version: 3,
  decision: 'dec_06dq7wm1s0k2f9j3b7v5t8yhgc',
  reasons: ['ACCT_NAME_MISMATCH||settlementAccount.accountName'],
  materials: ['mat_06dq7wk4h8s2m6y1e7w3qtnvbd'],
  evidence: ['evi_06dq7wk4h8s2m6y1e7w3qtnvbe'],
}
const ids = z.array(z.string().max(300)).max(200).readonly()
/** What a decision rests on; given with the desk, and sent back as it was with the decision. */
export const screen = z
  .strictObject({
    revision: z.number().int().min(1),
    run: z.number().int().min(1),
    version: z.number().int().min(0).meta({ description: 'Of the case.' }),
    decision: z.string().max(40).meta({ description: 'Whose reasons were shown.' }),
    reasons: ids.meta({ description: 'Keys of the reasons that stood.' }),
    materials: ids,
    evidence: ids,
  })
  .meta({ id: 'Screen', description: 'What was on screen; send it back as it came.', examples: [screenExample] })

export const caseDecisionBody = caseChoice
  .safeExtend({
    note: z.string().trim().max(2_000).nullable().default(null).meta({ description: 'For our own people.' }),
    screen,
  })
  .meta({
    id: 'DecideCase',
    examples: [{ ...choiceExample, note: null, screen: screenExample }],
  })
export type CaseDecisionInput = z.input<typeof caseDecisionBody>

const secondPerson = z
  .object({
    why: z
      .array(z.object({ cause: z.enum(secondPersonCauses), code: z.string().nullable(), text: localisedText }))
      .readonly(),
  })
  .nullable()
  .meta({ description: 'Why another person has to confirm; null where nobody has to.' })

const toldReason = z.object({
  code: z.string(),
  material: materialKind.nullable(),
  field: z.string().nullable(),
  message: localisedText,
  hint: localisedText,
})

const sms = z
  .object({ zh: z.string(), en: z.string() })
  .nullable()
  .meta({ description: 'The message to the phone in both languages; null where none is sent.' })

export const casePreview = z
  .object({
    told: z.array(toldReason).readonly().meta({ description: 'As the applicant will read it.' }),
    due: z.array(dueItem).readonly().meta({ description: 'What the applicant will have to bring.' }),
    sms,
    language: z.enum(['zh', 'en']).meta({ description: 'The one that the applicant is told in.' }),
    passedOver: z.array(staffReason).readonly().meta({ description: 'What stands and is passed over by it.' }),
    secondPerson,
  })
  .meta({ id: 'CasePreview' })
export type CasePreview = z.infer<typeof casePreview>

/** A decision of a person on a case. */
export const decidedCase = z
  .object({
    id: z.string(),
    outcome: z.enum(caseOutcomes),
    state: z.enum(['final', 'waiting', 'confirmed', 'refused']).meta({
      description: '`waiting`: for another person; `refused` by them: the case is back with who decided.',
    }),
    decidedBy: actorView,
    decidedAt: instant,
    reasons: z.array(staffReason).readonly(),
    overrides: z
      .array(
        z.object({
          code: z.string(),
          material: materialKind.nullable(),
          field: z.string().nullable(),
          why: z.string(),
        }),
      )
      .readonly(),
    note: z.string().nullable(),
    secondPerson,
    checkedBy: actorView.nullable(),
    checkedAt: instant.nullable(),
    checkNote: z.string().nullable(),
  })
  .meta({ id: 'DecidedCase' })
export type DecidedCase = z.infer<typeof decidedCase>

/** All that is needed to decide a case: what stands, what may be chosen, who may. */
export const decisionDesk = z
  .object({
    caseId: z.string(),
    screen: screen.nullable().meta({ description: 'Null of a case that is closed.' }),
    standing: z.array(staffReason).readonly().meta({
      description:
        'Reasons that stand: what the checks found and what people decided against. An approval passes over each.',
    }),
    mayDecide: z.boolean(),
    maySecond: z.boolean(),
    mayNot: localisedText.nullable().meta({ description: 'Why neither; null where either is possible.' }),
    decisions: z
      .array(decidedCase)
      .readonly()
      .meta({ description: 'Of people on this case, newest first; the first may be waiting.' }),
  })
  .meta({ id: 'DecisionDesk' })
export type DecisionDesk = z.infer<typeof decisionDesk>

/** Answer to a decision, and to a second person's. */
export const caseDecisionReceipt = z
  .object({
    decision: decidedCase,
    case: z.object({ id: z.string(), state: z.string() }),
    application: z.object({
      id: z.string(),
      reference: z.string(),
      status: z.enum(statuses),
      revision: z.number().int(),
    }),
  })
  .meta({ id: 'CaseDecisionReceipt' })
export type CaseDecisionReceipt = z.infer<typeof caseDecisionReceipt>

export const secondBody = z
  .strictObject({
    decision: z
      .string()
      .regex(/^cde_[0-9a-z]{1,40}$/)
      .meta({ description: 'The one that was on screen.', examples: ['cde_06dq7wm1s0k2f9j3b7v5t8yhgc'] }),
    confirm: z.boolean(),
    why: z
      .string()
      .trim()
      .max(LONGEST_WHY, { error: wanted })
      .nullable()
      .default(null)
      .meta({ description: 'Needed to refuse; it goes back to who decided.' }),
  })
  .meta({
    id: 'ConfirmDecision',
    examples: [{ decision: 'cde_06dq7wm1s0k2f9j3b7v5t8yhgc', confirm: true, why: null }],
  })
