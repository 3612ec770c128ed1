import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { BlobMissingError, blobKey } from '../../../src/blobs/blobs.ts'
import { forgetOldRows, KEEP_SENT } from '../../../src/review/forget-old-rows.ts'
import { forgetUnused, KEEP_UNUSED } from '../../../src/review/forget-unused.ts'
import { claimOutbox } from '../../../src/store/outbox.ts'
import { reviewRoom } from './room.ts'

const { store, deps, blobs, clock, upload, submit, count } = await reviewRoom()
const day = 86_400_000
const start = clock.at
const later = (days: number) => {
  clock.at = new Date(start.getTime() + days * day)
}
const look = () => forgetUnused({ ...deps, blobs })
const isStored = (sha256: string) =>
  blobs.get(blobKey(sha256)).then(
    () => true,
    (error: unknown) => {
      if (error instanceof BlobMissingError) return false
      throw error
    },
  )
const isKnown = async (id: string) =>
  (await store.db.selectFrom('material').select('id').where('id', '=', id).executeTakeFirst()) !== undefined

describe('an upload that no application named', () => {
  it('is forgotten with its file after its days, and not before', async () => {
    later(0)
    const photo = await upload('bank_card')
    later(KEEP_UNUSED)
    await look()()
    expect(await isKnown(photo.id)).toBe(true)
    clock.at = new Date(clock.at.getTime() + 1)
    expect(await look()()).toBe(1)
    expect([await isKnown(photo.id), await isStored(photo.sha256)]).toEqual([false, false])
  })

  it('leaves its file to others that are the same', async () => {
    later(0)
    const bytes = randomUUID()
    const unused = await upload('bank_card', bytes)
    const used = await upload('id_portrait', bytes)
    await submit([used])
    const another = randomUUID()
    const old = await upload('bank_card', another)
    later(KEEP_UNUSED / 2)
    const recent = await upload('bank_card', another)
    later(KEEP_UNUSED + 1)
    expect(await look()()).toBe(2)
    expect([await isKnown(unused.id), await isKnown(used.id)]).toEqual([false, true])
    expect([await isKnown(old.id), await isKnown(recent.id)]).toEqual([false, true])
    expect([await isStored(used.sha256), await isStored(recent.sha256)]).toEqual([true, true])
  })

  it('is found by later looks, which go on where the last ended', async () => {
    later(100)
    const [first, again] = [await upload('bank_card'), look()]
    later(101)
    const second = await upload('bank_card')
    later(100 + KEEP_UNUSED + 0.5)
    await again()
    expect([await isKnown(first.id), await isKnown(second.id)]).toEqual([false, true])
    later(101 + KEEP_UNUSED + 0.5)
    expect(await again()).toBe(1)
    expect(await isKnown(second.id)).toBe(false)
  })

  it('is found behind pages of others that are used, and of the same moment', async () => {
    later(140)
    await submit(await Promise.all((['id_portrait', 'id_emblem', 'bank_card'] as const).map((kind) => upload(kind))))
    const unused = [await upload('bank_card'), await upload('bank_card'), await upload('bank_card')]
    later(141)
    unused.push(await upload('bank_card'))
    later(142 + KEEP_UNUSED)
    expect(await forgetUnused({ ...deps, blobs }, 2)()).toBe(4)
    for (const { id } of unused) expect(await isKnown(id)).toBe(false)
  })

  it('uploaded or named again at this moment is there in the end, or was never taken', async () => {
    for (let i = 0; i < 10; i++) {
      later(200)
      const bytes = randomUUID()
      const old = await upload('bank_card', bytes)
      later(201 + KEEP_UNUSED)
      const [fresh, named] = await Promise.allSettled([upload('bank_card', bytes), submit([old]), look()(), look()()])
      if (fresh?.status !== 'fulfilled') throw new Error('an upload was refused')
      expect(await isStored(fresh.value.sha256)).toBe(true)
      expect(await isKnown(old.id)).toBe(named?.status === 'fulfilled')
      const refusal = named?.status === 'rejected' ? named.reason.code : 'MATERIAL_UNKNOWN'
      expect(refusal).toBe('MATERIAL_UNKNOWN')
    }
    later(0)
  })
})

describe('rows that have served', () => {
  it('are deleted: keys past their time, and messages handed over long ago', async () => {
    later(300)
    await submit([])
    await store.db.updateTable('outbox').set({ sent_at: null }).execute()
    await claimOutbox(store.db, 10_000, async () => {})
    await store.db.updateTable('outbox').set({ sent_at: clock.at }).execute()
    await submit([])
    const [keys, messages] = [await count('idempotency_key'), await count('outbox')]
    await forgetOldRows(deps)
    expect(await count('idempotency_key')).toBeLessThanOrEqual(keys)
    expect(await count('outbox')).toBe(messages)

    later(300 + KEEP_SENT + 1)
    await forgetOldRows(deps)
    expect(await count('idempotency_key')).toBe(0)
    // What was not handed over yet stays, however old.
    const left = await store.db.selectFrom('outbox').select('sent_at').execute()
    expect(left.length).toBeGreaterThan(0)
    expect(left.every(({ sent_at }) => sent_at === null)).toBe(true)
  })
})
