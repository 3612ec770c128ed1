import { sql } from 'kysely'
import type { Identifier } from '../domain/identifiers.ts'
import type { KeyedHash } from '../platform/keyed-hash.ts'
import { inTransaction } from '../store/open-store.ts'
import type { ReviewDeps, Trx } from './deps.ts'

/** One value that is to be listed. The value itself is hashed here and goes no further. */
export interface BlockEntry extends Identifier {
  reason: string | null
  /** The last day in force, `YYYY-MM-DD`; null for ever. */
  until: string | null
}

interface Deps extends ReviewDeps {
  keyedHash: KeyedHash
}

export interface ListChange {
  list: string
  /** Who does it, for the record. */
  by: string
}

export interface ImportedList {
  /** Values given, each once. */
  given: number
  /** Values on the list now. */
  entries: number
}

/**
 * Puts values on a list, or in place of what is on it. A value that is on it already has the new reason and day. One
 * transaction: where the reading of `batches` throws, the list is what it was.
 */
export async function importBlockList(
  { db, clock, keyedHash }: Deps,
  { list, by, replace }: ListChange & { replace: boolean },
  batches: AsyncIterable<readonly BlockEntry[]>,
): Promise<ImportedList> {
  const at = clock.now()
  // Not run again by itself: what was read of the file is gone.
  return db.transaction().execute(async (trx) => {
    await trx
      .insertInto('block_list')
      .values({ name: list, created_at: at })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute()
    await lock(trx, list)
    if (replace) await trx.deleteFrom('block_entry').where('list', '=', list).execute()
    let given = 0
    for await (const batch of batches) given += await insert(trx, { list, by, at }, keyedHash, batch)
    await writeDown(trx, { list, by }, replace ? 'replace' : 'import', given, at)
    return { given, entries: await count(trx, list) }
  })
}

const lock = (trx: Trx, list: string) =>
  trx.selectFrom('block_list').select('name').where('name', '=', list).forUpdate().executeTakeFirst()

async function insert(
  trx: Trx,
  { list, by, at }: ListChange & { at: Date },
  keyedHash: KeyedHash,
  batch: readonly BlockEntry[],
): Promise<number> {
  // One statement cannot change a row twice; of equal values the last one counts.
  const unique = new Map(batch.map((entry) => [keyedHash(entry.kind, entry.value), entry]))
  const rows = [...unique.values()]
  await sql`
    insert into block_entry (keyed_hash, list, kind, reason, until, added_by, at)
    select hash, ${list}, kind, reason, until, ${by}, ${at}
    from unnest(${[...unique.keys()]}::text[], ${rows.map(({ kind }) => kind)}::text[],
      ${rows.map(({ reason }) => reason)}::text[], ${rows.map(({ until }) => until)}::date[]) given (hash, kind, reason, until)
    on conflict (keyed_hash, list) do update
      set reason = excluded.reason, until = excluded.until, added_by = excluded.added_by, at = excluded.at`.execute(trx)
  return batch.length
}

async function count(trx: Trx, list: string): Promise<number> {
  const { n } = await trx
    .selectFrom('block_entry')
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('list', '=', list)
    .executeTakeFirstOrThrow()
  return Number(n)
}

const writeDown = (trx: Trx, change: ListChange, what: 'import' | 'replace' | 'remove', entries: number, at: Date) =>
  trx
    .insertInto('block_list_change')
    .values({ ...change, what, entries, at })
    .execute()

/**
 * Takes values off a list, or the whole list away where none are named.
 * @returns how many went; null where there is no such list
 */
export async function removeFromBlockList(
  { db, clock, keyedHash }: Deps,
  change: ListChange,
  values: readonly Identifier[] | null,
): Promise<number | null> {
  return inTransaction({ db }, async (trx) => {
    if (!(await lock(trx, change.list))) return null
    const hashes = values?.map(({ kind, value }) => keyedHash(kind, value))
    const { numDeletedRows } = await trx
      .deleteFrom('block_entry')
      .where('list', '=', change.list)
      .$if(hashes !== undefined, (query) => query.where('keyed_hash', '=', sql<string>`any (${hashes ?? []}::text[])`))
      .executeTakeFirst()
    if (!hashes) await trx.deleteFrom('block_list').where('name', '=', change.list).execute()
    const removed = Number(numDeletedRows)
    await writeDown(trx, change, 'remove', removed, clock.now())
    return removed
  })
}

export interface BlockListView {
  name: string
  entries: number
  /** Those that are over. */
  expired: number
  /** Values by kind, in the order of their names. */
  kinds: Record<string, number>
  changedBy: string
  changedAt: string
}

/** All lists by name. Values are not kept, so they cannot be shown. */
export async function listBlockLists({ db }: Pick<ReviewDeps, 'db'>, today: string): Promise<BlockListView[]> {
  const { rows } = await sql<Omit<BlockListView, 'changedAt'> & { changedAt: Date }>`
    select block_list.name, coalesce(sum(n), 0)::int as entries, coalesce(sum(expired), 0)::int as expired,
      coalesce(json_object_agg(kind, n order by kind) filter (where kind is not null), '{}') as kinds,
      last.by as "changedBy", last.at as "changedAt"
    from block_list
    left join (
      select list, kind, count(*) as n, count(*) filter (where until < ${today}::date) as expired
      from block_entry group by list, kind) counted on counted.list = block_list.name
    join lateral (
      select "by", at from block_list_change change where change.list = block_list.name order by id desc limit 1) last on true
    group by block_list.name, last.by, last.at
    order by block_list.name`.execute(db)
  return rows.map((row) => ({ ...row, changedAt: row.changedAt.toISOString() }))
}
