import type { BlobStore } from '../blobs/blobs.ts'
import { sceneKinds } from '../domain/application.ts'
import type { Evidence, OcrEvidence } from '../domain/evidence.ts'
import { appendEvents } from '../store/events.ts'
import { forgetLooks } from '../store/fingerprints.ts'
import type { ReviewDeps, Trx } from './deps.ts'
import type { CheckRef } from './record-evidence.ts'

/**
 * The pixels of a refused photo stay while a check under way wants them, but no longer than this, milliseconds: a check
 * that starts later finds its answer in what was seen.
 */
const PATIENCE = 10 * 60_000
/** Removed in one go; more follow with the next look. */
const PAGE = 50

/** Whether a photo with this evidence may not be kept: the back of a bank card shows the security code. */
export const mustNotBeKept = (evidence: Evidence): evidence is OcrEvidence =>
  evidence.check === 'ocr' && evidence.detected.kind === 'bank_card_back'

/** Marks the photo of one slot, in the transaction that stores what was seen in it. A second marking changes nothing. */
export async function refusePhoto(trx: Trx, ref: CheckRef, evidenceId: string, now: Date): Promise<void> {
  const { applicationId, revision, slot } = ref
  if (slot === 'application') return
  const photo = await trx
    .selectFrom('revision_material')
    .innerJoin('material', 'material.id', 'revision_material.material_id')
    .select(['material.sha256', 'material.blob'])
    .where('application_id', '=', applicationId)
    .where('revision', '=', revision)
    .where('revision_material.kind', '=', slot)
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('refused_photo')
    .values({ ...photo, evidence_id: evidenceId, refused_at: now, removed_at: null })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute()
}

/** What was seen in a photo that was refused before; null for all others. */
export async function refusedReading({ db }: Pick<ReviewDeps, 'db'>, sha256: string): Promise<OcrEvidence | null> {
  const row = await db
    .selectFrom('refused_photo')
    .innerJoin('evidence', 'evidence.id', 'refused_photo.evidence_id')
    .select('evidence.result')
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  return row && mustNotBeKept(row.result) ? row.result : null
}

/**
 * Removes the pixels of refused photos, and what was seen in them as photos of premises, that no check under way wants any more. The row is held while the file is removed,
 * so that an upload of the same file waits, and is removed next (see `acceptMaterial`). After a crash it is simply done
 * again. @returns how many were removed.
 */
export async function removeRefusedPhotos({ db, clock, blobs }: ReviewDeps & { blobs: BlobStore }): Promise<number> {
  const due = await db
    .selectFrom('refused_photo')
    .select('sha256')
    .where('removed_at', 'is', null)
    .orderBy('refused_at')
    .limit(PAGE)
    .execute()
  let removed = 0
  for (const { sha256 } of due) {
    const done = await db.transaction().execute(async (trx) => remove(trx, blobs, sha256, clock.now()))
    if (done) removed += 1
  }
  return removed
}

async function remove(trx: Trx, blobs: BlobStore, sha256: string, now: Date): Promise<boolean> {
  const photo = await trx
    .selectFrom('refused_photo')
    .select(['blob', 'refused_at'])
    .where('sha256', '=', sha256)
    .where('removed_at', 'is', null)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (!photo) return false
  if (now.getTime() - photo.refused_at.getTime() < PATIENCE && (await isWanted(trx, sha256))) return false

  await blobs.remove(photo.blob)
  // Where and when it was taken goes with it.
  await forgetLooks(trx, sha256)
  await trx.updateTable('refused_photo').set({ removed_at: now }).where('sha256', '=', sha256).execute()
  const holders = await trx
    .selectFrom('revision_material')
    .innerJoin('material', 'material.id', 'revision_material.material_id')
    .select(['application_id as applicationId', 'revision', 'revision_material.kind as slot'])
    .where('material.sha256', '=', sha256)
    .execute()
  await appendEvents(
    trx,
    holders.map(({ slot, ...ref }) => ({ ...ref, type: 'photo.removed', data: { slot }, at: now })),
  )
  return true
}

/** Whether a check of a current run has yet to look at this photo, in whatever application. */
async function isWanted(trx: Trx, sha256: string): Promise<boolean> {
  const line = await trx
    .selectFrom('material')
    .innerJoin('revision_material', 'revision_material.material_id', 'material.id')
    .innerJoin('application', (join) =>
      join
        .onRef('application.id', '=', 'revision_material.application_id')
        .onRef('application.revision', '=', 'revision_material.revision'),
    )
    .innerJoin('check_run', (join) =>
      join
        .onRef('check_run.application_id', '=', 'application.id')
        .onRef('check_run.revision', '=', 'application.revision')
        .onRef('check_run.run', '=', 'application.run'),
    )
    .select('check_run.check')
    .where('material.sha256', '=', sha256)
    .where('check_run.status', 'in', ['pending', 'active'])
    .where((eb) =>
      eb.or([
        eb('check_run.slot', '=', eb.ref('revision_material.kind')),
        eb.and([eb('check_run.check', '=', 'scene'), eb('revision_material.kind', 'in', sceneKinds)]),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return line !== undefined
}
