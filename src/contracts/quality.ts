import { z } from 'zod'
import { caseOutcomes } from '../domain/case-choice.ts'
import { localisedText } from './localised-text.ts'

export const qualityQuery = z.object({
  from: z.iso.date().optional().meta({ description: 'First day in Shanghai; 90 days before `until` when absent.' }),
  until: z.iso.date().optional().meta({ description: 'Last day; today when absent.' }),
})

const kappa = z
  .number()
  .min(-1)
  .max(1)
  .nullable()
  .meta({
    description:
      'Cohen’s kappa: (observed − expected agreement) / (1 − expected). Null where there is nothing to reckon with, or chance alone ' +
      'would agree always.',
  })
const share = z.number().min(0).max(1).nullable().meta({ description: 'Null without second looks.' })
const count = z.number().int().min(0)

const cell = z.object({ first: z.enum(caseOutcomes), second: z.enum(caseOutcomes), count })

/** How far two people who did not know of each other agree. */
export const qualityView = z
  .object({
    from: z.iso.date(),
    until: z.iso.date(),
    decided: count.meta({ description: 'Cases that people decided.' }),
    drawn: count.meta({ description: 'Of those, given to a second look.' }),
    looks: count.meta({ description: 'Second looks done.' }),
    agreed: count.meta({ description: 'The same outcome, and a reason in common where reasons were named.' }),
    agreement: share,
    kappa: kappa.meta({ description: 'Over the four outcomes; null where there is nothing to reckon with.' }),
    table: z.array(cell).readonly().meta({ description: 'How often each pair of outcomes came about.' }),
    outcomes: z
      .array(
        z.object({ outcome: z.enum(caseOutcomes), first: count, second: count, both: count, agreement: share, kappa }),
      )
      .readonly()
      .meta({ description: 'Agreement: both, of the looks in which either came to it.' }),
    reasons: z
      .array(
        z.object({
          code: z.string(),
          text: localisedText,
          first: count,
          second: count,
          both: count,
          agreement: share,
          kappa,
        }),
      )
      .readonly()
      .meta({ description: 'Per reason that either named; those named most first.' }),
    secondPersons: z
      .object({ asked: count, confirmed: count, refused: count })
      .meta({ description: 'Decisions that waited for another person.' }),
  })
  .meta({
    id: 'Quality',
    examples: [
      {
        from: '2026-09-01',
        until: '2026-11-23',
        decided: 812,
        drawn: 41,
        looks: 40,
        agreed: 36,
        agreement: 0.9,
        kappa: 0.83,
        table: [
          { first: 'approved', second: 'approved', count: 21 },
          { first: 'resubmission_required', second: 'resubmission_required', count: 15 },
          { first: 'approved', second: 'rejected', count: 4 },
        ],
        outcomes: [{ outcome: 'approved', first: 25, second: 21, both: 21, agreement: 0.84, kappa: 0.8 }],
        reasons: [
          {
            code: 'IMG_BLURRY',
            text: { zh: '{slot}照片模糊，内容无法看清', en: 'The {slot} photo is too blurry to make out' },
            first: 12,
            second: 11,
            both: 10,
            agreement: 0.77,
            kappa: 0.82,
          },
        ],
        secondPersons: { asked: 9, confirmed: 8, refused: 1 },
      },
    ],
  })
export type QualityView = z.infer<typeof qualityView>
