import { z } from 'zod'
import { dueActions } from '../domain/due.ts'
import { box } from './box.ts'
import { materialKind } from './findings.ts'
import { localisedText } from './localised-text.ts'

const dueReason = z
  .object({
    code: z
      .string()
      .meta({ description: 'Code from the catalogue of reasons; more may come, so accept unknown ones.' }),
    message: localisedText,
    hint: localisedText,
    box: box.optional().meta({ description: 'The part of the photo concerned; absent where it is all of it.' }),
  })
  .meta({ id: 'DueReason' })

const blurred = {
  message: {
    zh: '身份证人像面照片模糊（清晰度 12/100，需达到 50），内容无法看清',
    en: 'The ID card portrait side photo is too blurry to make out (clarity 12 of 100, at least 50 needed)',
  },
  hint: {
    zh: '请擦净镜头、拿稳手机，对焦清晰后重新拍摄',
    en: 'Wipe the lens, hold the phone still, let the camera focus and take the photo again',
  },
}

/** One thing that the applicant is to bring. */
export const dueItem = z
  .object({
    action: z.enum(dueActions).meta({
      description:
        '`add` a photo that is lacking, `replace` what the photo shows by another document or scene, `retake` the photo, or ' +
        '`correct` a field of the form.',
    }),
    material: materialKind.nullable().meta({
      description: 'The slot; of a field to correct, the photo that it contradicts: another photo there mends it too.',
    }),
    field: z.string().nullable().meta({ description: 'Path in the form of what to correct; null for a photo.' }),
    message: localisedText.meta({
      description: 'What is wrong, the gravest first; made to be shown to the applicant.',
    }),
    hint: localisedText.meta({ description: 'How to mend it.' }),
    reasons: z.array(dueReason).readonly().meta({ description: 'Everything that one new photo or value has to mend.' }),
  })
  .meta({
    id: 'DueItem',
    examples: [
      {
        action: 'retake',
        material: 'id_portrait',
        field: null,
        ...blurred,
        reasons: [
          {
            code: 'IMG_BLURRY',
            ...blurred,
          },
        ],
      },
    ],
  })
