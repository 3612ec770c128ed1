import { z } from 'zod'
import { materialKinds } from '../domain/application.ts'
import { outcomes } from '../domain/decision.ts'
import { checks } from '../domain/evidence.ts'
import { reasonCodes } from '../domain/reasons.ts'
import {
  approvalCauses,
  batchStates,
  failedSteps,
  itemStates,
  rerunModes,
  rerunResults,
  rerunSkips,
  rerunSteps,
} from '../domain/rerun-words.ts'
import { statuses } from '../domain/status.ts'
import { localisedText } from './localised-text.ts'
import { rerunFilter } from './rerun-request.ts'
import { actorView, instant } from './staff-parts.ts'

/** Work that is run again: the trial of it, batches, and their items. Ids, codes and counts. */

const count = z.number().int().min(0)

const subject = {
  kind: z.enum(['screening', 'message']).meta({ description: '`message`: an SMS, push or webhook that was given up.' }),
  application: z.object({ id: z.string(), reference: z.string(), revision: z.number().int().min(1) }),
  effectId: z.string().nullable().meta({ description: 'Of a message; it is sent again under this id.' }),
}

const skipCount = z
  .object({ why: z.enum(rerunSkips), text: localisedText, count })
  .meta({ id: 'RerunSkipCount', description: 'What is left as it is, and why.' })

const approval = z
  .array(z.object({ cause: z.enum(approvalCauses), text: localisedText }))
  .readonly()
  .meta({ description: 'Why another person has to approve it; empty where nobody has to.' })

const exampleSkips = [
  {
    why: 'person_decided' as const,
    text: { zh: '已由人工决定，保持不变', en: 'A person decided it, and that stays' },
    count: 9,
  },
]
const exampleApproval = [
  { cause: 'many' as const, text: { zh: '超过 100 件，须由另一人批准', en: 'Over 100: another person approves it' } },
]

export const rerunDryRun = z
  .object({
    matched: count.meta({ description: 'That the filter finds.' }),
    count: count.meta({ description: 'That would be run again: `matched` without the skipped.' }),
    skipped: z.array(skipCount).readonly(),
    steps: z
      .array(
        z.object({
          step: z.enum([...rerunSteps, 'notification']),
          count: count.meta({ description: 'Jobs of this step.' }),
          seconds: z.number().min(0).nullable().meta({
            description: 'Of work, by what this step took of late; null where it was not measured yet.',
          }),
        }),
      )
      .readonly()
      .meta({ description: 'What would be done, in the order of the flow.' }),
    failures: z
      .array(z.object({ step: z.enum(failedSteps), class: z.string().nullable(), code: z.string().nullable(), count }))
      .readonly()
      .meta({ description: 'What failed of those that would be run again, the most frequent first.' }),
    cost: z
      .object({
        workSeconds: z.number().min(0).meta({ description: 'Of all steps together, on one core.' }),
        beginSeconds: z.number().min(0).meta({ description: 'Until the last one has begun, at this rate.' }),
      })
      .meta({ id: 'RerunCost' }),
    sideEffects: z
      .object({
        decided: count.meta({ description: 'Applications whose applicants have had an answer.' }),
        openCases: count.meta({ description: 'Free cases that may be closed or change.' }),
        openCallbacks: count.meta({ description: 'Calls nobody has made yet that may be closed or change.' }),
        applicantsTold: count.meta({
          description: 'Applicants who are told something at most: where the outcome changes, and messages sent again.',
        }),
        webhooks: count.meta({ description: 'Messages to endpoints at most.' }),
      })
      .meta({ id: 'RerunSideEffects' }),
    approval,
    sample: z
      .array(
        z.object({
          ...subject,
          status: z.enum(statuses),
          outcome: z.enum(outcomes).nullable(),
          steps: z.array(z.enum([...rerunSteps, 'notification'])).readonly(),
          skipped: z.enum(rerunSkips).nullable(),
        }),
      )
      .readonly()
      .meta({ description: 'Twenty of them, spread over all, those that would be run again first.' }),
    milliseconds: count.meta({ description: 'That this took.' }),
  })
  .meta({
    id: 'RerunDryRun',
    examples: [
      {
        matched: 223,
        count: 214,
        skipped: exampleSkips,
        steps: [
          { step: 'document-ocr', count: 231, seconds: 254.1 },
          { step: 'account-match', count: 214, seconds: 2.1 },
          { step: 'decision', count: 214, seconds: 0 },
        ],
        failures: [{ step: 'document-ocr', class: 'engine', code: 'MODEL_MISSING', count: 231 }],
        cost: { workSeconds: 256.2, beginSeconds: 10.7 },
        sideEffects: { decided: 0, openCases: 214, openCallbacks: 0, applicantsTold: 214, webhooks: 214 },
        approval: exampleApproval,
        sample: [
          {
            kind: 'screening',
            application: { id: 'app_06dq7wm1s0k2f9j3b7v5t8yhgc', reference: 'A-1005', revision: 1 },
            effectId: null,
            status: 'review_pending',
            outcome: 'manual_review',
            steps: ['document-ocr', 'account-match', 'decision'],
            skipped: null,
          },
        ],
        milliseconds: 86,
      },
    ],
  })
export type RerunDryRun = z.infer<typeof rerunDryRun>

export const rerunStatistics = z
  .object({
    total: count.meta({ description: 'Items, those that were skipped at once included.' }),
    byState: z.record(z.enum(itemStates), count),
    results: z.record(z.enum(rerunResults), count),
    changes: z
      .array(z.object({ from: z.enum(outcomes), to: z.enum(outcomes), count }))
      .readonly()
      .meta({ description: 'Outcomes that changed; of a shadow, that would have.' }),
    skipped: z.array(skipCount).readonly(),
  })
  .meta({ id: 'RerunStatistics' })
export type RerunStatistics = z.infer<typeof rerunStatistics>

export const rerunPolicies = z
  .object({
    policies: z
      .array(
        z.object({
          version: z.string(),
          proposedBy: z.string().nullable().meta({ description: 'Under the name that was given with it.' }),
          proposedAt: instant.nullable(),
          note: z.string().nullable(),
        }),
      )
      .readonly()
      .meta({ description: 'The newest first; at most 50.' }),
  })
  .meta({
    id: 'RerunPolicies',
    examples: [
      {
        policies: [
          { version: '2026-12-1', proposedBy: '何策略', proposedAt: '2026-11-23T01:00:00.000Z', note: '放宽清晰度' },
        ],
      },
    ],
  })
export type RerunPolicies = z.infer<typeof rerunPolicies>

export const rerunBatch = z
  .object({
    id: z.string(),
    state: z.enum(batchStates).meta({ description: '`waiting`: for another person to approve it.' }),
    mode: z.enum(rerunModes),
    from: z.enum(rerunSteps).nullable(),
    policy: z
      .string()
      .nullable()
      .meta({ description: 'Of a shadow: the policy that it tries; null for the one in force.' }),
    filter: rerunFilter,
    rate: z.number().int().min(1),
    reason: z.string(),
    approval,
    askedBy: actorView,
    askedAt: instant,
    approvedBy: actorView.nullable().meta({ description: 'Who approved or refused it.' }),
    approvedAt: instant.nullable(),
    answer: z.string().nullable().meta({ description: 'What they said to it.' }),
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
    changedBy: actorView.nullable().meta({ description: 'Who paused, resumed or cancelled it last.' }),
    progress: z.number().min(0).max(1).meta({ description: 'Share of the items that have ended.' }),
    statistics: rerunStatistics,
    may: z
      .object({ approve: z.boolean(), pause: z.boolean(), resume: z.boolean(), cancel: z.boolean() })
      .meta({ description: 'What whoever asks may do with it now.' }),
  })
  .meta({
    id: 'RerunBatch',
    examples: [
      {
        id: 'rrb_06dq7wm1s0k2f9j3b7v5t8yhgc',
        state: 'running',
        mode: 'failed',
        from: null,
        policy: null,
        filter: { steps: ['document-ocr'] },
        rate: 20,
        reason: 'OCR 模型文件缺失，已补齐',
        approval: exampleApproval,
        askedBy: { kind: 'person', id: 'usr_06dq7wm1s0k2f9j3b7v5t8yhgc', displayName: '陈运维' },
        askedAt: '2026-11-23T02:00:00.000Z',
        approvedBy: { kind: 'person', id: 'usr_06dq7wm1s0k2f9j3b7v5t8yhgd', displayName: '赵主管' },
        approvedAt: '2026-11-23T02:04:00.000Z',
        answer: '已与审核组确认',
        startedAt: '2026-11-23T02:04:00.000Z',
        endedAt: null,
        changedBy: null,
        progress: 0.54,
        statistics: {
          total: 223,
          byState: { waiting: 88, running: 14, done: 110, skipped: 11, failed: 0, cancelled: 0 },
          results: { same: 3, reasons_changed: 21, outcome_changed: 86, sent: 0 },
          changes: [{ from: 'manual_review', to: 'approved', count: 86 }],
          skipped: exampleSkips,
        },
        may: { approve: false, pause: true, resume: false, cancel: true },
      },
    ],
  })
export type RerunBatch = z.infer<typeof rerunBatch>

export const rerunList = z
  .object({
    batches: z.array(rerunBatch).readonly().meta({ description: 'The newest first.' }),
    next: z.string().nullable().meta({ description: 'For `after`; null at the end.' }),
  })
  .meta({ id: 'RerunList' })
export type RerunList = z.infer<typeof rerunList>

const summary = z
  .object({
    outcome: z.enum(outcomes),
    risk: z.number().int().min(0).max(100),
    policy: z.string(),
    reasons: z.array(z.enum(reasonCodes)).readonly(),
    engines: z
      .record(z.string(), z.array(z.string()).readonly())
      .optional()
      .meta({ description: 'What looked: its versions, by check.' }),
  })
  .meta({ id: 'RerunDecided' })

const seenDifference = z
  .object({
    check: z.enum(checks),
    slot: z.enum([...materialKinds, 'application']),
    field: z.string().meta({ description: 'A field of a document, a fault, or a comparison.' }),
    change: z.enum(['appeared', 'gone', 'changed']),
    from: z.string().optional().meta({ description: 'A score, a verdict, a kind; never what was read.' }),
    to: z.string().optional(),
  })
  .meta({ id: 'RerunSeenDifference' })

export const rerunItem = z
  .object({
    number: z.number().int().min(1),
    ...subject,
    state: z.enum(itemStates),
    run: z.number().int().min(1).nullable().meta({ description: 'Of the application; null until it begins.' }),
    result: z.enum(rerunResults).nullable(),
    skipped: z.object({ why: z.enum(rerunSkips), text: localisedText }).nullable(),
    before: summary.nullable().meta({ description: 'The decision that stood when it was compared.' }),
    after: summary.nullable().meta({ description: 'What it came to; of a shadow, what it would have come to.' }),
    appeared: z.array(z.enum(reasonCodes)).readonly().meta({ description: 'Reasons that are new.' }),
    gone: z.array(z.enum(reasonCodes)).readonly().meta({ description: 'Reasons that are so no longer.' }),
    differs: z.array(seenDifference).readonly().meta({ description: 'What was seen otherwise, field by field.' }),
    error: z.string().nullable(),
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
  })
  .meta({
    id: 'RerunItem',
    examples: [
      {
        number: 1,
        kind: 'screening',
        application: { id: 'app_06dq7wm1s0k2f9j3b7v5t8yhgc', reference: 'A-1005', revision: 1 },
        effectId: null,
        state: 'done',
        run: 2,
        result: 'outcome_changed',
        skipped: null,
        before: { outcome: 'manual_review', risk: 40, policy: '2026-11-5', reasons: ['CHECK_FAILED'] },
        after: { outcome: 'approved', risk: 0, policy: '2026-11-5', reasons: [] },
        appeared: [],
        gone: ['CHECK_FAILED'],
        differs: [{ check: 'ocr', slot: 'bank_card', field: 'cardNumber', change: 'appeared' }],
        error: null,
        startedAt: '2026-11-23T02:04:00.000Z',
        endedAt: '2026-11-23T02:04:02.000Z',
      },
    ],
  })
export type RerunItem = z.infer<typeof rerunItem>

export const rerunItems = z
  .object({
    items: z.array(rerunItem).readonly(),
    next: z.string().nullable().meta({ description: 'For `after`; null at the end.' }),
  })
  .meta({ id: 'RerunItems' })
export type RerunItems = z.infer<typeof rerunItems>

const changed = { appeared: count, gone: count }

/** What a batch came to, over all its items: for whoever weighs whether a new engine or policy may be put in force. */
export const rerunDifferences = z
  .object({
    compared: count.meta({ description: 'Items of which there is something to compare.' }),
    engines: z
      .array(
        z.object({
          check: z.enum(checks),
          from: z.array(z.string()).readonly(),
          to: z.array(z.string()).readonly(),
          count,
        }),
      )
      .readonly()
      .meta({ description: 'Versions that looked then and now, by check; also where they are the same.' }),
    policies: z
      .array(z.object({ from: z.string(), to: z.string(), count }))
      .readonly()
      .meta({ description: 'Policies that decided then and now.' }),
    reasons: z
      .array(z.object({ code: z.enum(reasonCodes), ...changed }))
      .readonly()
      .meta({ description: 'Reasons that are new or are so no longer, the most frequent first.' }),
    fields: z
      .array(
        z.object({
          check: z.enum(checks),
          slot: seenDifference.shape.slot,
          field: z.string(),
          ...changed,
          changed: count,
        }),
      )
      .readonly()
      .meta({ description: 'What was seen otherwise, the most frequent first; at most 200.' }),
  })
  .meta({
    id: 'RerunDifferences',
    examples: [
      {
        compared: 214,
        engines: [{ check: 'ocr', from: ['ppocr/4.1 readers/9'], to: ['ppocr/4.2 readers/9'], count: 214 }],
        policies: [{ from: '2026-11-5', to: '2026-11-5', count: 214 }],
        reasons: [{ code: 'ID_NUMBER_MISMATCH', appeared: 2, gone: 31 }],
        fields: [{ check: 'ocr', slot: 'id_portrait', field: 'idNumber', appeared: 12, gone: 1, changed: 30 }],
      },
    ],
  })
export type RerunDifferences = z.infer<typeof rerunDifferences>
