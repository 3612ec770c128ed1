import { z } from 'zod'
import { merchantTypes } from '../domain/application.ts'
import { materialKind } from './findings.ts'
import { localisedText } from './localised-text.ts'

/** The checklist that an applicant sees. */
export const requirementsView = z
  .object({
    merchantType: z.enum(merchantTypes),
    materials: z
      .array(
        z.object({
          kind: materialKind,
          need: z.enum(['required', 'optional', 'one_of_sets']),
          name: localisedText,
          instruction: localisedText,
        }),
      )
      .readonly()
      .meta({ description: 'In the order in which people bring them.' }),
    sets: z
      .array(z.array(materialKind).readonly())
      .readonly()
      .meta({ description: 'One of these must be complete; empty where nothing is left to choose.' }),
  })
  .meta({ id: 'Requirements' })
