import { type Kysely, sql, type Transaction } from 'kysely'
import type { PremisesLook } from '../domain/evidence-scene.ts'
import { storableJson } from '../platform/storable.ts'
import { fingerprintSlots, type Slot, slotValue } from './migrations/0003-reuse.ts'
import type { Database } from './schema.ts'

type Db = Kysely<Database>
type Table = keyof typeof fingerprintSlots

/** Points of 100. Below, a picture has too little structure for its fingerprint to tell it from others (PDQ paper). */
const leastQuality = 50

/**
 * Bits of 256. Photos of different things stay above (0 of 807,085 pairs of real photos are this near), and of copies
 * farther away the indexes find less than half.
 */
const near = 70

export interface NearLook {
  lookId: string
  /** Bits of 256, the smallest of all that was compared. */
  distance: number
  /** Of the photo that was found. */
  variant: string
  /** Whether it is ours seen in a mirror. */
  mirrored: boolean
}

/** What was seen in this file before, by the same version; null when it was not looked at. */
export const findLook = async (db: Db, sha256: string, version: string): Promise<PremisesLook | null> =>
  (await findLooks(db, [sha256], version)).get(sha256) ?? null

/** What was seen in these files before, by the same version. */
export async function findLooks(db: Db, files: readonly string[], version: string): Promise<Map<string, PremisesLook>> {
  const rows = await db
    .selectFrom('premises_look')
    .select(['sha256', 'look'])
    .where('sha256', '=', sql<string>`any(${[...files]}::text[])`)
    .where('version', '=', version)
    .execute()
  return new Map(rows.map(({ sha256, look }) => [sha256, look]))
}

export interface NewLook {
  sha256: string
  version: string
  look: PremisesLook
  at: Date
}

export const storeLook = (db: Db, look: NewLook): Promise<void> => storeLooks(db, [look])

/**
 * Keeps what was seen, and lets the photos be found. When it returns, all is committed, also where another writer of
 * the same photo was first: the unique key makes us wait for its commit. Fingerprints that say nothing are not stored.
 * One statement, so one journey to the server and one transaction.
 */
export async function storeLooks(db: Db, given: readonly NewLook[]): Promise<void> {
  // Each file once, and in one order: two writers with the same files must not wait for each other.
  const looks = [...new Map(given.map((each) => [`${each.sha256} ${each.version}`, each])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, each]) => each)
  const rows = (table: Table) => {
    const own = looks.flatMap(({ sha256, version, look }) =>
      look.fingerprints
        .filter(({ quality, variant }) => quality >= leastQuality && tableOf(variant) === table)
        .map(({ hash, variant }) => ({ sha256, version, hash: storedBits(hash), variant })),
    )
    return sql`insert into ${sql.table(table)} (look_id, hash, variant)
      select stored.id, print.hash::bit(256), print.variant
      from stored
      join unnest(${own.map(({ sha256 }) => sha256)}::text[], ${own.map(({ version }) => version)}::text[],
        ${own.map(({ hash }) => hash)}::text[], ${own.map(({ variant }) => variant)}::text[])
        print (sha256, version, hash, variant) on print.sha256 = stored.sha256 and print.version = stored.version`
  }
  await sql`
    with stored as (
      insert into premises_look (sha256, version, look, created_at)
      select sha256, version, look::jsonb, at
      from unnest(${looks.map(({ sha256 }) => sha256)}::text[], ${looks.map(({ version }) => version)}::text[],
        ${looks.map(({ look }) => storableJson(look))}::text[], ${looks.map(({ at }) => at)}::timestamptz[])
        given (sha256, version, look, at)
      on conflict (sha256, version) do nothing returning id, sha256, version),
    crops as (${rows('fingerprint_crop')})
    ${rows('fingerprint')}`.execute(db)
}

/**
 * Forgets what was seen in a file, by whatever version, and that it can be found. A fingerprint is found by its bits, for
 * no index leads to it from its look.
 */
export async function forgetLooks(trx: Transaction<Database>, sha256: string): Promise<void> {
  const looks = await trx.selectFrom('premises_look').select(['id', 'look']).where('sha256', '=', sha256).execute()
  for (const { id, look } of looks) {
    for (const { hash, variant } of look.fingerprints) {
      const table = tableOf(variant)
      const place = sql.raw(slotValue('hash', fingerprintSlots[table][0]!))
      await sql`delete from ${sql.table(table)} where look_id = ${id} and hash = ${bits(hash)}
        and ${place} = (select ${sql.raw(slotValue('q.h', fingerprintSlots[table][0]!))} from (select ${bits(hash)} as h) q)
      `.execute(trx)
    }
  }
  await trx.deleteFrom('premises_look').where('sha256', '=', sha256).execute()
}

/**
 * The photos that come near this one by any of its fingerprints: whole, trimmed, mirrored, or crops. First those that most
 * of them agree on, then the nearest: two windows may look alike, but of a copy several places are the same.
 */
export async function findNear(db: Db, look: PremisesLook, limit: number): Promise<NearLook[]> {
  const near = new Map<string, NearLook & { agreeing: number }>()
  const wanted = [...searches(look)]
  if (wanted.length === 0) return []
  await db.transaction().execute(async (trx) => {
    // Before the first statistics the planner takes the slots for useless, and would read the whole table.
    await sql`set local enable_seqscan = off`.execute(trx)
    for (const { table, hash, mirrored } of wanted) {
      const counted = new Set<string>()
      for (const found of await searchFingerprints(trx, table, hash, limit)) {
        const known = near.get(found.lookId)
        const weight = counted.has(found.lookId) ? 0 : weights[table]
        counted.add(found.lookId)
        const agreeing = (known?.agreeing ?? 0) + weight
        const nearest = known && known.distance <= found.distance ? known : { ...found, mirrored }
        near.set(found.lookId, { ...nearest, agreeing })
      }
    }
  })
  return [...near.values()]
    .sort((a, b) => b.agreeing - a.agreeing || a.distance - b.distance || Number(a.lookId) - Number(b.lookId))
    .slice(0, limit)
    .map(({ agreeing: _, ...found }) => found)
}

/** A whole says as much as all its crops: there are about eight. */
const weights = { fingerprint: 8, fingerprint_crop: 1 } as const satisfies Record<Table, number>

/** Wholes are compared with wholes and crops with crops: a crop is around a place, and no whole looks like that. */
function* searches(look: PremisesLook): Generator<{ table: Table; hash: string; mirrored: boolean }> {
  const all = [
    ...look.fingerprints.map((print) => ({ ...print, mirrored: false })),
    ...(look.turned ?? []).map((print) => ({ ...print, mirrored: false })),
    ...look.mirrored.map((print) => ({ ...print, mirrored: true })),
  ]
  for (const { hash, variant, quality, mirrored } of all) {
    if (quality >= leastQuality) yield { table: tableOf(variant), hash, mirrored }
  }
}

/**
 * The nearest of one table to one fingerprint of 64 hex digits, nearest first: all at most 31 bits away in the table of
 * whole photos; of those farther away, up to 70, what shares a slot with it (docs/re-use.md has the shares).
 * Multi-index hashing (Norouzi, Punjani, Fleet: Fast Search in Hamming Space, CVPR 2012) on plain B-tree indexes.
 */
export async function searchFingerprints(
  db: Db | Transaction<Database>,
  table: Table,
  hash: string,
  limit: number,
): Promise<Omit<NearLook, 'mirrored'>[]> {
  const query = bits(hash)
  const inSlot = fingerprintSlots[table].map(
    (slot) => sql`${sql.raw(slotValue('hash', slot))} = any (${probes(query, slot)})`,
  )
  const { rows } = await sql<{ look_id: string; variant: string; distance: string }>`
    select look_id, variant, bit_count(hash # ${query}) as distance
    from ${sql.table(table)}
    where (${sql.join(inSlot, sql` or `)}) and bit_count(hash # ${query}) <= ${near}
    order by distance, look_id
    limit ${limit}`.execute(db)
  return rows.map(({ look_id, variant, distance }) => ({ lookId: look_id, variant, distance: Number(distance) }))
}

/**
 * The values of one slot that are near enough to the query's. As a subquery, which Postgres works out once, while
 * estimating the use of an array of 254 constants takes it longer than searching for them.
 */
const probes = (query: ReturnType<typeof bits>, slot: Slot) =>
  sql`array(select ${sql.raw(slotValue(`q.h`, slot))} # m from (select ${query} as h) q, unnest(${masks(slot)}::int[]) m)`

const known = new Map<string, string>()

/** All numbers of `bits` bits with at most `radius` of them set, radius 1 or 2, as Postgres reads an array. */
function masks({ bits, radius }: Slot): string {
  const key = `${bits}/${radius}`
  const made = known.get(key)
  if (made !== undefined) return made
  const numbers = [0]
  for (let one = 0; one < bits; one++) {
    numbers.push(1 << one)
    if (radius === 1) continue
    for (let two = 0; two < one; two++) numbers.push((1 << one) | (1 << two))
  }
  const text = `{${numbers.join()}}`
  known.set(key, text)
  return text
}

const bits = (hash: string) => sql<string>`${storedBits(hash)}::bit(256)`

/** Places in a PDQ fingerprint, counted from its last bit, by frequency: 16 columns across, 16 rows down. */
const byFrequency = Array.from({ length: 256 }, (_, k) => ({ k, across: (k & 15) + 1, down: (k >> 4) + 1 }))
  .sort((a, b) => a.across ** 2 + a.down ** 2 - (b.across ** 2 + b.down ** 2) || a.down - b.down)
  .map(({ k }) => k)

/**
 * The bits of a PDQ fingerprint as they are stored: the lowest frequencies first. An edit turns high frequencies up to nine
 * times as often as low ones (measured), so in this order some slots stay whole where all would have lost a few bits: of
 * real pairs 51 to 60 bits apart the indexes find 89 % instead of 82 %. Distances are the same in any order.
 */
export function storedBits(hash: string): string {
  const plain = Array.from(hash, (digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('')
  return byFrequency.map((k) => plain[255 - k]).join('')
}

const tableOf = (variant: string): Table =>
  variant === 'whole' || variant === 'trimmed' ? 'fingerprint' : 'fingerprint_crop'
