import { type ApplicationForm, applicationForm, formProblems, type MaterialKind } from '../domain/application.ts'
import { due } from '../domain/due.ts'
import { revised } from '../domain/revise-form.ts'
import type { Status } from '../domain/status.ts'
import { toldReasons } from '../domain/told-reasons.ts'
import { contentHash } from '../platform/canonical.ts'
import { type ErrorCode, type FieldError, ZhunruError } from '../platform/errors.ts'
import type { ApplicationRow } from '../store/schema.ts'
import { carryCallback } from './callbacks/carry-callback.ts'
import type { Trx } from './deps.ts'
import { type Answer, type Answered, oncePerKey } from './idempotency.ts'
import { lockApplication } from './lock-application.ts'
import { moveApplication } from './move-application.ts'
import { cancelTelling } from './plan-effects.ts'
import { wasSentBack } from './sent-back.ts'
import { loadForm, loadMaterials } from './load-screening.ts'
import { byKind, type Content, findMaterials, hashOf, storeRevision } from './store-revision.ts'
import type { SubmitDeps } from './submit-application.ts'

export interface Revising {
  applicationId: string
  /** What changes in the form, as JSON Merge Patch; null where nothing does. */
  form: Record<string, unknown> | null
  /** Photos in place of those of their kind, or beside them. */
  materials: readonly { kind: MaterialKind; id: string }[]
  /** Kinds that are no longer to be part of it. */
  remove: readonly MaterialKind[]
  idempotencyKey: string
}

/** Fields by which an application is known: another value makes another application. */
const fixed = ['reference', 'merchantType'] as const

/**
 * Takes in what an applicant has changed of a returned application, as its next revision: the rest stays, and what was seen
 * in unchanged photos answers for them. One transaction, as with a submission.
 * @throws ZhunruError NOT_FOUND, APPLICATION_*, INVALID_FIELD, MATERIAL_*, NOTHING_CHANGED, IDEMPOTENCY_KEY_*
 */
export const reviseApplication = (deps: SubmitDeps, revising: Revising): Promise<Answered> =>
  oncePerKey(deps, revising.idempotencyKey, async (trx) => {
    const { applicationId, form, remove } = revising
    const uploaded = await findMaterials(trx, revising.materials)
    const files = uploaded.map(({ kind, sha256 }) => ({ kind, sha256 }))
    return {
      hash: contentHash({ revisionOf: applicationId, form, files, remove: remove.toSorted() }),
      run: () => revise(trx, deps, revising, uploaded),
    }
  })

async function revise(
  trx: Trx,
  { clock, ...deps }: SubmitDeps,
  { applicationId, form: changes, remove }: Revising,
  uploaded: Content['materials'],
): Promise<Answer> {
  const now = clock.now()
  // Of two revisions at once the second waits here, and then finds that it is no longer returned.
  const application = await lockApplication(trx, applicationId)
  mustBeReturned(application)

  const before = await contentOf(trx, application)
  const content: Content = {
    form: changes ? revisedForm(before.form, changes) : before.form,
    materials: [
      ...before.materials.filter(
        ({ kind }) => !remove.includes(kind) && !uploaded.some((material) => material.kind === kind),
      ),
      ...uploaded,
    ].toSorted(byKind),
  }
  await mustNotBeSentBack(trx, uploaded)
  if (hashOf(content) === hashOf(before)) await refuseUnchanged(trx, application, before)

  const revision = application.revision + 1
  const ref = { applicationId, revision: application.revision, run: application.run }
  const moved = await moveApplication(trx, ref, 'returned', { to: 'submitted', actor: 'applicant', revision }, now)
  if (!moved) throw new Error('an application that is held was moved by another')
  const next = { applicationId, revision, run: 1 }
  await storeRevision(trx, deps, next, content, { now, events: [] })
  await carryCallback(trx, ref, next, now)
  await cancelTelling(trx, { applicationId, revision }, 'earlier revisions', now)
  return { id: applicationId, reference: application.reference, status: 'submitted', revision }
}

/** Why one in this state cannot be changed; the texts say what to do. */
const refusals: Record<Exclude<Status, 'returned'>, ErrorCode> = {
  draft: 'APPLICATION_UNDER_WAY',
  submitted: 'APPLICATION_UNDER_WAY',
  screening: 'APPLICATION_UNDER_WAY',
  deciding: 'APPLICATION_UNDER_WAY',
  callback_pending: 'APPLICATION_WITH_PEOPLE',
  review_pending: 'APPLICATION_WITH_PEOPLE',
  in_review: 'APPLICATION_WITH_PEOPLE',
  second_approval: 'APPLICATION_WITH_PEOPLE',
  appealed: 'APPLICATION_WITH_PEOPLE',
  rejected: 'APPLICATION_REJECTED',
  expired: 'APPLICATION_EXPIRED',
  approved: 'APPLICATION_CLOSED',
  withdrawn: 'APPLICATION_CLOSED',
  terminal_shipped: 'APPLICATION_CLOSED',
}

function mustBeReturned({ status, reference }: ApplicationRow): void {
  if (status !== 'returned') throw new ZhunruError(refusals[status], { status, reference })
}

async function contentOf(trx: Trx, { id: applicationId, revision }: ApplicationRow): Promise<Content> {
  const ref = { applicationId, revision }
  const materials = await loadMaterials({ db: trx }, ref)
  return { form: await loadForm({ db: trx }, ref), materials: materials.sort(byKind) }
}

/** @throws ZhunruError INVALID_FIELD with fields as paths in the request: `form.legalPerson.idNumber`. */
function revisedForm(form: ApplicationForm, changes: Record<string, unknown>): ApplicationForm {
  const errors: FieldError[] = fixed
    .filter((field) => Object.hasOwn(changes, field) && changes[field] !== form[field])
    .map((field) => ({
      field: `form.${field}`,
      code: 'FIELD_FIXED',
      message: {
        zh: '同一份进件内不能更改此项，请去掉；如需更改，请提交新的进件',
        en: 'This cannot change within an application; leave it out, or submit a new application.',
      },
    }))
  const parsed = applicationForm.safeParse(errors.length > 0 ? form : revised(form, changes))
  if (parsed.success && errors.length === 0) return parsed.data
  if (!parsed.success) {
    const inForm = (field: string) => (field === '(body)' ? 'form' : `form.${field}`)
    errors.push(...formProblems(parsed.error).map(({ field, ...problem }) => ({ ...problem, field: inForm(field) })))
  }
  throw new ZhunruError('INVALID_FIELD', { count: errors.length }, errors)
}

/** A file that was sent back for what it shows would only be sent back again. @throws ZhunruError MATERIAL_SENT_BACK */
async function mustNotBeSentBack(trx: Trx, uploaded: Content['materials']): Promise<void> {
  const refused: MaterialKind[] = []
  for (const material of uploaded) if (await wasSentBack({ db: trx }, material)) refused.push(material.kind)
  if (refused.length > 0) throw new ZhunruError('MATERIAL_SENT_BACK', { kinds: refused.join(', ') })
}

async function refuseUnchanged(
  trx: Trx,
  { id, revision, run }: ApplicationRow,
  { materials }: Content,
): Promise<never> {
  const decision = await trx
    .selectFrom('decision')
    .select(['outcome', 'reasons'])
    .where('application_id', '=', id)
    .where('revision', '=', revision)
    .where('run', '=', run)
    .executeTakeFirst()
  const kinds = materials.map(({ kind }) => kind)
  const items = decision ? due('returned', toldReasons(decision.outcome, decision.reasons), kinds) : []
  throw new ZhunruError(
    'NOTHING_CHANGED',
    { count: items.length },
    items.map(({ field, material, reasons: [first], message }) => ({
      field: field === null ? (material ?? '(body)') : `form.${field}`,
      code: first?.code ?? 'DUE',
      message,
    })),
  )
}
