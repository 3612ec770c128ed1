import { sql } from 'kysely'
import type { BlobStore } from '../blobs/blobs.ts'
import type { ReviewDeps, Trx } from './deps.ts'

/** Photos that were uploaded and never became part of an application are kept so long. Days. */
export const KEEP_UNUSED = 30

/** Uploads that one statement looks at: few of them are unused, and none may take it longer the more there are in all. */
const PAGE = 1_000
const DAY = 86_400_000

/**
 * Whoever writes or removes a file of this content waits here for the others, until the transaction ends. Equal files of
 * several uploads are one file in the store.
 */
export const holdFile = (trx: Trx, hash: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`file ${hash}`}, 0))`.execute(trx)

/**
 * Forgets uploads that no revision ever named, with their files where no other upload has the same one. The first look goes
 * over all that are old enough, and each later one over those that have become so since.
 * @returns the look; it says how many were forgotten.
 */
export function forgetUnused(
  { db, clock, blobs }: ReviewDeps & { blobs: BlobStore },
  page = PAGE,
): () => Promise<number> {
  let from = { at: new Date(0), id: '' }
  return async () => {
    const until = new Date(clock.now().getTime() - KEEP_UNUSED * DAY)
    let forgotten = 0
    for (let after = from; ;) {
      const seen = await looked(db, after, until, page)
      for (const material of seen.filter(({ used }) => !used)) {
        const gone = await db.transaction().execute((trx) => forget(trx, blobs, material))
        if (gone) forgotten += 1
      }
      const last = seen.at(-1)
      if (!last || seen.length < page) break
      after = { at: last.created_at, id: last.id }
    }
    from = { at: until, id: '' }
    return forgotten
  }
}

/** In the order of an index, whoever is used: to skip those in the statement would be to look for the few in all of them. */
const looked = (db: ReviewDeps['db'], after: { at: Date; id: string }, until: Date, page: number) =>
  db
    .selectFrom('material')
    .select((eb) => [
      'id',
      'sha256',
      'blob',
      'created_at',
      eb
        .exists(eb.selectFrom('revision_material').select('kind').whereRef('material_id', '=', 'material.id'))
        .as('used'),
    ])
    .where('created_at', '<', until)
    .where('created_at', '>=', after.at)
    .where((eb) => eb.or([eb('created_at', '>', after.at), eb('id', '>', after.id)]))
    .orderBy('created_at')
    .orderBy('id')
    .limit(page)
    .execute()

async function forget(
  trx: Trx,
  blobs: BlobStore,
  { id, sha256, blob }: { id: string; sha256: string; blob: string },
): Promise<boolean> {
  await holdFile(trx, sha256)
  // Whoever names it in an application at this moment holds the row (see findMaterials), and it is used then.
  const { rows } = await sql`
    delete from material where id = (
      select id from material where id = ${id}
        and not exists (select from revision_material where material_id = ${id})
      for update skip locked)
    returning id`.execute(trx)
  if (rows.length === 0) return false
  const other = await trx.selectFrom('material').select('id').where('sha256', '=', sha256).limit(1).executeTakeFirst()
  // The file before the commit: a crash in between leaves a row without its file, which the next look takes away.
  if (!other) await blobs.remove(blob)
  return true
}
