import { z } from 'zod'
import { sources, verdicts } from '../domain/evidence-match.ts'
import { facts } from '../domain/match-terms.ts'
import { localisedText } from './localised-text.ts'

const end = {
  source: z
    .enum(sources)
    .meta({ description: 'Who says it: the form, a photo, the bank, the registry, a phone call.' }),
  field: z.string().meta({ description: 'Path in the form, or name of the field.' }),
}

const statement = z
  .object({
    ...end,
    name: localisedText.meta({ description: 'The source, for people.' }),
    value: z.string().nullable().meta({
      description: 'Masked where it is personal; null where the source only confirms or denies, as a bank does.',
    }),
  })
  .meta({ id: 'MatchStatement' })

const pair = z
  .object({
    a: z.object(end),
    b: z.object(end),
    verdict: z.enum(verdicts).meta({
      description:
        'NORMALISED: the same, written differently. PARTIAL: what can be compared agrees. UNKNOWN: a side was not read, ' +
        'or the other system could not be asked; never a mismatch.',
    }),
    confidence: z.number().min(0).max(1).meta({ description: 'The smaller confidence of the two readings.' }),
    similarity: z.number().min(0).max(1).optional().meta({ description: 'Of names and addresses, by letters.' }),
    steps: z
      .array(z.object({ step: z.string(), text: localisedText }))
      .readonly()
      .meta({ description: 'What made the two equal, or why they are not; more steps may come.' }),
  })
  .meta({ id: 'MatchPair' })

const row = z
  .object({
    fact: z.enum(facts),
    name: localisedText,
    verdict: z.enum(verdicts).meta({ description: 'Of its pairs the one that weighs most.' }),
    sources: z.array(statement).readonly(),
    pairs: z.array(pair).readonly(),
  })
  .meta({ id: 'MatchRow' })

/** Sources against facts: who says what of each, and what comparing them came to. */
export const matrixView = z
  .array(row)
  .readonly()
  .meta({
    id: 'MatchMatrix',
    examples: [
      [
        {
          fact: 'personName',
          name: { zh: '姓名', en: 'person’s name' },
          verdict: 'NORMALISED',
          sources: [
            {
              source: 'form',
              field: 'legalPerson.name',
              name: { zh: '申请表：姓名', en: 'form: name' },
              value: '阿***•***',
            },
            {
              source: 'id_portrait',
              field: 'name',
              name: { zh: '身份证人像面', en: 'ID card portrait side' },
              value: '阿***·***',
            },
          ],
          pairs: [
            {
              a: { source: 'form', field: 'legalPerson.name' },
              b: { source: 'id_portrait', field: 'name' },
              verdict: 'NORMALISED',
              confidence: 0.98,
              similarity: 1,
              steps: [{ step: 'dot', text: { zh: '间隔号', en: 'the dot in a name' } }],
            },
          ],
        },
      ],
    ],
  })
export type MatrixView = z.infer<typeof matrixView>
