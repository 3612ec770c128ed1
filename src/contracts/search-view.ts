import { z } from 'zod'
import { merchantTypes } from '../domain/application.ts'
import { packed } from '../domain/form-problems.ts'
import { searchKinds } from '../domain/search-terms.ts'
import { statuses } from '../domain/status.ts'
import { otherExample } from './story-example.ts'
import { instant, otherApplication, shownValue } from './staff-parts.ts'

const wrong = (zh: string, en: string) => ({ error: packed('FIELD_WRONG', { zh, en }) })
const term = z
  .string(wrong('请填写文字', 'Write a text.'))
  .trim()
  .min(1, wrong('请填写查找内容', 'Write what to look for.'))
  .max(100, wrong('最多 100 个字', 'At most 100 characters.'))

/** Body of `POST /v1/applications/search`. Several fields are all to fit; none of them finds all, newest first. */
export const searchBody = z
  .strictObject({
    text: term.optional().meta({ description: 'Whatever was typed into one box: its kind is guessed.' }),
    reference: term.optional().meta({ description: 'The beginning is enough.' }),
    name: term.optional().meta({ description: 'Of the applicant or of the merchant; the whole name.' }),
    phone: term.optional(),
    idNumber: term.optional(),
    cardNumber: term.optional(),
    creditCode: term.optional(),
    status: z.array(z.enum(statuses)).max(statuses.length).optional(),
    merchantType: z.enum(merchantTypes).optional(),
    after: z
      .string()
      .regex(/^app_[0-9a-z]{1,40}$/, wrong('请填写上一页给出的 next', 'Send `next` of the page before.'))
      .optional()
      .meta({ description: '`next` of the page before.' }),
    limit: z.number().int().min(1).max(100).default(20),
  })
  .meta({ id: 'Search', examples: [{ text: '13800138000' }, { name: '王小明', status: ['approved'], limit: 20 }] })
export type SearchBody = z.infer<typeof searchBody>

const foundApplication = otherApplication
  .extend({
    merchantName: shownValue,
    applicant: shownValue,
    phone: shownValue,
    updatedAt: instant,
  })
  .meta({ id: 'FoundApplication' })

export const searchPage = z
  .object({
    applications: z.array(foundApplication).readonly().meta({ description: 'Newest first; by their latest revision.' }),
    next: z.string().nullable().meta({ description: 'For `after`; null at the end.' }),
    understood: z
      .array(z.enum(searchKinds))
      .readonly()
      .meta({ description: 'What it was looked for as: of `text` what it may be.' }),
  })
  .meta({
    id: 'SearchPage',
    examples: [
      {
        applications: [
          {
            ...otherExample,
            merchantName: { value: '深圳市南山区小明便利店', masked: false },
            applicant: { value: '王**', masked: true },
            phone: { value: '138****8000', masked: true },
            updatedAt: '2026-11-23T02:00:09.000Z',
          },
        ],
        next: null,
        understood: ['phone'],
      },
    ],
  })
export type SearchPage = z.infer<typeof searchPage>
