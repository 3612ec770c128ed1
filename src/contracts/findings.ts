import { z } from 'zod'
import { materialKinds } from '../domain/application.ts'
import { severities } from '../domain/decision.ts'
import { fixes } from '../domain/reason-entry.ts'
import { box } from './box.ts'
import { localisedText } from './localised-text.ts'

export const materialKind = z
  .enum(materialKinds)
  .meta({ id: 'MaterialKind', description: 'The slot that a photo fills.', examples: ['business_licence'] })

/** Why an application ended as it did, as the caller sees it. */
export const reasonView = z
  .object({
    code: z
      .string()
      .meta({ description: 'Code from the catalogue of reasons; more may come, so accept unknown ones.' }),
    severity: z.enum(severities).meta({ description: 'What this reason alone leads to, from least to most.' }),
    material: materialKind.nullable().meta({ description: 'The photo concerned; null where it is none or several.' }),
    field: z.string().nullable().meta({ description: 'Path in the form, or name of the field read from the photo.' }),
    message: localisedText,
    hint: localisedText.meta({ description: 'What the applicant can do about it.' }),
    tellApplicant: z.boolean().meta({
      description:
        'Whether the applicant is to hear of it now: show the message and the hint of those, and never the code, which may name a suspicion.',
    }),
    fix: z.enum(fixes).meta({
      description:
        'What the applicant can do: `retake` the photo, `replace` what it shows by another document or scene, `add` what is ' +
        'lacking, `correct` the field; `wait`: nothing, we are at it; `none`: nothing, it is final.',
    }),
    box: box.optional().meta({ description: 'The part of the photo concerned; absent where it is all of it.' }),
    evidence: z
      .record(z.string(), z.unknown())
      .meta({ description: 'What was seen: expected, observed, confidence …' }),
  })
  .meta({
    id: 'Reason',
    examples: [
      {
        code: 'ACCT_NAME_MISMATCH',
        severity: 'review',
        material: null,
        field: 'settlementAccount.accountName',
        message: { zh: '结算账户名与法人姓名不一致', en: 'The account name is not the legal person’s name' },
        hint: { zh: '请填写法人本人的借记卡', en: 'Give a debit card of the legal person' },
        tellApplicant: true,
        fix: 'wait',
        evidence: { similarity: 0.33 },
      },
    ],
  })
export type ReasonView = z.infer<typeof reasonView>

const point = z.tuple([z.number(), z.number()]).readonly()

/** One value read from a photo. */
const readField = z
  .object({
    value: z.string().nullable().meta({ description: 'Normalised; null where nothing was read.' }),
    confidence: z.number().min(0).max(1),
    raw: z.string().optional().meta({ description: 'As it stood there, where it differs from value.' }),
    box: z.tuple([point, point, point, point]).readonly().optional().meta({
      description: 'Four corners [x, y] in pixels of the upright photo, clockwise from where the text begins.',
    }),
    checkDigit: z.enum(['valid', 'invalid']).optional(),
    repaired: z.literal(true).optional().meta({
      description:
        'One easily confused character was replaced, the only replacement that passes every check; raw is as it was read.',
    }),
    qr: z.enum(['alone', 'agrees', 'differs']).optional().meta({
      description:
        'What the QR code of a licence adds: it alone could be read, it says the same as the print, or it names another licence.',
    }),
    qrValue: z.string().optional().meta({ description: 'What the QR code says, where it differs from the print.' }),
  })
  .meta({ id: 'ReadField', examples: [{ value: '张伟', confidence: 0.99 }] })

/** By material kind, by field name. Kinds and fields that were not asked are absent. */
export const fieldsRead = z
  .partialRecord(materialKind, z.record(z.string(), readField))
  .meta({ id: 'FieldsRead', description: 'What was read from each photo: kind, then field.' })

const photoView = z
  .object({
    clarity: z.number().min(0).max(100).nullable().meta({
      description: 'How well it can be read, 0 to 100; null while not yet measured or where measuring failed.',
    }),
    width: z.number().int().positive().meta({ description: 'Pixels of the upright photo.' }),
    height: z.number().int().positive(),
    sha256: z.string().optional().meta({
      description:
        'Of the file, lower-case hex: tells whether one at hand is the one that was sent. Absent without a service.',
    }),
    removedAt: z.iso.datetime().optional().meta({
      description:
        'When its pixels were removed because they may not be kept, as those of a bank card’s back; absent for all others.',
    }),
  })
  .meta({ id: 'Photo', examples: [{ clarity: 83, width: 2400, height: 1800 }] })

export const photosSeen = z
  .partialRecord(materialKind, photoView)
  .meta({ id: 'PhotosSeen', description: 'By material kind.' })
