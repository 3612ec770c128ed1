import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { BlobMissingError, blobKey, type BlobStore } from '../../../src/blobs/blobs.ts'
import type { PhotoChecks } from '../../../src/checks/photo-checks.ts'
import type { MaterialKind } from '../../../src/domain/application.ts'
import type { OcrEvidence } from '../../../src/domain/evidence.ts'
import { sha256 } from '../../../src/platform/canonical.ts'
import { acceptMaterial } from '../../../src/review/accept-material.ts'
import type { ScreeningRef } from '../../../src/review/deps.ts'
import { readApplication } from '../../../src/review/read-application.ts'
import { removeRefusedPhotos } from '../../../src/review/refuse-photo.ts'
import { storeLook } from '../../../src/store/fingerprints.ts'
import { documentOcr } from '../../../workers/document-ocr.ts'
import { photoClarity } from '../../../workers/photo-clarity.ts'
import { sceneAuthenticity } from '../../../workers/scene-authenticity.ts'
import { lookOf } from '../../support/looks.ts'
import { reading, screening, sceneOf, stallKinds } from '../../unit/domain/sample.ts'
import { reviewRoom, type Uploaded } from './room.ts'

const room = await reviewRoom()
const { store, deps, blobs, clock, upload, submit, screeningOf, lineOf, rowsOf } = room
const inspect = () => Promise.resolve({ mime: 'image/jpeg' as const, width: 1600, height: 1200 })

/** Bytes that begin with `back` show the back of a card to these checks. */
const isBack = (bytes: Uint8Array) => Buffer.from(bytes).toString().startsWith('back')
const backOf = (kind: MaterialKind): OcrEvidence =>
  reading(kind, {}, { detected: { kind: 'bank_card_back', confidence: 0.99 } })

function checksThat(version = 'test/1'): PhotoChecks {
  const { evidence } = screening()
  const clarity = evidence.find((e) => e.check === 'clarity')!
  const readings = new Map(evidence.flatMap((e) => (e.check === 'ocr' ? [[e.kind, e] as const] : [])))
  return {
    inspect,
    ocr: async (kind, bytes) => (isBack(bytes) ? backOf(kind) : (readings.get(kind) ?? reading(kind, {}))),
    clarity: async (kind) => ({ ...clarity, kind }),
    premises: async () => lookOf([]),
    confirm: () => Promise.reject(new Error('not asked here')),
    scene: async (photos) => sceneOf(photos.map(({ kind }) => kind)),
    versions: { ocr: version, clarity: version, scene: version },
    close: async () => {},
  }
}
const workers = (checks = checksThat()) => {
  const parts = { review: deps, blobs, checks }
  return { ocr: documentOcr(parts), clarity: photoClarity(parts), scene: sceneAuthenticity(parts) }
}
const context = { signal: new AbortController().signal, attempt: 1 }

const remove = (store: BlobStore = blobs) => removeRefusedPhotos({ ...deps, blobs: store })
const isKept = (photo: Uploaded) =>
  blobs.get(blobKey(photo.sha256)).then(
    () => true,
    (error: unknown) => {
      if (error instanceof BlobMissingError) return false
      throw error
    },
  )
const markOf = ({ sha256: hash }: Uploaded) =>
  store.db.selectFrom('refused_photo').selectAll().where('sha256', '=', hash).executeTakeFirst()
const typesOf = async ({ applicationId }: ScreeningRef) =>
  (await rowsOf('event', applicationId)).rows.map(({ type }) => type)

async function submitted(content = `back ${randomUUID()}`, kind: MaterialKind = 'bank_card') {
  const photo = await upload(kind, content)
  const application = await submit([photo])
  const ref = screeningOf(application)
  return { photo, ref, id: application.id, payload: { ...ref, materialId: photo.id }, content }
}

describe('the back of a bank card', () => {
  it('is marked with the reading, waits for the other look at it, and is removed', async () => {
    const { photo, ref, id, payload } = await submitted()
    const { ocr, clarity } = workers()
    await ocr.process(payload, context)
    expect(await markOf(photo)).toMatchObject({ blob: blobKey(photo.sha256), refused_at: clock.at, removed_at: null })
    expect(await typesOf(ref)).toContain('photo.refused')

    expect(await remove()).toBe(0)
    expect(await isKept(photo)).toBe(true)
    await clarity.process(payload, context)
    expect(await lineOf({ ...ref, check: 'clarity', slot: 'bank_card' })).toMatchObject({ status: 'done' })
    expect(await remove()).toBe(1)
    expect(await isKept(photo)).toBe(false)
    expect(await markOf(photo)).toMatchObject({ removed_at: clock.at })
    expect(await typesOf(ref)).toContain('photo.removed')
    const view = await readApplication(room.accepting, { id })
    expect(view?.photos.bank_card).toMatchObject({ clarity: 90, removedAt: clock.at.toISOString() })
    expect(view?.fields.bank_card).toEqual({})
  })

  it('is removed once, by one of many removers, and a second look changes nothing', async () => {
    const { photo, payload, ref } = await submitted()
    await workers().ocr.process(payload, context)
    await workers().clarity.process(payload, context)
    const removed = await Promise.all([remove(), remove(), remove()])
    expect(removed.reduce((sum, n) => sum + n, 0)).toBe(1)
    expect(await remove()).toBe(0)
    expect(await isKept(photo)).toBe(false)
    expect((await typesOf(ref)).filter((type) => type === 'photo.removed')).toHaveLength(1)
  })

  it('stays marked when the photo store is away or the process dies, and is removed later', async () => {
    const { photo, payload } = await submitted()
    await workers().ocr.process(payload, context)
    await workers().clarity.process(payload, context)
    const away = { ...blobs, remove: () => Promise.reject(new Error('the store is away')) }
    await expect(remove(away)).rejects.toThrow('the store is away')
    // Removed, but not yet written down: what a crash in between leaves.
    const dying = {
      ...blobs,
      remove: async (key: string) => {
        await blobs.remove(key)
        throw new Error('crash')
      },
    }
    await expect(remove(dying)).rejects.toThrow('crash')
    expect(await markOf(photo)).toMatchObject({ removed_at: null })
    expect(await remove()).toBe(1)
    expect(await isKept(photo)).toBe(false)
  })

  it('does not wait for ever for a check that does not come', async () => {
    const { photo, payload } = await submitted()
    await workers().ocr.process(payload, context)
    expect(await remove()).toBe(0)
    const before = clock.at
    clock.at = new Date(before.getTime() + 11 * 60_000)
    expect(await remove()).toBe(1)
    clock.at = before
    expect(await isKept(photo)).toBe(false)
  })

  it('is marked also when its run was superseded meanwhile', async () => {
    const { photo, payload, ref } = await submitted()
    const { ocr } = workers({
      ...checksThat(),
      ocr: async (kind) => {
        await store.db.updateTable('application').set({ run: 2 }).where('id', '=', ref.applicationId).execute()
        return backOf(kind)
      },
    })
    await ocr.process(payload, context)
    expect(await markOf(photo)).toMatchObject({ removed_at: null })
    expect(await remove()).toBe(1)
    expect(await isKept(photo)).toBe(false)
  })
})

describe('the same file in another application', () => {
  it('that is under way is waited for', async () => {
    const first = await submitted()
    const second = await submitted(first.content)
    const { ocr, clarity } = workers()
    for (const look of [ocr, clarity]) await look.process(first.payload, context)
    expect(await remove()).toBe(0)
    for (const look of [ocr, clarity]) await look.process(second.payload, context)
    expect(await remove()).toBe(1)
    for (const { ref } of [first, second]) {
      expect(await typesOf(ref)).toEqual(expect.arrayContaining(['photo.refused', 'photo.removed']))
    }
  })

  it('is not stored again after its removal, and each check of it finds an answer', async () => {
    const first = await submitted()
    for (const look of [workers().ocr, workers().clarity]) await look.process(first.payload, context)
    await remove()

    // In the same slot, in another one, and read by a later engine: nobody can look at the pixels any more.
    const looks = [
      { kind: 'bank_card', checks: checksThat() },
      { kind: 'id_portrait', checks: checksThat() },
      { kind: 'bank_card', checks: checksThat('test/2') },
    ] as const
    for (const { kind, checks } of looks) {
      const again = await submitted(first.content, kind)
      expect(await isKept(again.photo)).toBe(false)
      const { ocr, clarity } = workers(checks)
      await ocr.process(again.payload, context)
      await clarity.process(again.payload, context)
      expect(await lineOf({ ...again.ref, check: 'ocr', slot: kind })).toMatchObject({ status: 'done' })
      const { status, error } = await lineOf({ ...again.ref, check: 'clarity', slot: kind })
      expect(status === 'done' || error === 'the photo was refused and is not kept').toBe(true)

      await room.check(
        { ...again.ref, check: 'account-match', slot: 'application' },
        { subject: again.id, engineVersion: '1' },
        {
          check: 'account-match',
          cells: [],
        },
      )
      await room.decide(again.ref)
      const view = await readApplication(room.accepting, { id: again.id })
      expect(view?.outcome).toBe('resubmission_required')
      expect(view?.reasons.map(({ code, material }) => [code, material])).toContainEqual(['IMG_CARD_BACK', kind])
      expect(view?.reasons.map(({ code }) => code)).not.toContain('CHECK_FAILED')
      expect(view?.fields[kind]).toEqual({})
    }
  })

  it('uploaded while it is being removed is removed too', async () => {
    const { photo, payload, content } = await submitted()
    for (const look of [workers().ocr, workers().clarity]) await look.process(payload, context)
    const input = { kind: 'bank_card' as const, bytes: Buffer.from(content), fileName: 'card.jpg' }

    // The upload has looked for a mark before there was one, and writes after the removal.
    const mark = (await markOf(photo))!
    await store.db.deleteFrom('refused_photo').where('sha256', '=', photo.sha256).execute()
    const slow = {
      ...blobs,
      put: async (key: string, bytes: Uint8Array) => {
        await store.db.insertInto('refused_photo').values(mark).execute()
        expect(await remove()).toBe(1)
        await blobs.put(key, bytes)
      },
    }
    await acceptMaterial({ ...room.accepting, blobs: slow }, input)
    expect(await isKept(photo)).toBe(true)
    expect(await remove()).toBe(1)
    expect(await isKept(photo)).toBe(false)
  })
})

describe('a photo that is missing for another reason', () => {
  it('is still tried again', async () => {
    const { photo, payload } = await submitted(`front ${randomUUID()}`)
    await blobs.remove(blobKey(photo.sha256))
    await expect(workers().ocr.process(payload, context)).rejects.toThrow(BlobMissingError)
  })

  it('and a photo that may be kept is', async () => {
    const { photo, payload } = await submitted(`front ${randomUUID()}`)
    for (const look of [workers().ocr, workers().clarity]) await look.process(payload, context)
    expect(await remove()).toBe(0)
    expect(await markOf(photo)).toBeUndefined()
    expect(await isKept(photo)).toBe(true)
    expect(sha256(await blobs.get(blobKey(photo.sha256)))).toBe(photo.sha256)
  })
})

describe('among the premises photos', () => {
  it('what was seen in it goes with it, by whatever version, and nothing of others', async () => {
    const { photo, ref, payload } = await submitted(undefined, 'scene_stall')
    const other = await upload('scene_stall')
    const prints = ['whole', 'trimmed', 'crop 1'].map((variant) => ({
      variant,
      hash: sha256(`${photo.id} ${variant}`),
    }))
    const look = { ...lookOf(prints), metadata: { gps: { latitude: 22.54, longitude: 113.95 } } }
    for (const [hash, version] of [
      [photo.sha256, 'test/0'],
      [photo.sha256, 'test/1'],
      [other.sha256, 'test/1'],
    ] as const)
      await storeLook(store.db, { sha256: hash, version, look, at: clock.at })
    const kept = async () => {
      const ids = await store.db.selectFrom('premises_look').select(['id', 'sha256']).execute()
      const of = (hash: string) => ids.filter((row) => row.sha256 === hash).map(({ id }) => id)
      const printed = async (table: 'fingerprint' | 'fingerprint_crop') =>
        (await store.db.selectFrom(table).select('look_id').execute()).map(({ look_id }) => look_id)
      const all = [...(await printed('fingerprint')), ...(await printed('fingerprint_crop'))]
      return { looks: of(photo.sha256), others: of(other.sha256), prints: all }
    }
    const before = await kept()
    expect(before.looks).toHaveLength(2)
    expect(before.prints.filter((id) => before.looks.includes(id))).toHaveLength(6)

    const { ocr, clarity, scene } = workers()
    for (const look of [ocr, clarity]) await look.process(payload, context)
    await scene.process(ref, context)
    expect(await remove()).toBe(1)
    const after = await kept()
    expect(after).toMatchObject({ looks: [], others: before.others })
    expect(after.prints.toSorted()).toEqual(before.prints.filter((id) => !before.looks.includes(id)).toSorted())
    expect(after.prints.filter((id) => after.others.includes(id))).toHaveLength(3)
  })

  it('the comparison is made of those that are left', async () => {
    const first = await submitted(undefined, 'scene_stall')
    const { ocr, clarity, scene } = workers()
    for (const look of [ocr, clarity]) await look.process(first.payload, context)
    expect(await remove()).toBe(0)
    await scene.process(first.ref, context)
    expect(await remove()).toBe(1)

    const again = await upload('scene_stall', first.content)
    const others = await Promise.all(
      stallKinds.filter((kind) => kind.startsWith('scene_') && kind !== 'scene_stall').map((kind) => upload(kind)),
    )
    const ref = screeningOf(await submit([again, ...others]))
    await scene.process(ref, context)
    const { evidence_id: evidence } = await lineOf({ ...ref, check: 'scene', slot: 'application' })
    const row = await store.db
      .selectFrom('evidence')
      .select('result')
      .where('id', '=', evidence!)
      .executeTakeFirstOrThrow()
    const photos = row.result.check === 'scene' ? row.result.photos.map(({ kind }) => kind) : []
    expect(photos.toSorted()).toEqual(others.map(({ kind }) => kind).toSorted())
  })
})
