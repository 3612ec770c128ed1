import { z } from 'zod'
import { localisedText } from './localised-text.ts'

/** The one shape of every error answer. */
export const errorAnswer = z
  .object({
    error: z.object({
      code: z.string().meta({ description: 'Stable; branch on it, not on the message.' }),
      message: localisedText,
      errors: z
        .array(z.object({ field: z.string(), code: z.string(), message: localisedText }))
        .readonly()
        .optional()
        .meta({ description: 'One entry for each wrong field, for INVALID_FIELD.' }),
      requestId: z.string().meta({ description: 'Name it when you ask about this answer.' }),
    }),
  })
  .meta({ id: 'Error' })
export type ErrorAnswer = z.infer<typeof errorAnswer>
