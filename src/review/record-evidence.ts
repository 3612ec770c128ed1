import type { MaterialKind } from '../domain/application.ts'
import type { Check, Evidence } from '../domain/evidence.ts'
import { stepOfCheck } from '../domain/failure.ts'
import type { FailureCode } from '../domain/failure-kinds.ts'
import { contentHash } from '../platform/canonical.ts'
import { keptError } from '../platform/error-text.ts'
import { newId } from '../platform/ids.ts'
import { storableJson } from '../platform/storable.ts'
import { perKey, together } from '../platform/together.ts'
import { appendEvents } from '../store/events.ts'
import { lineName, type Recording, recordLines, type Starting, startLines } from './checks-together.ts'
import { failureColumns } from '../store/failure-columns.ts'
import type { ReviewDeps, ScreeningRef, Trx } from './deps.ts'
import { ledgerLine, ofCurrentRun } from './ledger.ts'
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
  /** Look; `attempt` counts from 1. */
  | { go: true; attempt: number }
  /** The answer is already there, the check was settled before, or the run was superseded. */
  | { go: false }

/** Lines that one statement starts or settles. */
const MOST = 100

const starting = perKey((db: ReviewDeps['db']) =>
  together({ most: MOST, run: (asked: readonly Starting[]) => eachLineOnce(asked, (lines) => startLines(db, lines)) }),
)
const recording = perKey((db: ReviewDeps['db']) =>
  together({ most: MOST, run: (seen: readonly Recording[]) => eachLineOnce(seen, (lines) => recordLines(db, lines)) }),
)

/** A job that was lost and found may be done twice at once: both get the one answer. */
async function eachLineOnce<I extends Starting, O>(
  asked: readonly I[],
  run: (lines: readonly I[]) => Promise<O[]>,
): Promise<O[]> {
  const lines = new Map(asked.map((each) => [lineName(each), each]))
  const names = [...lines.keys()]
  const answers = await run([...lines.values()])
  return asked.map((each) => answers[names.indexOf(lineName(each))]!)
}

/**
 * Marks a check as under way. When equal evidence exists (the same photo in an earlier revision, or this job's
 * first attempt that died after writing) it is taken over and nothing is looked at again.
 */
export async function startCheck({ db, clock }: ReviewDeps, ref: CheckRef, key: EvidenceKey): Promise<CheckStart> {
  const now = clock.now()
  const { open, evidence, attempt } = await starting(db)({ ref, key, now })
  if (!open) return { go: false }
  if (!evidence) return { go: true, attempt }
  await db.transaction().execute((trx) => settle(trx, ref, evidence, now))
  return { go: false }
}

/** Stores what a check saw, once, and settles its line of the ledger. A second writer changes nothing. */
export async function recordEvidence(
  { db, clock }: ReviewDeps,
  ref: CheckRef,
  key: EvidenceKey,
  evidence: Evidence,
): Promise<void> {
  // What looks may be another's program, or come to grief half-way: a decision could make nothing of what is no evidence.
  if (!isAnswer(evidence, ref.check)) throw new TypeError(`the check of ${ref.check} answered with something else`)
  const now = clock.now()
  if (!mustNotBeKept(evidence) && (await recording(db)({ ref, key, now, evidence }))) return
  await db.transaction().execute(async (trx) => {
    await storeEvidence(trx, key, evidence, now)
    const stored = await findEvidence(trx, ref.check, key)
    if (!stored) throw new Error('evidence was not stored')
    // Also of a run that was superseded meanwhile: it is the photo that must not be kept.
    if (mustNotBeKept(stored.evidence)) await refusePhoto(trx, ref, stored.id, now)
    await settle(trx, ref, stored, now)
  })
}

const isAnswer = (seen: unknown, check: Check): boolean =>
  typeof seen === 'object' && seen !== null && 'check' in seen && seen.check === check

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

/**
 * Writes down that a check could not be done. The decision then sends the application to a person.
 * @param attempt whose end this is: where another has begun since, that one has the say, and this changes nothing. Undefined of
 *   what is known without any attempt.
 */
export async function recordCheckFailure(
  { db, clock }: ReviewDeps,
  ref: CheckRef,
  message: string,
  code: FailureCode = 'UNEXPECTED',
  attempt?: number,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const now = clock.now()
    await moveApplication(trx, ref, 'submitted', { to: 'screening', actor: 'system' }, now)
    const error = keptError(message)
    await settle(
      trx,
      ref,
      { error, ...failureColumns({ step: stepOfCheck[ref.check], code, error }, now) },
      now,
      attempt,
    )
  })
}

async function settle(
  trx: Trx,
  ref: CheckRef,
  result: StoredEvidence | Failed,
  now: Date,
  attempt?: number,
): Promise<void> {
  const status = 'error' in result ? 'failed' : 'done'
  const settled = await trx
    .updateTable('check_run')
    .set({ ...('error' in result ? result : { evidence_id: result.id }), status, finished_at: now })
    .where(ledgerLine(ref))
    .where('status', 'in', ['pending', 'active'])
    .where(ofCurrentRun)
    .$if(attempt !== undefined, (line) => line.where('attempts', '=', attempt ?? 0))
    .executeTakeFirst()
  if (settled.numUpdatedRows === 0n) return
  const { applicationId, revision, check, slot } = ref
  const refused = 'evidence' in result && mustNotBeKept(result.evidence)
  await appendEvents(trx, [
    { applicationId, revision, type: `check.${status}`, data: { check, slot }, at: now },
    ...(refused ? [{ applicationId, revision, type: 'photo.refused', data: { slot }, at: now }] : []),
  ])
}

type Failed = { error: string } & ReturnType<typeof failureColumns>

export interface StoredEvidence {
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
