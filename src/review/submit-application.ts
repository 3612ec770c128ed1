import { sql } from 'kysely'
import { z } from 'zod'
import type { ApplicationForm, MaterialKind } from '../domain/application.ts'
import { expectedChecks } from '../domain/decide.ts'
import { type Status, statuses } from '../domain/status.ts'
import { contentHash } from '../platform/canonical.ts'
import { ZhunruError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { KeyedHash } from '../platform/keyed-hash.ts'
import { appendEvents } from '../store/events.ts'
import { inTransaction } from '../store/open-store.ts'
import { addToOutbox } from '../store/outbox.ts'
import type { MaterialRow } from '../store/schema.ts'
import type { ReviewDeps, Trx } from './deps.ts'
import { storeNumbers } from './document-numbers.ts'

export interface Submission {
  form: ApplicationForm
  materials: readonly { kind: MaterialKind; id: string }[]
  idempotencyKey: string
}

export interface SubmitDeps extends ReviewDeps {
  keyedHash: KeyedHash
}

export interface SubmittedApplication {
  id: string
  reference: string
  status: Status
  revision: number
  /** The answer to an earlier, equal request. */
  replayed: boolean
}

/** How long an Idempotency-Key is remembered (Stripe: 24 hours). Milliseconds. */
const KEY_LIFETIME = 24 * 3_600_000

/**
 * Takes an application in: one transaction writes the key, the application, its ledger of checks and the outbox, so
 * that either all of it stands or nothing does. Equal requests with one key get one application and the same answer.
 * @throws ZhunruError MATERIAL_*, REFERENCE_TAKEN, IDEMPOTENCY_KEY_*
 */
export async function submitApplication(deps: SubmitDeps, submission: Submission): Promise<SubmittedApplication> {
  try {
    return await inTransaction(deps, (trx) => submit(trx, deps, submission))
  } catch (error) {
    if (isLockTimeout(error)) throw new ZhunruError('IDEMPOTENCY_KEY_BUSY')
    throw error
  }
}

async function submit(
  trx: Trx,
  { clock, keyedHash }: SubmitDeps,
  submission: Submission,
): Promise<SubmittedApplication> {
  const now = clock.now()
  const { form, idempotencyKey } = submission
  const materials = await findMaterials(trx, submission.materials)
  const content = { form, materials: materials.map(({ kind, sha256 }) => ({ kind, sha256 })) }
  const hash = contentHash(content)

  const earlier = await claimKey(trx, idempotencyKey, hash, now)
  if (earlier) return { ...earlier, replayed: true }

  const answer =
    (await sameReference(trx, form.reference, hash)) ?? (await insert(trx, now, keyedHash, form, materials, hash))
  await trx
    .updateTable('idempotency_key')
    .set({ status_code: 202, response: JSON.stringify(answer) })
    .where('key', '=', idempotencyKey)
    .execute()
  return { ...answer, replayed: false }
}

const storedAnswer = z.object({ id: z.string(), reference: z.string(), status: z.enum(statuses), revision: z.int() })
type Answer = z.infer<typeof storedAnswer>

/** Materials sorted by kind, so that their order in the request does not make other content of it. */
async function findMaterials(trx: Trx, wanted: Submission['materials']): Promise<MaterialRow[]> {
  const seen = new Set<MaterialKind>()
  for (const { kind } of wanted) {
    if (seen.has(kind)) throw new ZhunruError('MATERIAL_TWICE', { kind })
    seen.add(kind)
  }
  if (wanted.length === 0) return []
  const rows = await trx
    .selectFrom('material')
    .selectAll()
    .where(
      'id',
      'in',
      wanted.map(({ id }) => id),
    )
    .execute()
  const found: MaterialRow[] = []
  for (const { id, kind } of wanted) {
    const row = rows.find((candidate) => candidate.id === id)
    if (!row) throw new ZhunruError('MATERIAL_UNKNOWN', { id })
    if (row.kind !== kind) throw new ZhunruError('MATERIAL_KIND_DIFFERS', { id, uploaded: row.kind, declared: kind })
    found.push(row)
  }
  return found.sort((a, b) => (a.kind < b.kind ? -1 : 1))
}

/**
 * Takes the key, or returns the answer that it already has. An equal request that is under way holds the row's lock:
 * we wait for its commit, at most the lock timeout.
 */
async function claimKey(trx: Trx, key: string, hash: string, now: Date): Promise<Answer | null> {
  await sql`set local lock_timeout = '5s'`.execute(trx)
  await trx.deleteFrom('idempotency_key').where('key', '=', key).where('expires_at', '<=', now).execute()
  const claimed = await trx
    .insertInto('idempotency_key')
    .values({
      key,
      request_hash: hash,
      status_code: null,
      response: null,
      created_at: now,
      expires_at: new Date(now.getTime() + KEY_LIFETIME),
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('key')
    .executeTakeFirst()
  if (claimed) return null

  const taken = await trx.selectFrom('idempotency_key').selectAll().where('key', '=', key).executeTakeFirstOrThrow()
  if (taken.request_hash !== hash) throw new ZhunruError('IDEMPOTENCY_KEY_REUSED')
  return taken.response && storedAnswer.parse(taken.response)
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
  now: Date,
  keyedHash: KeyedHash,
  form: ApplicationForm,
  materials: readonly MaterialRow[],
  hash: string,
): Promise<Answer> {
  const id = newId('application', now.getTime())
  const ref = { application_id: id, revision: 1 }
  const screening = { applicationId: id, revision: 1, run: 1 }

  await trx
    .insertInto('application')
    .values({
      id,
      reference: form.reference,
      merchant_type: form.merchantType,
      status: 'submitted',
      revision: 1,
      run: 1,
      created_at: now,
      updated_at: now,
    })
    .execute()
  await trx
    .insertInto('application_revision')
    .values({ ...ref, form: JSON.stringify(form), input_hash: hash, created_at: now })
    .execute()
  await storeNumbers(trx, keyedHash, screening, form)
  if (materials.length > 0) {
    await trx
      .insertInto('revision_material')
      .values(materials.map((material) => ({ ...ref, kind: material.kind, material_id: material.id })))
      .execute()
  }
  await trx
    .insertInto('check_run')
    .values(
      expectedChecks(materials.map(({ kind }) => kind)).map(({ check, material }) => ({
        ...ref,
        run: 1,
        check,
        slot: material ?? 'application',
      })),
    )
    .execute()
  await trx
    .insertInto('transition')
    .values({ ...ref, from_status: null, to_status: 'submitted', actor: 'applicant', reason: null, at: now })
    .execute()
  await appendEvents(trx, [{ ...screening, type: 'application.submitted', data: {}, at: now }])
  await addToOutbox(trx, [{ kind: 'screening', ...screening }])
  return { id, reference: form.reference, status: 'submitted', revision: 1 }
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55P03'
}
