import type { MaterialKind } from '../domain/application.ts'
import type { Check, Evidence } from '../domain/evidence.ts'
import { contentHash } from '../platform/canonical.ts'
import { newId } from '../platform/ids.ts'
import { storableJson, storableText } from '../platform/storable.ts'
import { appendEvents } from '../store/events.ts'
import type { ReviewDeps, ScreeningRef, Trx } from './deps.ts'
import { isCurrent, ledgerLine } from './ledger.ts'
import { moveApplication } from './move-application.ts'
import { mustNotBeKept, refusePhoto } from './refuse-photo.ts'

/** One line of the ledger. */
export interface CheckRef extends ScreeningRef {
  check: Check
  slot: MaterialKind | 'application'
}

/** What evidence is stored under: look at the same thing with the same engine, and the answer is already there. */
export interface EvidenceKey {
  /** Hash of what is looked at. */
  subject: string
  engineVersion: string
}

/** What the checks of one photo look at: the file, and what it is asked for. */
export const photoSubject = ({ kind, sha256 }: { kind: MaterialKind; sha256: string }): string =>
  contentHash({ kind, sha256 })

export type CheckStart =
  /** Look. */
  | { go: true }
  /** The answer is already there, the check was settled before, or the run was superseded. */
  | { go: false }

/**
 * Marks a check as under way. When equal evidence exists (the same photo in an earlier revision, or this job's
 * first attempt that died after writing) it is taken over and nothing is looked at again.
 */
export async function startCheck({ db, clock }: ReviewDeps, ref: CheckRef, key: EvidenceKey): Promise<CheckStart> {
  return db.transaction().execute(async (trx) => {
    const now = clock.now()
    const started = await trx
      .updateTable('check_run')
      .set((eb) => ({ status: 'active', attempts: eb('attempts', '+', 1), started_at: now }))
      .where(ledgerLine(ref))
      .where('status', 'in', ['pending', 'active'])
      .where(isCurrent(ref))
      .returning('attempts')
      .executeTakeFirst()
    if (!started) return { go: false }
    await moveApplication(trx, ref, 'submitted', { to: 'screening', actor: 'system' }, now)

    const existing = await findEvidence(trx, ref.check, key)
    if (!existing) return { go: true }
    await settle(trx, ref, existing, now)
    return { go: false }
  })
}

/** Stores what a check saw, once, and settles its line of the ledger. A second writer changes nothing. */
export async function recordEvidence(
  { db, clock }: ReviewDeps,
  ref: CheckRef,
  key: EvidenceKey,
  evidence: Evidence,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const now = clock.now()
    await storeEvidence(trx, key, evidence, now)
    const stored = await findEvidence(trx, ref.check, key)
    if (!stored) throw new Error('evidence was not stored')
    // Also of a run that was superseded meanwhile: it is the photo that must not be kept.
    if (mustNotBeKept(stored.evidence)) await refusePhoto(trx, ref, stored.id, now)
    await settle(trx, ref, stored, now)
  })
}

/** Keeps what was seen. Of two that saw the same the first stays. */
export async function storeEvidence(trx: Trx, key: EvidenceKey, evidence: Evidence, now: Date): Promise<void> {
  await trx
    .insertInto('evidence')
    .values({
      id: newId('evidence', now.getTime()),
      check: evidence.check,
      subject: key.subject,
      engine_version: key.engineVersion,
      result: storableJson(evidence),
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['subject', 'check', 'engine_version']).doNothing())
    .execute()
}

/** Writes down that a check could not be done. The decision then sends the application to a person. */
export async function recordCheckFailure({ db, clock }: ReviewDeps, ref: CheckRef, error: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const now = clock.now()
    await moveApplication(trx, ref, 'submitted', { to: 'screening', actor: 'system' }, now)
    await settle(trx, ref, { error: storableText(error).slice(0, 500) || 'unknown error' }, now)
  })
}

async function settle(trx: Trx, ref: CheckRef, result: StoredEvidence | { error: string }, now: Date): Promise<void> {
  const status = 'error' in result ? 'failed' : 'done'
  const settled = await trx
    .updateTable('check_run')
    .set({ ...('error' in result ? result : { evidence_id: result.id }), status, finished_at: now })
    .where(ledgerLine(ref))
    .where('status', 'in', ['pending', 'active'])
    .where(isCurrent(ref))
    .executeTakeFirst()
  if (settled.numUpdatedRows === 0n) return
  const { applicationId, revision, check, slot } = ref
  const refused = 'evidence' in result && mustNotBeKept(result.evidence)
  await appendEvents(trx, [
    { applicationId, revision, type: `check.${status}`, data: { check, slot }, at: now },
    ...(refused ? [{ applicationId, revision, type: 'photo.refused', data: { slot }, at: now }] : []),
  ])
}

interface StoredEvidence {
  id: string
  evidence: Evidence
}

export async function findEvidence(
  trx: ReviewDeps['db'],
  check: Check,
  key: EvidenceKey,
): Promise<StoredEvidence | null> {
  const row = await trx
    .selectFrom('evidence')
    .select(['id', 'result as evidence'])
    .where('check', '=', check)
    .where('subject', '=', key.subject)
    .where('engine_version', '=', key.engineVersion)
    .executeTakeFirst()
  return row ?? null
}
