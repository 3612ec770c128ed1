import { z } from 'zod'
import { box } from './box.ts'
import { materialKind } from './findings.ts'
import { localisedText } from './localised-text.ts'

const precheckReason = z
  .object({
    code: z
      .string()
      .meta({ description: 'Code from the catalogue of reasons; more may come, so accept unknown ones.' }),
    message: localisedText.meta({ description: 'What is wrong; made to be shown to the applicant.' }),
    hint: localisedText.meta({ description: 'How to take a better photo.' }),
    cause: z
      .enum(['focus', 'motion'])
      .optional()
      .meta({ description: 'Of a blurred photo: it is out of focus, or the camera moved.' }),
    region: box.optional().meta({ description: 'Where it is worst; absent where it is the whole photo.' }),
    factor: z.number().min(0).max(1).optional().meta({
      description: 'Share of the clarity that is left by this fault alone; absent where it is not about clarity.',
    }),
  })
  .meta({ id: 'PrecheckReason' })

export const precheckExample = {
  verdict: 'retake' as const,
  clarity: 12,
  policy: '2026-11-5',
  reasons: [
    {
      code: 'IMG_GLARE',
      message: {
        zh: '营业执照照片反光，遮挡了部分内容',
        en: 'In the business licence photo glare covers part of it',
      },
      hint: {
        zh: '请关闭闪光灯，换个角度重新拍摄',
        en: 'Switch off the flash and take the photo from another angle',
      },
      region: { x: 1480, y: 420, width: 510, height: 360 },
      factor: 0.14,
    },
  ],
}

/** What can be said of a photo at once, from its pixels alone. */
export const precheckView = z
  .object({
    verdict: z.enum(['ok', 'retake']).meta({
      description:
        '`retake`: show the reasons and ask for another photo; sent on as it is, it would probably be returned. `ok`: nothing speaks against it as yet.',
    }),
    clarity: z.number().int().min(0).max(100).nullable().meta({
      description:
        'How well it can be read (papers) or seen (premises), 0 to 100; null where it could not be measured.',
    }),
    policy: z.string().meta({ description: 'Version of the policy whose thresholds were used.' }),
    reasons: z.array(precheckReason).readonly().meta({ description: 'The worst first; empty with `ok`.' }),
  })
  .meta({ id: 'Precheck', examples: [precheckExample] })

/** One line of `zhunru precheck --json`. */
export const precheckResult = z.object({
  /** As it was named on the command line. */
  file: z.string(),
  kind: materialKind,
  /** What said so: the file's name, `--kind`, or nothing. */
  kindFrom: z.enum(['name', 'option', 'default']),
  sha256: z.string(),
  size: z.number().int().positive(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  ...precheckView.shape,
  /** Where the picture of `--explain` is. */
  clarityMap: z.string().optional(),
})
export type PrecheckResult = z.infer<typeof precheckResult>
