import { type Kysely, sql } from 'kysely'

/** A run of bits of a fingerprint; a search probes all values that differ from its own in at most `radius` of them. */
export interface Slot {
  /** First bit, counted from 1 as in `substring`. */
  from: number
  bits: number
  radius: number
}

function slots(...widths: readonly { count: number; bits: number; radius: number }[]): Slot[] {
  const list: Slot[] = []
  let from = 1
  for (const { count, bits, radius } of widths) {
    for (let i = 0; i < count; i++, from += bits) list.push({ from, bits, radius })
  }
  return list
}

/**
 * The indexes of each table of fingerprints: part of the schema, so they stand here and change with a new migration only.
 * The bits are in the order of their frequencies, the lowest first (`storedBits`).
 *
 * Whole photos: two fingerprints at most 31 bits apart agree, in at least one slot, within its radius. Otherwise they
 * would differ in 10 · 3 + 2 = 32 bits at least. So what the indexes find is exact up to there.
 * Crops: several times as many rows, of which few will ever be wanted. Four slots over the low frequencies, which an edit
 * changes least, find nearly as much of what real edits leave, for a third of the space.
 */
export const fingerprintSlots = {
  fingerprint: slots(
    { count: 6, bits: 24, radius: 2 },
    { count: 4, bits: 23, radius: 2 },
    { count: 1, bits: 20, radius: 1 },
  ),
  fingerprint_crop: slots({ count: 4, bits: 26, radius: 2 }),
} as const satisfies Record<string, readonly Slot[]>

/** As the indexes have it; a search must say it in the very same words to be served by them. */
export const slotValue = (of: string, { from, bits }: Slot): string =>
  `(substring(${of} from ${from} for ${bits})::int)`

/** The name of each and what makes it: a large table is filled faster without them. */
export const fingerprintIndexes = Object.entries(fingerprintSlots).flatMap(([table, list]) =>
  list.map((slot, i) => {
    const name = `${table}_slot_${i + 1}`
    return { name, create: `create index ${name} on ${table} (${slotValue('hash', slot)})` }
  }),
)

const statements = [
  // What was seen in a premises photo, once for each file and version of what looks.
  `create table premises_look (
    id bigint generated always as identity primary key, sha256 text not null, version text not null,
    look jsonb not null, created_at timestamptz not null, unique (sha256, version))`,

  // No primary key: nothing names a fingerprint, and the index would cost as much as a slot. One that is to go is found
  // by its bits, which its look holds as well.
  `create table fingerprint (look_id bigint not null references premises_look, hash bit(256) not null, variant text not null)`,
  `create table fingerprint_crop (look_id bigint not null references premises_look, hash bit(256) not null, variant text not null)`,
  ...fingerprintIndexes.map(({ create }) => create),

  // Applications that share a photo; each pair in both directions.
  `create table application_link (
    application_id text not null references application, other_id text not null references application,
    primary key (application_id, other_id))`,

  // Keyed hashes of the numbers typed in the form.
  `create table document_number (
    application_id text not null, revision integer not null, kind text not null, keyed_hash text not null,
    primary key (application_id, revision, kind),
    foreign key (application_id, revision) references application_revision)`,
  `create index document_number_hash on document_number (keyed_hash)`,

  // Tells a start with another key, which would find nothing of before.
  `create table hash_key (one boolean primary key default true check (one), check_value text not null)`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const tables = 'hash_key, document_number, application_link, fingerprint_crop, fingerprint, premises_look'
  await sql.raw(`drop table ${tables}`).execute(db)
}
