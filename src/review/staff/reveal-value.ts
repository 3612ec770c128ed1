import type { MaterialKind } from '../../domain/application.ts'
import type { OcrEvidence } from '../../domain/evidence.ts'
import type { Actor } from '../../domain/permissions.ts'
import { formValue, isFormField } from '../../domain/shown-values.ts'
import { writeAudit } from '../../store/audit.ts'
import type { ReviewDeps, Trx } from '../deps.ts'
import { loadForm } from '../load-screening.ts'
import { type AsOf, asOfFor } from './as-of.ts'
import { readLedger } from './story-parts.ts'

/** Which value: of the form, of a photo, or of somebody outside who was asked. */
export type RevealTarget =
  | { path: string }
  | { material: MaterialKind; field: string }
  | { source: 'bank' | 'registry' | 'callback'; field: string }

export interface Revealing {
  applicationId: string
  what: RevealTarget
  /** The current one when absent. */
  revision?: number | undefined
  /** In the person's own words. */
  why?: string | undefined
}

export interface RevealedRecord {
  value: string | null
  raw: string | null
}

/**
 * One value in the clear. Written down in the same transaction, so that nobody sees what is not in the audit; and only then
 * given out.
 * @returns null where there is no such application, revision or field
 */
export async function revealValue(
  { db, clock }: ReviewDeps,
  { applicationId, what, revision, why }: Revealing,
  actor: Actor,
): Promise<RevealedRecord | null> {
  return db.transaction().execute(async (trx) => {
    const application = await trx
      .selectFrom('application')
      .select(['revision', 'run'])
      .where('id', '=', applicationId)
      .executeTakeFirst()
    if (!application) return null
    const asOf = await asOfFor(trx, { applicationId, ...application }, actor.id)
    const wanted = revision ?? asOf.revision
    if (wanted < 1 || wanted > asOf.revision) return null
    const found = await valueOf(trx, await runOf(trx, { ...asOf, revision: wanted }, asOf), what)
    if (!found) return null
    await writeAudit(trx, {
      at: clock.now(),
      actor: actor.id,
      action: 'value.revealed',
      applicationId,
      subject: nameOf(what),
      details: { revision: wanted, ...(why !== undefined && { why }) },
    })
    return found
  })
}

/** Of an earlier revision what was seen last. */
async function runOf(trx: Trx, wanted: AsOf, current: AsOf): Promise<AsOf> {
  if (wanted.revision === current.revision) return current
  const { run } = await trx
    .selectFrom('check_run')
    .select((eb) => eb.fn.max('run').as('run'))
    .where('application_id', '=', wanted.applicationId)
    .where('revision', '=', wanted.revision)
    .executeTakeFirstOrThrow()
  return { ...wanted, run: run ?? 1 }
}

const nameOf = (what: RevealTarget): string => {
  if ('path' in what) return what.path
  return `${'material' in what ? what.material : what.source}.${what.field}`
}

async function valueOf(trx: Trx, asOf: AsOf, what: RevealTarget): Promise<RevealedRecord | null> {
  if ('path' in what) {
    // A token for pushes is of no use to anybody who reads it.
    if (!isFormField(what.path) || what.path === 'contact.pushToken') return null
    return { value: formValue(await loadForm({ db: trx }, asOf), what.path), raw: null }
  }
  const results = (await readLedger(trx, asOf)).flatMap(({ result }) => (result ? [result] : []))
  if ('material' in what) {
    const reading = results.find((e): e is OcrEvidence => e.check === 'ocr' && e.kind === what.material)
    const field = reading && Object.hasOwn(reading.fields, what.field) ? reading.fields[what.field] : undefined
    return field ? { value: field.value, raw: field.raw ?? null } : null
  }
  // What was said on the phone stands by itself (match-matrix.ts).
  const end = results
    .flatMap((e) => (e.check === 'account-match' || e.check === 'callback' ? e.cells : []))
    .flatMap(({ a, b }) => [a, b])
    .find(({ source, field }) => source === what.source && field === what.field)
  return end ? { value: end.value, raw: null } : null
}
