import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import type { PremisesLook } from '../../../src/domain/evidence-scene.ts'
import { findNear, searchFingerprints, storedBits, storeLook } from '../../../src/store/fingerprints.ts'
import type { Store } from '../../../src/store/open-store.ts'
import { cropsPerPhoto } from './database.ts'
import { changed, type Flips, randomHash } from './random.ts'

type Random = () => number
type Table = 'fingerprint' | 'fingerprint_crop'

/** Bits between an original and its copies; 31 is where the indexes stop being exact. */
export const distances = [0, 8, 16, 24, 28, 31, 32, 36, 40, 45, 50, 55, 60, 65, 70] as const
/** What a search returns at most, as the use case asks for. */
const limit = 50
const version = 'bench/1'

export interface Planted {
  hash: string
  flips: Flips
  /** By distance: the number of the photo that holds the copy. */
  copies: Map<number, string>
}

/** Originals, not stored themselves, of which a copy at each distance is: half of them changed evenly, half as by edits. */
export async function plant({ db }: Store, table: Table, count: number, random: Random): Promise<Planted[]> {
  const planted: Planted[] = []
  for (let n = 0; n < count; n++) {
    const original: Planted = { hash: randomHash(random), flips: n % 2 ? 'as by edits' : 'even', copies: new Map() }
    await db.transaction().execute(async (trx) => {
      for (const distance of distances) {
        const look = await storedLook(trx, `${table} ${n} ${distance}`)
        const hash = sql<string>`${storedBits(changed(original.hash, distance, original.flips, random))}::bit(256)`
        await trx.insertInto(table).values({ look_id: look, hash, variant: 'planted' }).execute()
        original.copies.set(distance, look)
      }
    })
    planted.push(original)
  }
  return planted
}

async function storedLook(db: Store['db'], name: string): Promise<string> {
  const values = { sha256: sha256(name), version, look: JSON.stringify({}), created_at: new Date() }
  const row = await db.insertInto('premises_look').values(values).returning('id').executeTakeFirstOrThrow()
  // Beyond the numbers of the photos that have no look.
  return row.id
}

/** Milliseconds of each search, and which share of the copies was found, by kind of change and distance. */
export async function search({ db }: Store, table: Table, planted: readonly Planted[]) {
  const times: number[] = []
  const found: Record<Flips, Map<number, number>> = { even: new Map(), 'as by edits': new Map() }
  for (const { hash, flips, copies } of planted) {
    const started = performance.now()
    const near = await db.transaction().execute(async (trx) => {
      await sql`set local enable_seqscan = off`.execute(trx)
      return searchFingerprints(trx, table, hash, limit)
    })
    times.push(performance.now() - started)
    const ids = new Set(near.map(({ lookId }) => lookId))
    const of = planted.filter((other) => other.flips === flips).length
    for (const [distance, id] of copies) {
      if (ids.has(id)) found[flips].set(distance, (found[flips].get(distance) ?? 0) + 1 / of)
    }
  }
  return { times, found }
}

/** Reads the whole table for some of them. @returns the finds at most 31 bits away that the indexes missed, of how many. */
export async function compareWithBruteForce({ db, pool }: Store, planted: readonly Planted[]) {
  const result = { missed: 0, of: 0, milliseconds: [] as number[] }
  await pool.query('set statement_timeout = 0')
  for (const { hash } of planted) {
    const started = performance.now()
    const { rows } = await pool.query<{ look_id: string }>(
      'select look_id from fingerprint where bit_count(hash # $1::bit(256)) <= 31',
      [storedBits(hash)],
    )
    result.milliseconds.push(performance.now() - started)
    const near = await searchFingerprints(db, 'fingerprint', hash, limit)
    const ours = new Set(near.filter(({ distance }) => distance <= 31).map(({ lookId }) => lookId))
    result.of += rows.length
    result.missed += rows.filter(({ look_id }) => !ours.has(look_id)).length
    if (ours.size > rows.length) throw new Error('the indexes find what is not there')
  }
  return result
}

/**
 * Milliseconds that the server's process for our connection has used so far: what else the machine does lengthens the time
 * of a search, and hardly this. Null where the system does not tell (Linux does, in hundredths of a second).
 */
export async function processorTime({ pool }: Store): Promise<number | null> {
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  const stat = await readFile(`/proc/${rows[0]?.pid}/stat`, 'utf8').catch(() => null)
  // After the name, which may hold anything: user time is the 12th value, system time the 13th (proc(5)).
  const values = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return values ? 10 * (Number(values[11]) + Number(values[12])) : null
}

/** Milliseconds to store what one photo leaves, with its commit. */
export async function insert({ db }: Store, count: number, random: Random): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < count; n++) {
    const photo = { sha256: sha256(`insert ${n}`), version, look: lookOf(random), at: new Date() }
    const started = performance.now()
    await storeLook(db, photo)
    times.push(performance.now() - started)
  }
  return times
}

/** Milliseconds of all searches that one photo needs: its fingerprints, turned ones, and those of its mirror image. */
export async function searchPhotos({ db }: Store, count: number, random: Random): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < count; n++) {
    const look = lookOf(random)
    const started = performance.now()
    await findNear(db, look, limit)
    times.push(performance.now() - started)
  }
  return times
}

/** What a photo leaves: its whole and its crops to be found by; turned ones and its mirror image to search with. */
function lookOf(random: Random): PremisesLook {
  const print = (variant: string) => ({ variant, hash: randomHash(random), quality: 100 })
  const prints = [print('whole'), ...Array.from({ length: cropsPerPhoto }, (_, n) => print(`crop-${n + 1}`))]
  return {
    width: 4000,
    height: 3000,
    fingerprints: prints,
    mirrored: prints.map(({ variant }) => print(variant)),
    // The strongest four, to either side.
    turned: Array.from({ length: 8 }, (_, n) => print(`crop-${1 + (n >> 1)}`)),
    metadata: { make: 'HUAWEI', model: 'ANA-AN00', takenAt: '2026-11-20T09:12:33' },
    provenance: {},
    recapture: { moire: 0.4, moireQuantile: 0.6, bezel: false },
    content: { blank: 0.1, page: 0 },
  }
}

/** Bytes on disk, indexes included. */
export async function sizeOf({ pool }: Store, table: Table | 'premises_look'): Promise<number> {
  const { rows } = await pool.query<{ size: string }>('select pg_total_relation_size($1::regclass) as size', [table])
  return Number(rows[0]?.size)
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
