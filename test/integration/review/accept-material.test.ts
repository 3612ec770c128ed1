import { describe, expect, it } from 'vitest'
import { blobKey } from '../../../src/blobs/blobs.ts'
import { sha256 } from '../../../src/platform/canonical.ts'
import { ZhunruError } from '../../../src/platform/errors.ts'
import { type AcceptDeps, acceptMaterial } from '../../../src/review/accept-material.ts'
import { createUseCases } from '../../../src/review/use-cases.ts'
import { queueSwitch } from '../../support/queue-switch.ts'
import { policy } from '../../unit/domain/sample.ts'
import { reviewRoom } from './room.ts'

const { store, accepting, blobs, clock, upload, count, secrets } = await reviewRoom()

const bytes = Buffer.from('a photo of a bank card')
const input = { kind: 'bank_card' as const, bytes, fileName: 'card.jpg' }
const facts = { mime: 'image/png' as const, width: 800, height: 600 }
const accept = (more: Partial<AcceptDeps> = {}) =>
  acceptMaterial({ ...accepting, look: () => Promise.resolve({ facts, clarity: null }), ...more }, input)

describe('a photo', () => {
  it('is stored under its hash and described', async () => {
    const { precheck, ...material } = await accept()
    expect(material).toEqual({
      ...facts,
      id: expect.stringMatching(/^mat_[0-9a-z]{26}$/),
      kind: 'bank_card',
      sha256: sha256(bytes),
      bytes: bytes.byteLength,
    })
    // It could not be measured, which says nothing against it.
    expect(precheck).toEqual({ verdict: 'ok', clarity: null, policy: policy.version, reasons: [] })
    const row = await store.db.selectFrom('material').selectAll().where('id', '=', material.id).executeTakeFirst()
    expect(row).toEqual({ ...material, blob: blobKey(material.sha256), created_at: clock.at })
    expect(await blobs.get(blobKey(material.sha256))).toEqual(bytes)
  })

  it('sent twice is two materials of one file', async () => {
    const [a, b] = await Promise.all([upload('bank_card', 'twice'), upload('bank_card', 'twice')])
    expect(a.id).not.toBe(b.id)
    expect(a.sha256).toBe(b.sha256)
  })

  it('is in the store before any row names it', async () => {
    const seen: string[] = []
    const watched = {
      ...blobs,
      put: async (key: string, content: Uint8Array) => {
        const { rows } = await store.pool.query('select id from material where blob = $1', [key])
        seen.push(`rows at that time: ${rows.length}`)
        await blobs.put(key, content)
      },
    }
    const fresh = { ...input, bytes: Buffer.from('never seen before') }
    await acceptMaterial({ ...accepting, blobs: watched }, fresh)
    expect(seen).toEqual(['rows at that time: 0'])
  })

  it('that cannot be stored, or is none, leaves no row', async () => {
    const before = await count('material')
    const full = { ...blobs, put: () => Promise.reject(new Error('the disk is full')) }
    await expect(accept({ blobs: full })).rejects.toThrow('the disk is full')
    const refused = new ZhunruError('FILE_EMPTY', { file: 'card.jpg' })
    const put = () => Promise.reject(new Error('reached the store'))
    await expect(accept({ look: () => Promise.reject(refused), blobs: { ...blobs, put } })).rejects.toBe(refused)
    expect(await count('material')).toBe(before)
  })
})

describe('readiness', () => {
  const ready = () => Promise.resolve()
  const gone = () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7'))
  const ask = (blobsReady: () => Promise<void>) =>
    createUseCases({
      ...accepting,
      queues: queueSwitch(),
      channels: [],
      rerunAlone: 1,
      composeSms: null,
      keyedHash: () => '',
      secrets,
      allowPrivate: false,
      post: () => Promise.reject(new Error('not asked here')),
      blobs: { ...blobs, ready: blobsReady },
      draw: () => Promise.reject(new Error('not asked here')),
      followEvents: () => {
        throw new Error('not asked here')
      },
    }).ready()

  it('is given when all answer', async () => {
    await expect(ask(ready)).resolves.toBeUndefined()
  })

  it('names what is missing, and no address', async () => {
    const error = await ask(gone).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'NOT_READY', values: { detail: 'no answer from the photo store' } })
    expect(String(error)).not.toContain('10.0.0.7')
  })
})
