import { sql } from 'kysely'
import type { BlobStore } from '../blobs/blobs.ts'
import type { ReviewDeps, Trx } from './deps.ts'

/** Photos that were uploaded and never became part of an application are kept so long. Days. */
export const KEEP_UNUSED = 30

/** Forgotten between two looks at the clock. */
const PAGE = 100
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
export function forgetUnused({ db, clock, blobs }: ReviewDeps & { blobs: BlobStore }): () => Promise<number> {
  let from = new Date(0)
  return async () => {
    const until = new Date(clock.now().getTime() - KEEP_UNUSED * DAY)
    let forgotten = 0
    for (let after = ''; ;) {
      const page = await db
        .selectFrom('material')
        .select(['id', 'sha256', 'blob'])
        .where('created_at', '>=', from)
        .where('created_at', '<', until)
        .where('id', '>', after)
        .where((eb) =>
          eb.not(
            eb.exists(eb.selectFrom('revision_material').select('kind').whereRef('material_id', '=', 'material.id')),
          ),
        )
        .orderBy('id')
        .limit(PAGE)
        .execute()
      for (const material of page) {
        const gone = await db.transaction().execute((trx) => forget(trx, blobs, material))
        if (gone) forgotten += 1
      }
      if (page.length < PAGE) break
      after = page.at(-1)?.id ?? ''
    }
    from = until
    return forgotten
  }
}

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
