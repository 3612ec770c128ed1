import { BlobDamagedError, BlobMissingError, type BlobStore } from '../blobs/blobs.ts'
import type { MaterialKind } from '../domain/application.ts'
import type { PremisesLook, Reuse, ReuseCount, SamePhoto, SceneEvidence } from '../domain/evidence-scene.ts'
import { ZhunruError } from '../platform/errors.ts'
import { findNear, type NearLook, storeLooks } from '../store/fingerprints.ts'
import { linkApplications } from './application-links.ts'
import type { ReviewDeps, RevisionRef } from './deps.ts'
import { findHolders, heldElsewhere, type Holder } from './photo-holders.ts'

/** Near photos that are fetched for each of ours: most are copies of one another, or none of another application. */
const MOST_NEAR = 50
/** Photos that are laid over each of ours: each costs a decoding and a registration, some 100 ms. */
const MOST_CONFIRMED = 10
/** Finds that are kept for each photo, the gravest first. */
const MOST_FOUND = 20

export interface ReuseDeps extends ReviewDeps {
  blobs: BlobStore
  /** Lays two photos over each other. */
  confirm: (a: Uint8Array, b: Uint8Array) => Promise<SamePhoto>
}

export interface LookedPhoto {
  kind: MaterialKind
  sha256: string
  bytes: Uint8Array
  look: PremisesLook
}

/**
 * Where the premises photos of one revision were seen before: the same files, and near fingerprints that the pixels
 * confirm, among the premises photos of all other applications; and files for which an earlier revision of this one was
 * sent back.
 *
 * Our own fingerprints are committed before the search begins. So of two applications with one photo, submitted at the same
 * time, at least one finds the other: each search begins after its own commit, and the later of the two commits comes
 * before its own search, after the other one's commit.
 *
 * What it answers depends on when it is asked: store it under a key of this revision.
 */
export async function findReuse(
  deps: ReuseDeps,
  ref: RevisionRef,
  version: string,
  photos: readonly LookedPhoto[],
): Promise<NonNullable<SceneEvidence['reuse']>> {
  const { db, clock } = deps
  await storeLooks(
    db,
    photos.map(({ sha256, look }) => ({ sha256, version, look, at: clock.now() })),
  )
  const held = await heldElsewhere(
    db,
    ref,
    photos.map(({ sha256 }) => sha256),
  )

  const found: Reuse[] = []
  const counts: ReuseCount[] = []
  let gone = 0
  for (const photo of photos) {
    const near = await confirmNear(deps, ref, photo)
    gone += near.gone
    const same = held.has(photo.sha256) ? await findFile(deps, ref, photo) : []
    const all = [...same, ...near.found].toSorted((a, b) => gravity(b) - gravity(a))
    found.push(...all.slice(0, MOST_FOUND))
    if (all.length > MOST_FOUND) counts.push(countOf(photo.kind, all))
  }
  const others = found.map(({ other }) => other.applicationId)
  const cluster = await linkApplications(db, ref.applicationId, others)
  return { searched: photos.length, gone, found, ...(counts.length > 0 && { counts }), cluster }
}

/** Another person's first, then what the same person is asked about: the many of one shop must not push them out. */
const gravity = ({ sameApplicant, samePlace, rejected }: Holder | Reuse): number =>
  sameApplicant ? (samePlace === false ? 2 : rejected ? 1 : 0) : 3

function countOf(kind: MaterialKind, found: readonly Reuse[]): ReuseCount {
  const count = (test: (each: Reuse) => boolean) =>
    new Set(found.filter(test).map(({ other }) => other.applicationId)).size
  return {
    kind,
    ofOthers: count(({ sameApplicant }) => !sameApplicant),
    elsewhere: count(({ sameApplicant, samePlace }) => sameApplicant && samePlace === false),
  }
}

/** Of our own earlier revisions only those that were sent back for this file: nobody has to take a good photo twice. */
async function findFile({ db }: ReuseDeps, ref: RevisionRef, { kind, sha256 }: LookedPhoto): Promise<Reuse[]> {
  const holders = await findHolders(db, ref, kind, [sha256])
  return holders
    .filter(({ other, rejected }) => other.applicationId !== ref.applicationId || rejected)
    .map((holder) => ({ ...seenIn(holder), kind, sameFile: true, distance: 0, variant: 'whole', mirrored: false }))
}

async function confirmNear(
  { db, blobs, confirm }: ReuseDeps,
  ref: RevisionRef,
  { kind, sha256, bytes, look }: LookedPhoto,
): Promise<{ found: Reuse[]; gone: number }> {
  const near = await nearFiles(db, await findNear(db, look, MOST_NEAR), sha256)
  const holders = await findHolders(db, ref, kind, [...near.keys()])
  // A photo of our own earlier revision, changed since: whether it will do now is for the other checks to say.
  const held = [...near].map(([file, print]) => ({
    print,
    seen: holders.filter(({ sha256: theirs, other }) => theirs === file && other.applicationId !== ref.applicationId),
  }))
  const gravest = ({ seen }: (typeof held)[number]) => Math.max(...seen.map(gravity))
  const others = held.filter(({ seen }) => seen.length > 0).toSorted((a, b) => gravest(b) - gravest(a))
  const found: Reuse[] = []
  let gone = 0
  for (const { print, seen } of others.slice(0, MOST_CONFIRMED)) {
    const { distance, variant, mirrored } = print
    const theirs = await fetchKept(blobs, seen[0]!.blob)
    const confirmed = theirs && (await layOver(confirm, bytes, theirs))
    if (!confirmed) gone += 1
    else if (confirmed.same) {
      const about = { kind, sameFile: false, distance, variant, mirrored: mirrored || confirmed.mirrored, confirmed }
      found.push(...seen.map((holder) => ({ ...seenIn(holder), ...about })))
    }
  }
  return { found, gone }
}

/** Each file once, in the order of the search; two versions of what looks may both have stored it. */
async function nearFiles(db: ReuseDeps['db'], near: readonly NearLook[], own: string): Promise<Map<string, NearLook>> {
  const files = new Map<string, NearLook>()
  if (near.length === 0) return files
  const looks = await db
    .selectFrom('premises_look')
    .select(['id', 'sha256'])
    .where(
      'id',
      'in',
      near.map(({ lookId }) => lookId),
    )
    .execute()
  const sha256Of = new Map(looks.map(({ id, sha256 }) => [id, sha256]))
  for (const each of near) {
    const sha256 = sha256Of.get(each.lookId)
    if (sha256 !== undefined && sha256 !== own && !files.has(sha256)) files.set(sha256, each)
  }
  return files
}

const seenIn = ({ sha256: _, blob: __, ...holder }: Holder) => holder

/**
 * Null for one that was removed, because it must not be kept or by an order of erasure, and for one that the store keeps damaged:
 * that is told where its own application is looked at.
 */
async function fetchKept(blobs: BlobStore, blob: string): Promise<Uint8Array | null> {
  try {
    return await blobs.get(blob)
  } catch (error) {
    if (error instanceof BlobMissingError || error instanceof BlobDamagedError) return null
    throw error
  }
}

/** Null for a stored file that can no longer be decoded: it must not fail every application that comes near it. */
async function layOver(confirm: ReuseDeps['confirm'], ours: Uint8Array, theirs: Uint8Array): Promise<SamePhoto | null> {
  try {
    return await confirm(ours, theirs)
  } catch (error) {
    if (error instanceof ZhunruError) return null
    throw error
  }
}
