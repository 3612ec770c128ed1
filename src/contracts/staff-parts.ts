import { z } from 'zod'
import { statuses } from '../domain/status.ts'
import { merchantTypes } from '../domain/application.ts'
import { localisedText } from './localised-text.ts'

/** Parts that several answers for our own people share. */

export const instant = z.iso.datetime({ offset: true }).meta({ examples: ['2026-11-23T02:00:00.000Z'] })

/** Who did something. */
export const actorView = z
  .object({
    kind: z
      .enum(['system', 'applicant', 'person', 'program'])
      .meta({ description: '`program`: a client of the API, or whoever sits at the machine of an embedded service.' }),
    id: z.string().meta({ description: '`usr_…` of a person, `cli_…` of a program, else the word itself.' }),
    displayName: z.string().nullable().meta({ description: 'Null where it has none.' }),
  })
  .meta({ id: 'ActorView', examples: [{ kind: 'person', id: 'usr_06dq8', displayName: '李审核' }] })
export type ActorView = z.infer<typeof actorView>

/** A value as it may be shown. */
const shown = {
  value: z.string().nullable().meta({ description: 'Null where nothing was given or read.' }),
  masked: z.boolean().meta({ description: 'Part of it is hidden: POST …/reveal shows it, and writes that down.' }),
  said: localisedText.optional().meta({ description: 'What a value that is a code, as `debit`, is called to people.' }),
}

export const shownValue = z.object(shown).meta({ id: 'ShownValue', examples: [{ value: '王**', masked: true }] })

const point = z.tuple([z.number(), z.number()]).readonly()
export const quad = z
  .tuple([point, point, point, point])
  .readonly()
  .meta({ description: 'Four corners [x, y] in pixels of the upright photo, clockwise.' })

export const namedField = {
  field: z.string().meta({ description: 'Path in the form, or name of the field read.' }),
  name: localisedText.meta({ description: 'What it is called to people.' }),
}

/** What an application is known by. */
export const applicationFields = {
  id: z.string(),
  reference: z.string(),
  merchantType: z.enum(merchantTypes),
  status: z.enum(statuses),
  revision: z.number().int().min(1),
}

/** Another application, as far as a list needs it. */
export const otherApplication = z
  .object({
    ...applicationFields,
    createdAt: instant,
  })
  .meta({ id: 'OtherApplication' })
