import { z } from 'zod'

/** A text for people in both languages. */
export const localisedText = z
  .object({ zh: z.string(), en: z.string() })
  .meta({ id: 'LocalisedText', description: 'A text for people, in Chinese and English.' })
