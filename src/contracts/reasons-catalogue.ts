import { z } from 'zod'
import { askable, caseOutcomes } from '../domain/case-choice.ts'
import { severities } from '../domain/decision.ts'
import { fixes } from '../domain/reason-entry.ts'
import { materialKind } from './findings.ts'
import { localisedText } from './localised-text.ts'

/** A reason of the catalogue, as a reviewer chooses it. */
const reasonToChoose = z
  .object({
    code: z.string(),
    severity: z.enum(severities).meta({ description: 'What it leads to by the policy in force.' }),
    fraud: z.boolean().meta({ description: 'A suspicion: the applicant is shown neutral words alone.' }),
    fix: z.enum(fixes).meta({ description: 'What an applicant can do about it where it is returned.' }),
    text: localisedText.meta({ description: 'What the applicant is told; `{key}` is to be filled in.' }),
    hint: localisedText,
    internal: localisedText.meta({ description: 'For our own people.' }),
    outcomes: z.array(z.enum(caseOutcomes)).readonly().meta({
      description:
        'Decisions for which a reviewer may name it though no check found it; found, it may be named as it is.',
    }),
    materials: z.array(materialKind).readonly().meta({ description: 'Photos it may be said of; empty: of none.' }),
    needsMaterial: z.boolean().meta({ description: 'It is of one photo, which has to be named.' }),
    fields: z.array(z.string()).readonly().meta({
      description: 'Fields it may be said of, as paths in the form or names of what is read; empty: of none.',
    }),
    needsField: z.boolean(),
    needs: z
      .array(
        z.object({
          key: z.string().meta({ description: 'Name within the text and in `values`.' }),
          kind: z.enum(['date', 'number', 'text']),
          label: localisedText,
          choices: z
            .array(z.object({ value: z.string(), text: localisedText }))
            .readonly()
            .optional()
            .meta({ description: 'Where it is one of few.' }),
        }),
      )
      .readonly()
      .meta({ description: 'What the reviewer has to give where the machine did not find it.' }),
  })
  .meta({ id: 'ReasonToChoose' })
export type ReasonToChoose = z.infer<typeof reasonToChoose>

export const reasonsCatalogue = z
  .object({
    policy: z.string().meta({ description: 'Version of the policy in force.' }),
    reasons: z.array(reasonToChoose).readonly().meta({ description: 'In the order in which people should meet them.' }),
    ask: z
      .array(z.object({ id: z.enum(askable), text: localisedText }))
      .readonly()
      .meta({ description: 'What a callback may be asked about besides.' }),
  })
  .meta({
    id: 'ReasonsCatalogue',
    examples: [
      {
        policy: '2026-11-5',
        reasons: [
          {
            code: 'ID_EXPIRED',
            severity: 'return',
            fraud: false,
            fix: 'replace',
            text: { zh: '身份证已过期（有效期至 {date}）', en: 'The ID card expired on {date}' },
            hint: { zh: '请换领新身份证后重新上传', en: 'Renew the card and upload the new one' },
            internal: { zh: '身份证有效期至 {date}', en: 'ID card valid until {date}' },
            outcomes: ['resubmission_required', 'rejected'],
            materials: ['id_emblem'],
            needsMaterial: true,
            fields: ['validUntil'],
            needsField: false,
            needs: [{ key: 'date', kind: 'date', label: { zh: '日期', en: 'date' } }],
          },
        ],
        ask: [{ id: 'signName', text: { zh: '招牌上的名字', en: 'the name on the sign' } }],
      },
    ],
  })
export type ReasonsCatalogue = z.infer<typeof reasonsCatalogue>
