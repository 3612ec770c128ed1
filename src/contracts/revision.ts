import { z } from 'zod'
import { packed } from '../domain/form-problems.ts'
import { materialKind } from './findings.ts'
import { MATERIALS_MAX, uploaded } from './submission.ts'

/** Body of `POST /v1/applications/:id/revisions`: what has changed, and nothing else. */
export const revision = z
  .strictObject({
    form: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({
        description:
          'The fields of the form that change, as JSON Merge Patch (RFC 7396): what is absent stays, null clears an optional ' +
          'field. The whole is checked as at submission; reference and merchantType cannot change.',
        examples: [{ legalPerson: { name: '王小明' }, shortName: null }],
      }),
    materials: z
      .array(uploaded)
      .max(MATERIALS_MAX)
      .optional()
      .meta({ description: 'New photos, each in place of the one of its kind or beside the others.' }),
    remove: z
      .array(materialKind)
      .max(MATERIALS_MAX)
      .optional()
      .meta({ description: 'Kinds of photos that are no longer to be part of it.' }),
  })
  .meta({ id: 'Revision', examples: [{ materials: [{ kind: 'id_portrait', id: 'mat_06dq7wk4h8s2m6y1e7w3qtnvbd' }] }] })
export type RevisionInput = z.input<typeof revision>

const wanted = packed('FIELD_WRONG', {
  zh: '请用 1 至 2000 个字说明为何有异议',
  en: 'Say in 1 to 2,000 characters why the decision is wrong.',
})

/** Body of `POST /v1/applications/:id/appeals`. */
export const appeal = z
  .strictObject({
    text: z
      .string()
      .trim()
      .min(1, { error: wanted })
      .max(2_000, { error: wanted })
      .meta({ description: 'Why the decision is wrong, in the applicant’s words.' }),
  })
  .meta({ id: 'Appeal', examples: [{ text: '经营者已于上月变更，新执照附后。' }] })
