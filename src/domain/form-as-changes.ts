import { z } from 'zod'
import { type ApplicationForm, individualBusiness, microMerchant } from './application.ts'

/**
 * The changes (see `revised`) that make this form of whatever the service has of it: all its fields, and `null` for each
 * optional one that it leaves out.
 */
export const asChanges = (form: ApplicationForm): Record<string, unknown> => ({
  ...cleared(form.merchantType === 'micro_merchant' ? microMerchant : individualBusiness, form),
})

function cleared(schema: z.ZodObject, value: object): object {
  const given = new Map(Object.entries(value))
  return Object.fromEntries(
    Object.entries(schema.shape).flatMap(([name, field]): [string, unknown][] => {
      const own: unknown = given.get(name)
      if (own === undefined) return [[name, null]]
      const inner = field instanceof z.ZodOptional ? field.unwrap() : field
      return [
        [name, inner instanceof z.ZodObject && typeof own === 'object' && own !== null ? cleared(inner, own) : own],
      ]
    }),
  )
}
