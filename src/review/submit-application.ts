import { sql } from 'kysely'
import type { ApplicationForm, MaterialKind } from '../domain/application.ts'
import type { PromiseTerms } from '../domain/promise.ts'
import { ZhunruError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { CurrentPolicy, ReviewDeps, Trx } from './deps.ts'
import { type Answer, type Answered, oncePerKey, type Promised } from './idempotency.ts'
import { promiseEvents, promiseRow } from './promise-clock.ts'
import { freshPromise } from './read-promise.ts'
import { type Content, findMaterials, hashOf, type StoreDeps, storeRevision } from './store-revision.ts'

export interface Submission {
  form: ApplicationForm
  materials: readonly { kind: MaterialKind; id: string }[]
  /** `usr_…`, `cli_…` or `local`. */
  enteredBy: string
  idempotencyKey: string
}

export interface SubmitDeps extends ReviewDeps, StoreDeps {
  policy: CurrentPolicy
}

/**
 * Takes an application in: one transaction writes the key, the application, its ledger of checks and the outbox, so
 * that either all of it stands or nothing does. Equal requests with one key get one application and the same answer.
 * @throws ZhunruError MATERIAL_*, REFERENCE_TAKEN, IDEMPOTENCY_KEY_*
 */
export async function submitApplication(deps: SubmitDeps, { form, ...submission }: Submission): Promise<Answered> {
  const { promise } = await deps.policy()
  return oncePerKey(deps, submission.idempotencyKey, async (trx) => {
    const content = { form, materials: await findMaterials(trx, submission.materials) }
    const hash = hashOf(content)
    return {
      hash,
      run: async () =>
        (await sameReference(trx, form.reference, hash)) ??
        (await insert(trx, deps, content, { by: submission.enteredBy, promise })),
    }
  })
}

/** The application that already has this reference, when its content is the same. */
async function sameReference(trx: Trx, reference: string, hash: string): Promise<Answer | null> {
  // Two requests with one new reference and different keys must not both find nothing.
  await sql`select pg_advisory_xact_lock(hashtextextended(${reference}, 0))`.execute(trx)
  const existing = await trx
    .selectFrom('application')
    .innerJoin('application_revision', (join) =>
      join
        .onRef('application_revision.application_id', '=', 'application.id')
        .onRef('application_revision.revision', '=', 'application.revision'),
    )
    .select(['application.id', 'application.status', 'application.revision', 'application_revision.input_hash'])
    .where('reference', '=', reference)
    .executeTakeFirst()
  if (!existing) return null
  if (existing.input_hash !== hash) throw new ZhunruError('REFERENCE_TAKEN', { reference, id: existing.id })
  return { id: existing.id, reference, status: existing.status, revision: existing.revision }
}

async function insert(
  trx: Trx,
  { clock, ...deps }: SubmitDeps,
  content: Content,
  { by, promise }: { by: string; promise: PromiseTerms },
): Promise<Promised> {
  const now = clock.now()
  const { reference, merchantType } = content.form
  const id = newId('application', now.getTime())
  const screening = { applicationId: id, revision: 1, run: 1 }
  await storeRevision(trx, deps, screening, content, {
    now,
    events: [
      { ...screening, type: 'application.submitted', data: {}, at: now },
      ...promiseEvents(screening, promise, now),
    ],
    further: [
      sql`insert into application (id, reference, merchant_type, status, revision, run, entered_by, created_at, updated_at)
        values (${id}, ${reference}, ${merchantType}, 'submitted', 1, 1, ${by}, ${now}, ${now})`,
      sql`insert into transition (application_id, revision, from_status, to_status, actor, at)
        values (${id}, 1, null, 'submitted', 'applicant', ${now})`,
      promiseRow(screening, promise, now),
    ],
  })
  return { id, reference, status: 'submitted', revision: 1, promised: freshPromise(now, promise) }
}
