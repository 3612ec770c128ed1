import { z } from 'zod'
import { packed } from '../domain/form-problems.ts'

/** Of one application or of all, live or from an event on. */

const wrong = (zh: string, en: string) => packed('FIELD_WRONG', { zh, en })
const eventIdText = wrong(
  '请填写事件编号（1-18 位数字），0 表示从头开始',
  'Write the id of an event, 1 to 18 digits; 0 begins at the first.',
)
const applicationText = wrong('请填写进件编号，以 app_ 开头', 'Write the id of an application, which begins with app_.')
const typesText = wrong(
  '请填写事件类型，如 application.approved，多个以逗号分隔，最多 40 个',
  'Write types of events such as application.approved, at most 40, with commas between them.',
)

const eventId = z.string().regex(/^\d{1,18}$/, eventIdText)

export const eventsQuery = z.strictObject({
  after: eventId.optional().meta({
    description: 'Begins behind this event; 0 with the first there is. Without it, with what happens from now on.',
    examples: ['1041'],
  }),
  application: z
    .string()
    .regex(/^app_[0-9a-z]{1,40}$/, applicationText)
    .optional()
    .meta({ description: 'Of this application alone.', examples: ['app_06dq7wm1s0k2f9j3b7v5t8yhgc'] }),
  type: z
    .string()
    .regex(/^[a-z_]+(?:\.[a-z_]+)+(?:,[a-z_]+(?:\.[a-z_]+)+){0,39}$/, typesText)
    .optional()
    .meta({ description: 'Of these types alone, with commas between them.', examples: ['application.approved'] }),
})

/** Browsers send it empty before the first event. */
export const eventsHeaders = z.looseObject({
  'last-event-id': z
    .string()
    .regex(/^(?:\d{1,18})?$/, eventIdText)
    .optional()
    .meta({ description: 'Sent by EventSource when it connects again; goes before `after`.', examples: ['1041'] }),
})

/** The `data` of each event, as JSON in one line. */
export const eventData = z
  .object({
    id: z
      .string()
      .meta({ description: 'Also the `id` of the event. Later events mostly have higher ids, not always.' }),
    applicationId: z.string(),
    revision: z.number().int(),
    type: z.string().meta({ description: 'Also the `event` field, for listeners of one type.' }),
    data: z.record(z.string(), z.unknown()).meta({ description: 'Ids, codes and counts; nothing personal.' }),
    at: z.iso.datetime({ offset: true }),
  })
  .meta({ id: 'Event' })
export type EventData = z.infer<typeof eventData>
