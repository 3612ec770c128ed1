import { z } from 'zod'
import { awaited } from '../domain/promise.ts'
import { localisedText } from './localised-text.ts'

const instant = z.iso.datetime({ offset: true })

export const promiseExample = {
  at: '2026-11-26T09:00:00.000Z',
  text: { zh: '最晚 11月26日（周四）17:00 前', en: 'by 17:00 China time on Thursday 26 November' },
  paused: null,
  provisional: false,
  breachedAt: null,
  pauses: [],
}

/** By when an application will have been answered. */
export const promiseView = z
  .object({
    at: instant.meta({
      description: 'Working days of China; while the clock stands still, what it would be if it went on now.',
    }),
    text: localisedText,
    paused: z
      .enum(awaited)
      .nullable()
      .meta({ description: 'Whom the clock waits for; null while it runs and when the answer has been given.' }),
    provisional: z
      .boolean()
      .meta({ description: 'It rests on a year whose public holidays are not known yet; it may move once they are.' }),
    breachedAt: instant.nullable().meta({ description: 'When it was found to be missed; null where it was not.' }),
    pauses: z
      .array(z.object({ from: instant, until: instant.nullable(), why: z.enum(awaited) }))
      .readonly()
      .meta({ description: 'When the clock stood still, oldest first; `until` is null while it does.' }),
  })
  .meta({ id: 'PromisedTime', examples: [promiseExample] })
export type PromiseView = z.infer<typeof promiseView>

export const promised = promiseView
  .nullable()
  .meta({ description: 'By when it will have been answered; null where it was taken in before promises were kept.' })
