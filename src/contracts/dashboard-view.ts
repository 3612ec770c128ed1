import { z } from 'zod'
import { outcomes } from '../domain/decision.ts'
import { packed } from '../domain/form-problems.ts'
import { localisedText } from './localised-text.ts'

const dayText = {
  error: packed('FIELD_WRONG', { zh: '请填写日期，如 2026-11-24', en: 'Write a day such as 2026-11-24.' }),
}
const day = z.iso.date().meta({ description: 'A day in Shanghai.', examples: ['2026-11-23'] })
const count = z.number().int().min(0)
const seconds = z.number().min(0).nullable().meta({ description: 'Seconds; null where there was none.' })
const share = z.number().min(0).max(1).nullable().meta({ description: '0 to 1; null where there was none.' })

/** The last 30 days when nothing is said; at most 400. */
export const dashboardQuery = z.strictObject({
  from: z.iso
    .date(dayText)
    .optional()
    .meta({ description: 'The first day, in Shanghai.', examples: ['2026-11-01'] }),
  until: z.iso
    .date(dayText)
    .optional()
    .meta({ description: 'The last day, included.', examples: ['2026-11-23'] }),
})
export type DashboardQuery = z.infer<typeof dashboardQuery>

const byOutcome = z
  .record(z.enum(outcomes), count)
  .meta({ description: 'What the policy first decided on each revision.' })
const spread = z.object({ p50: seconds, p90: seconds })
const work = z.object({ open: count, overdue: count })
const person = z.object({ id: z.string(), displayName: z.string().nullable() })

/** How it went: volumes, outcomes, times, reasons and load, by days in Shanghai. */
export const dashboardView = z
  .object({
    from: day,
    until: day,
    submitted: count.meta({ description: 'Applications that were handed in for the first time.' }),
    resubmitted: count.meta({ description: 'Further revisions.' }),
    screened: count.meta({ description: 'Revisions that the policy decided on.' }),
    outcomes: byOutcome,
    ended: z
      .object({ approved: count, rejected: count, withdrawn: count, expired: count })
      .meta({ description: 'How applications ended.' }),
    straightThrough: z
      .object({ count, of: count, share })
      .meta({ description: 'Approved or rejected without anybody of ours, of all that were approved or rejected.' }),
    timeToDecision: z.object({ screening: spread, answer: spread }).meta({
      description:
        '`screening`: from a revision’s submission to the decision of the policy. `answer`: from the first submission until ' +
        'it was approved or rejected, the applicant’s own time included.',
    }),
    promise: z
      .object({ kept: count, missed: count, share, running: count, overdue: count })
      .meta({ description: 'Of those answered in these days, and of those that wait now.' }),
    reasons: z
      .array(
        z.object({ code: z.string(), text: localisedText, fraud: z.boolean(), count, days: z.array(count).readonly() }),
      )
      .readonly()
      .meta({
        description: 'The 20 most frequent of the policy’s decisions, `info` left out; `days` as `days` below.',
      }),
    reviewers: z
      .array(z.object({ person, decided: count, confirmed: count, open: count }))
      .readonly()
      .meta({ description: 'Decided and confirmed in these days; open now.' }),
    callbacks: z.object({
      attempts: count,
      outcomes: z.array(z.object({ outcome: z.string(), count })).readonly(),
      ...work.shape,
    }),
    cases: z.object({ opened: count, closed: count, ...work.shape }),
    days: z
      .array(
        z.object({ day, submitted: count, screened: count, outcomes: byOutcome, straightThrough: share, p50: seconds }),
      )
      .readonly()
      .meta({ description: 'Each day, also those without any. `p50`: of the screening.' }),
  })
  .meta({
    id: 'Dashboard',
    examples: [
      {
        from: '2026-11-23',
        until: '2026-11-23',
        submitted: 41,
        resubmitted: 6,
        screened: 46,
        outcomes: { approved: 25, callback_required: 6, manual_review: 7, resubmission_required: 7, rejected: 1 },
        ended: { approved: 31, rejected: 1, withdrawn: 1, expired: 0 },
        straightThrough: { count: 25, of: 32, share: 0.78 },
        timeToDecision: { screening: { p50: 6.1, p90: 11.8 }, answer: { p50: 9.4, p90: 88_200 } },
        promise: { kept: 32, missed: 0, share: 1, running: 9, overdue: 0 },
        reasons: [
          {
            code: 'IMG_BLURRY',
            text: { zh: '照片模糊', en: 'The photo is blurred' },
            fraud: false,
            count: 5,
            days: [5],
          },
        ],
        reviewers: [
          {
            person: { id: 'usr_06dq8m1s0k2f9j3b7v5t8yhgc4', displayName: '李审核' },
            decided: 5,
            confirmed: 0,
            open: 2,
          },
        ],
        callbacks: { attempts: 8, outcomes: [{ outcome: 'reached', count: 6 }], open: 1, overdue: 0 },
        cases: { opened: 7, closed: 5, open: 2, overdue: 0 },
        days: [
          {
            day: '2026-11-23',
            submitted: 41,
            screened: 46,
            outcomes: { approved: 25, callback_required: 6, manual_review: 7, resubmission_required: 7, rejected: 1 },
            straightThrough: 0.78,
            p50: 6.1,
          },
        ],
      },
    ],
  })
export type DashboardView = z.infer<typeof dashboardView>
