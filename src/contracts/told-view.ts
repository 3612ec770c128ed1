import { z } from 'zod'
import { abouts, channels } from '../domain/message.ts'
import { deliveryStates } from './webhook-view.ts'

const instant = z.iso.datetime({ offset: true })

/** One thing that was told, or is to be. To whom is not said. */
export const toldView = z
  .object({
    channel: z.enum(channels),
    about: z.enum(abouts),
    revision: z.number().int().min(1),
    state: z.enum(deliveryStates).meta({ description: 'Cancelled: overtaken before it was told.' }),
    attempts: z.number().int().min(0),
    at: instant.meta({ description: 'When it came about.' }),
    nextAttemptAt: instant
      .nullable()
      .meta({ description: 'Null unless pending; an SMS or a push waits until the morning.' }),
    sentAt: instant.nullable(),
  })
  .meta({ id: 'Told' })
