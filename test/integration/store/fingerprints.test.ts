import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findLook, findNear, searchFingerprints, storedBits, storeLook } from '../../../src/store/fingerprints.ts'
import { fingerprintIndexes } from '../../../src/store/migrations/0003-reuse.ts'
import { hammingDistance } from '../../../src/vision/fingerprint.ts'
import { lookOf, turned } from '../../support/looks.ts'
import { testStore } from '../../support/postgres.ts'

const store = await testStore()
const { db } = store
const at = new Date('2026-11-23T02:00:00Z')
const version = 'test/1'
const someHash = () => randomBytes(32).toString('hex')
const fresh = () => ({ sha256: someHash(), version, at })
const hash = fc.stringMatching(/^[0-9a-f]{64}$/)
const bits = (most: number) => fc.uniqueArray(fc.integer({ min: 0, max: 255 }), { maxLength: most })

const idOf = async (sha256: string) =>
  (await db.selectFrom('premises_look').select('id').where('sha256', '=', sha256).executeTakeFirstOrThrow()).id
const rowsOf = async (table: 'fingerprint' | 'fingerprint_crop', sha256: string) =>
  db
    .selectFrom(table)
    .select('variant')
    .where('look_id', '=', await idOf(sha256))
    .execute()

describe('the bits of a fingerprint as they are stored', () => {
  it('are all of its bits, in another order, so that distances are the same', () => {
    fc.assert(
      fc.property(hash, hash, (a, b) => {
        const [left, right] = [storedBits(a), storedBits(b)]
        expect(left).toMatch(/^[01]{256}$/)
        expect(Array.from(left).filter((bit, i) => bit !== right[i])).toHaveLength(hammingDistance(a, b))
      }),
    )
  })

  it('begin with the lowest frequency, the last bit of all, and end with the highest, the first', () => {
    const only = (bit: number) => storedBits(turned('0'.repeat(64), [bit])).indexOf('1')
    expect([only(255), only(0)]).toEqual([0, 255])
    // Second across and second down come next, before anything of the third.
    expect([only(254), only(239), only(238)].toSorted((a, b) => a - b)).toEqual([1, 2, 3])
  })
})

describe('a search', () => {
  it('finds every whole photo at most 31 bits away, whichever bits they are', async () => {
    await fc.assert(
      fc.asyncProperty(hash, fc.array(bits(31), { minLength: 1, maxLength: 10 }), async (query, changes) => {
        const photos = changes.map((change) => ({ ...fresh(), look: lookOf([turned(query, change)]) }))
        for (const photo of photos) await storeLook(db, photo)
        const found = await searchFingerprints(db, 'fingerprint', query, 1000)
        const expected = await Promise.all(
          photos.map(async ({ sha256 }, i) => ({
            lookId: await idOf(sha256),
            variant: 'whole',
            distance: changes[i]!.length,
          })),
        )
        expect(found).toEqual(expect.arrayContaining(expected))
      }),
      { numRuns: 60 },
    )
  })

  it('finds at most 31 bits away just what reading the whole table finds', async () => {
    await fc.assert(
      fc.asyncProperty(hash, bits(40), async (query, change) => {
        await storeLook(db, { ...fresh(), look: lookOf([turned(query, change)]) })
        const { rows } = await store.pool.query<{ id: string; d: string }>(
          'select look_id as id, bit_count(hash # $1::bit(256)) as d from fingerprint where bit_count(hash # $1::bit(256)) <= 31',
          [storedBits(query)],
        )
        const found = await searchFingerprints(db, 'fingerprint', query, 1000)
        const near = found.filter(({ distance }) => distance <= 31)
        expect(near.map(({ lookId, distance }) => `${lookId} ${distance}`).toSorted()).toEqual(
          rows.map(({ id, d }) => `${id} ${d}`).toSorted(),
        )
      }),
      { numRuns: 60 },
    )
  })

  it('gives the nearest first, and nothing that is 71 bits away', async () => {
    const query = someHash()
    const first = (count: number) => Array.from({ length: count }, (_, i) => i)
    // The first bits are the highest frequencies: the slots of the low ones stay whole at any distance.
    for (const distance of [70, 5, 71, 40]) {
      await storeLook(db, { ...fresh(), look: lookOf([turned(query, first(distance))]) })
    }
    const found = await searchFingerprints(db, 'fingerprint', query, 10)
    expect(found.map(({ distance }) => distance)).toEqual([5, 40, 70])
    expect(await searchFingerprints(db, 'fingerprint', query, 2)).toEqual(found.slice(0, 2))
  })

  it('is served by every index, also before there are statistics', async () => {
    const hashes = Array.from({ length: 40 }, someHash)
    for (const each of hashes) {
      await storeLook(db, { ...fresh(), look: lookOf([each, { variant: 'crop-1', hash: someHash() }]) })
    }
    const scans = async () => {
      const { rows } = await store.pool.query<{ name: string; scans: string }>(
        `select indexrelname as name, idx_scan as scans from pg_stat_user_indexes where schemaname = $1`,
        [store.schema],
      )
      return new Map(rows.map(({ name, scans: n }) => [name, Number(n)]))
    }
    // Each connection tells its counts by itself, at the latest when it is asked to.
    const told = async () =>
      Promise.all(Array.from({ length: 8 }, () => store.pool.query('select pg_stat_force_next_flush(), pg_sleep(0)')))
    await told()
    const before = await scans()
    await findNear(db, lookOf([hashes[0]!, { variant: 'crop-1', hash: hashes[1]! }]), 10)
    await expect
      .poll(async () => {
        await told()
        const now = await scans()
        return fingerprintIndexes.filter(({ name }) => (now.get(name) ?? 0) <= (before.get(name) ?? 0))
      })
      .toEqual([])
  })
})

describe('what was seen in a photo', () => {
  it('is kept once for a file and a version, however many write it at once', async () => {
    const photo = { ...fresh(), look: lookOf([someHash(), { variant: 'trimmed', hash: someHash() }]) }
    await Promise.all(Array.from({ length: 10 }, () => storeLook(db, photo)))
    expect(await rowsOf('fingerprint', photo.sha256)).toHaveLength(2)
    expect(await findLook(db, photo.sha256, version)).toEqual(photo.look)
    expect(await findLook(db, photo.sha256, 'test/2')).toBeNull()
    await storeLook(db, { ...photo, version: 'test/2' })
    expect(await findLook(db, photo.sha256, 'test/2')).toEqual(photo.look)
  })

  it('of little structure is kept, but is neither found nor searched for', async () => {
    const query = someHash()
    const dull = { ...fresh(), look: lookOf([query], [], 49) }
    const clear = { ...fresh(), look: lookOf([query], [], 50) }
    await storeLook(db, dull)
    expect(await rowsOf('fingerprint', dull.sha256)).toEqual([])
    expect(await findLook(db, dull.sha256, version)).toEqual(dull.look)
    await storeLook(db, clear)
    expect(await findNear(db, clear.look, 10)).toMatchObject([{ lookId: await idOf(clear.sha256), distance: 0 }])
    expect(await findNear(db, dull.look, 10)).toEqual([])
  })

  it('is found as soon as it is stored, also where another writer has not committed yet', async () => {
    const photo = { ...fresh(), look: lookOf([someHash()]) }
    let second = Promise.resolve()
    let done = false
    await db.transaction().execute(async (first) => {
      await storeLook(first, photo)
      second = storeLook(db, photo).then(() => void (done = true))
      // Something that takes its turn behind it on the server: by then it would have returned, did it not wait.
      await expect
        .poll(async () => {
          const { rows } = await store.pool.query(
            `select 1 from pg_stat_activity where application_name = $1 and wait_event_type = 'Lock'`,
            [store.schema],
          )
          return rows.length
        })
        .toBe(1)
      expect(done).toBe(false)
    })
    await second
    expect(await findNear(db, photo.look, 10)).toMatchObject([{ distance: 0 }])
    expect(await rowsOf('fingerprint', photo.sha256)).toHaveLength(1)
  })

  it('is searched for by its parts and its mirror image, and found by its parts', async () => {
    const [whole, trimmed, crop, mirror] = [someHash(), someHash(), someHash(), someHash()]
    const photo = fresh()
    const prints = [whole, { variant: 'trimmed', hash: trimmed }, { variant: 'crop-1', hash: crop }]
    await storeLook(db, { ...photo, look: lookOf(prints, [mirror]) })
    const lookId = await idOf(photo.sha256)
    const near = (searched: Parameters<typeof lookOf>[0], mirrored: Parameters<typeof lookOf>[1] = []) =>
      findNear(db, lookOf(searched, mirrored), 10)
    const found = (distance: number, variant: string, mirrored = false) => [{ lookId, distance, variant, mirrored }]
    const part = (hash: string) => ({ variant: 'crop-2', hash })

    expect(await near([turned(trimmed, [1, 2])])).toEqual(found(2, 'trimmed'))
    expect(await near([someHash(), part(turned(crop, [3]))])).toEqual(found(1, 'crop-1'))
    expect(await near([someHash()], [whole])).toEqual(found(0, 'whole', true))
    expect(await near([someHash()], [part(crop)])).toEqual(found(0, 'crop-1', true))
    const tilted = { ...lookOf([someHash()]), turned: lookOf([part(turned(crop, [8, 9]))]).fingerprints }
    expect(await findNear(db, tilted, 10)).toEqual(found(2, 'crop-1'))
    // Its own mirror image is searched with, and never found.
    expect(await near([mirror])).toEqual([])
    // What several places agree on comes before what one place is nearer to.
    const window = fresh()
    await storeLook(db, { ...window, look: lookOf([someHash(), part(turned(crop, [1]))]) })
    const places = [someHash(), someHash()]
    const copy = fresh()
    const crops = [turned(crop, [1, 2, 3, 4]), ...places].map(part)
    await storeLook(db, { ...copy, look: lookOf([someHash(), ...crops]) })
    const agreed = await near([someHash(), part(turned(crop, [1])), ...places.map(part)])
    expect(agreed.map((each) => each.lookId)).toEqual([await idOf(copy.sha256), await idOf(window.sha256), lookId])
    // Once, as near as it comes.
    expect((await near([turned(whole, [3, 4, 5]), part(turned(crop, [6]))], [whole]))[0]).toEqual(
      found(0, 'whole', true)[0],
    )
  })
})
