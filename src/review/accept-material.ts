import type { BlobStore } from '../blobs/blobs.ts'
import { blobKey } from '../blobs/blobs.ts'
import type { MaterialKind } from '../domain/application.ts'
import type { ClarityEvidence } from '../domain/evidence.ts'
import { type Precheck, precheck } from '../domain/precheck.ts'
import { sha256 } from '../platform/canonical.ts'
import { newId } from '../platform/ids.ts'
import type { CurrentPolicy, ReviewDeps, Trx } from './deps.ts'
import { holdFile } from './forget-unused.ts'
import { type EvidenceKey, findEvidence, photoSubject, storeEvidence } from './record-evidence.ts'
import { wasSentBack } from './sent-back.ts'

export interface AcceptedMaterial {
  id: string
  kind: MaterialKind
  sha256: string
  bytes: number
  width: number
  height: number
  mime: 'image/jpeg' | 'image/png' | 'image/webp'
  /** What can be said of it at once. */
  precheck: Precheck
}

export interface PhotoFacts {
  mime: AcceptedMaterial['mime']
  width: number
  height: number
}

/** What looking an upload over gives. */
export interface UploadLook {
  facts: PhotoFacts
  /** As the check of clarity would see it; null where it could not be measured: its check tries again. */
  clarity: ClarityEvidence | null
}

export interface AcceptDeps extends ReviewDeps {
  blobs: BlobStore
  policy: CurrentPolicy
  look: (kind: MaterialKind, bytes: Uint8Array, fileName: string) => Promise<UploadLook>
  /** Under which version the evidence of clarity is stored. */
  clarityVersion: string
  /**
   * Lets in so many at once: each holds a connection to Postgres while it waits for the store of photos, and when that is slow there
   * must be connections left for those who need no photo.
   */
  storing?: <T>(store: () => Promise<T>) => Promise<T>
}

/**
 * Stores one photo, and says at once whether it will do. It is stored either way: the applicant may insist. What was
 * measured is kept as the evidence of its check, which then has nothing left to look at.
 *
 * The file goes to the blob store first and the row second: a crash between leaves a file that no row names, never a row
 * without its file. Both under one hold of the file: whoever forgets an equal one comes before or after.
 * @throws ZhunruError FILE_* when the file is no acceptable photo.
 */
export async function acceptMaterial(
  deps: AcceptDeps,
  { kind, bytes, fileName }: { kind: MaterialKind; bytes: Uint8Array; fileName: string },
): Promise<AcceptedMaterial> {
  const { db, clock, blobs, clarityVersion, storing = atOnce } = deps
  const hash = sha256(bytes)
  const photo = { kind, sha256: hash }
  const evidenceKey = { subject: photoSubject(photo), engineVersion: clarityVersion }
  // Side by side: somebody waits.
  const [{ facts, clarity }, rejectedBefore, refused, policy] = await Promise.all([
    seenBefore(deps, hash, evidenceKey).then((seen) => seen ?? deps.look(kind, bytes, fileName)),
    wasSentBack(deps, photo),
    db.selectFrom('refused_photo').select('sha256').where('sha256', '=', hash).executeTakeFirst(),
    deps.policy(),
  ])

  const key = blobKey(hash)
  const now = clock.now()
  const material = { ...photo, id: newId('material', now.getTime()), bytes: bytes.byteLength, ...facts }
  const store = async (trx: Trx) => {
    await holdFile(trx, hash)
    // A photo that was refused before is not stored again: what was seen in it answers for it.
    if (!refused) await blobs.put(key, bytes)
    await trx
      .insertInto('material')
      .values({ ...material, blob: key, created_at: now })
      .execute()
    if (clarity) await storeEvidence(trx, evidenceKey, clarity, now)
    // Refused between our look and our writing: its file is there again, and has to be removed again.
    if (!refused) await trx.updateTable('refused_photo').set({ removed_at: null }).where('sha256', '=', hash).execute()
  }
  await storing(() => db.transaction().execute(store))
  return { ...material, precheck: precheck({ kind, clarity, rejectedBefore, refused: refused !== undefined, policy }) }
}

const atOnce = <T>(store: () => Promise<T>): Promise<T> => store()

/** The same file in the same slot, looked at by the same version: it was accepted, and what was seen is there. */
async function seenBefore({ db }: ReviewDeps, hash: string, key: EvidenceKey): Promise<UploadLook | null> {
  const found = await findEvidence(db, 'clarity', key)
  if (found?.evidence.check !== 'clarity') return null
  const facts = await db
    .selectFrom('material')
    .select(['mime', 'width', 'height'])
    .where('sha256', '=', hash)
    .limit(1)
    .executeTakeFirst()
  return facts ? { facts, clarity: found.evidence } : null
}
