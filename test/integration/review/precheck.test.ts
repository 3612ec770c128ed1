import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { BlobMissingError, blobKey } from '../../../src/blobs/blobs.ts'
import type { PhotoChecks } from '../../../src/checks/photo-checks.ts'
import type { MaterialKind } from '../../../src/domain/application.ts'
import type { ClarityEvidence } from '../../../src/domain/evidence.ts'
import { ZhunruError } from '../../../src/platform/errors.ts'
import { type AcceptDeps, acceptMaterial } from '../../../src/review/accept-material.ts'
import { drawClarity } from '../../../src/review/draw-clarity.ts'
import { recordEvidence } from '../../../src/review/record-evidence.ts'
import { removeRefusedPhotos } from '../../../src/review/refuse-photo.ts'
import { photoClarity } from '../../../workers/photo-clarity.ts'
import { reading, screening, shopKinds } from '../../unit/domain/sample.ts'
import { stranger } from '../../support/strangers.ts'
import { blurred, reviewRoom, type Uploaded } from './room.ts'

const room = await reviewRoom()
const { store, deps, blobs, clock, submit, screened, decide, screeningOf, count } = room

const facts = { mime: 'image/jpeg' as const, width: 1600, height: 1200 }
const clarityOf = (kind: MaterialKind, clarity = 90): ClarityEvidence => {
  const [sample] = screening().evidence.flatMap((e) => (e.check === 'clarity' ? [e] : []))
  return { ...sample!, kind, clarity, faults: [] }
}

/** Uploads, and says how often the photo was looked at. */
async function upload(
  kind: MaterialKind,
  bytes: Uint8Array = Buffer.from(randomUUID()),
  { clarity = 90, version = 'test/1' }: { clarity?: number; version?: string } = {},
) {
  let looks = 0
  const look: AcceptDeps['look'] = async (of) => {
    looks += 1
    return { facts, clarity: clarityOf(of, clarity) }
  }
  const accepting = { ...room.accepting, look, clarityVersion: version }
  const material = await acceptMaterial(accepting, { kind, bytes, fileName: 'photo.jpg' })
  return { material, looks }
}

/** The file of a photo, to send it again. */
const fileOf = ({ sha256 }: Pick<Uploaded, 'sha256'>) => blobs.get(blobKey(sha256))

const codesOf = ({ material }: Awaited<ReturnType<typeof upload>>) => material.precheck.reasons.map(({ code }) => code)

describe('what an upload shows', () => {
  it('is told at once, and the photo is stored either way', async () => {
    const { material } = await upload('scene_stall', undefined, { clarity: 3 })
    expect(material.precheck).toMatchObject({ verdict: 'retake', clarity: 3, policy: '2026-11-5' })
    expect(await fileOf(material)).toHaveLength(36)
    const row = await store.db.selectFrom('material').select('kind').where('id', '=', material.id).executeTakeFirst()
    expect(row).toEqual({ kind: 'scene_stall' })
  })

  it('is the evidence of its check, which then looks at nothing', async () => {
    const { material } = await upload('scene_tools', undefined, { clarity: 71 })
    const application = await submit([material])
    const none = () => Promise.reject(new Error('looked again'))
    const versions = { ocr: 'test/1', clarity: 'test/1', scene: 'test/1' }
    // The worker asks for nothing but clarity.
    const checks = { clarity: none, versions } as Partial<PhotoChecks> as PhotoChecks
    const worker = photoClarity({ review: deps, blobs, checks })
    const ref = screeningOf(application)
    await worker.process({ ...ref, materialId: material.id }, { signal: new AbortController().signal, attempt: 1 })

    const line = await room.lineOf({ ...ref, check: 'clarity', slot: 'scene_tools' })
    expect(line.status).toBe('done')
    const { result } = await store.db
      .selectFrom('evidence')
      .select('result')
      .where('id', '=', line.evidence_id)
      .executeTakeFirstOrThrow()
    expect(result).toEqual(clarityOf('scene_tools', 71))
  })

  it('is measured once for a file and a slot, and again by another version', async () => {
    const file = Buffer.from(randomUUID())
    const looks = []
    for (const [kind, version] of [
      ['bank_card', 'test/1'],
      ['bank_card', 'test/1'],
      ['id_emblem', 'test/1'],
      ['bank_card', 'test/2'],
    ] as const) {
      const { material, looks: n } = await upload(kind, file, { clarity: 64, version })
      expect(material).toMatchObject({ ...facts, kind, precheck: { clarity: 64 } })
      looks.push(n)
    }
    expect(looks).toEqual([1, 0, 1, 1])
  })

  it('of a file that is no photo leaves nothing', async () => {
    const before = await Promise.all([count('material'), count('evidence')])
    const look = () => Promise.reject(new ZhunruError('FILE_BROKEN', { file: 'a.jpg' }))
    const input = { kind: 'bank_card', bytes: Buffer.from(randomUUID()), fileName: 'a.jpg' } as const
    await expect(acceptMaterial({ ...room.accepting, look }, input)).rejects.toMatchObject({ code: 'FILE_BROKEN' })
    expect(await Promise.all([count('material'), count('evidence')])).toEqual(before)
  })

  it('sent twenty times at once is one evidence and twenty photos', async () => {
    const before = await count('evidence')
    const file = Buffer.from(randomUUID())
    const sent = await Promise.all(Array.from({ length: 20 }, () => upload('id_portrait', file)))
    expect(new Set(sent.map(({ material }) => material.id)).size).toBe(20)
    expect(await count('evidence')).toBe(before + 1)
  })
})

describe('a photo that was sent back', () => {
  /** An application that was returned for its blurred photo of the interior. */
  async function returned() {
    const { ref, materials } = await screened(blurred)
    await decide(ref)
    const of = (kind: MaterialKind) => materials.find((material) => material.kind === kind)!
    return { ref, interior: await fileOf(of('scene_interior')), cashier: await fileOf(of('scene_cashier')) }
  }

  it('is known when it comes again in the same slot', async () => {
    const { interior } = await returned()
    const again = await upload('scene_interior', interior)
    expect(again.material.precheck).toMatchObject({
      verdict: 'retake',
      clarity: 90,
      reasons: [
        {
          code: 'IMG_SAME_AS_REJECTED',
          message: { zh: '店内环境照片与上次被退回的照片相同' },
          hint: { en: 'Take a new photo and submit again' },
        },
      ],
    })
    // One that came beside it, or that was never decided on, is not.
    expect(codesOf(await upload('scene_interior'))).toEqual([])
  })

  it('is not held against the other photos of its application, nor against another slot', async () => {
    const { interior, cashier } = await returned()
    expect(codesOf(await upload('scene_cashier', cashier))).toEqual([])
    expect(codesOf(await upload('scene_cashier', interior))).toEqual([])
  })

  it('is told beside what else is wrong with it', async () => {
    const { interior } = await returned()
    expect(codesOf(await upload('scene_interior', interior, { clarity: 2 }))).toEqual([
      'IMG_SAME_AS_REJECTED',
      'IMG_BLURRY',
    ])
  })

  it('is free again when a later decision on it was another', async () => {
    const { ref, interior } = await returned()
    const [first] = (await room.rowsOf('decision', ref.applicationId)).rows
    await store.db
      .insertInto('decision')
      .values({
        id: `dec_${randomUUID()}`,
        application_id: ref.applicationId,
        revision: 1,
        run: 2,
        outcome: 'approved',
        risk: 0,
        policy_version: String(first?.['policy_version']),
        reasons: '[]',
        created_at: new Date(clock.at.getTime() + 1),
      })
      .execute()
    expect(codesOf(await upload('scene_interior', interior))).toEqual([])
  })

  it('is returned in another application as well, and is free again when a person says otherwise', async () => {
    const { interior } = await returned()
    const { material } = await upload('scene_interior', interior)
    const others = await Promise.all(
      shopKinds.filter((kind) => kind !== 'scene_interior').map((kind) => room.upload(kind)),
    )
    const other = stranger()
    clock.at = new Date(clock.at.getTime() + 60_000)
    const application = await submit([...others, material], { form: other.form })
    const ref = screeningOf(application)
    await room.checkAll(ref, [...others, material], other)
    await decide(ref)
    const [decision] = (await room.rowsOf('decision', ref.applicationId)).rows
    expect(decision).toMatchObject({ outcome: 'resubmission_required' })
    expect(decision?.['reasons']).toMatchObject([{ code: 'IMG_SAME_AS_REJECTED', material: 'scene_interior' }])
    await store.db
      .insertInto('decision')
      .values({
        id: `dec_${randomUUID()}`,
        application_id: ref.applicationId,
        revision: 1,
        run: 2,
        outcome: 'approved',
        risk: 0,
        policy_version: String(decision?.['policy_version']),
        reasons: '[]',
        created_at: new Date(clock.at.getTime() + 1),
      })
      .execute()
    expect(codesOf(await upload('scene_interior', interior))).toEqual([])
  })

  it('because a number differs is none: another form may mend it', async () => {
    const { ref, materials } = await screened({ read: { id_portrait: { name: '陈大明' } } })
    await decide(ref)
    const [decision] = (await room.rowsOf('decision', ref.applicationId)).rows
    expect(decision).toMatchObject({
      outcome: 'resubmission_required',
      reasons: expect.arrayContaining([
        expect.objectContaining({ code: 'ID_NAME_MISMATCH', material: 'id_portrait', severity: 'return' }),
      ]),
    })
    const portrait = materials.find(({ kind }) => kind === 'id_portrait')!
    expect(codesOf(await upload('id_portrait', await fileOf(portrait)))).toEqual([])
  })
})

describe('the picture of why', () => {
  const draw = async (kind: MaterialKind, bytes: Uint8Array) => Buffer.from(`${kind} ${Buffer.from(bytes).toString()}`)
  const actor = { id: 'usr_painter', roles: ['reviewer'] } as const
  const picture = (id: string) => drawClarity({ ...deps, blobs, draw }, id, actor)

  it('is drawn of the photo, for its slot', async () => {
    const { material } = await upload('bank_card', Buffer.from('a card'))
    expect(String(await picture(material.id))).toBe('bank_card a card')
    const { rows } = await store.pool.query('select actor, action, details from audit_entry where subject = $1', [
      material.id,
    ])
    expect(rows).toEqual([{ actor: actor.id, action: 'photo.viewed', details: { as: 'clarity-map' } }])
  })

  it('of a photo that nobody uploaded is none', async () => {
    expect(await picture('mat_00000000000000000000000000')).toBeNull()
  })

  it('of a photo that may not be kept is refused, from the moment that this is known', async () => {
    const file = Buffer.from(randomUUID())
    const { material } = await upload('bank_card', file)
    const application = await submit([material])
    const ref = { ...screeningOf(application), check: 'ocr', slot: 'bank_card' } as const
    const back = reading('bank_card', {}, { detected: { kind: 'bank_card_back', confidence: 0.99 } })
    await recordEvidence(deps, ref, { subject: randomUUID(), engineVersion: 'test/1' }, back)

    const refusal = { code: 'PHOTO_REMOVED', status: 410, values: { id: material.id } }
    await expect(picture(material.id)).rejects.toMatchObject(refusal)
    clock.at = new Date(clock.at.getTime() + 3_600_000)
    expect(await removeRefusedPhotos({ ...deps, blobs })).toBe(1)
    await expect(picture(material.id)).rejects.toMatchObject(refusal)
    const { material: again } = await upload('bank_card', file)
    expect(again.precheck).toMatchObject({ verdict: 'retake', reasons: [{ code: 'IMG_CARD_BACK' }] })
    const elsewhere = await upload('id_portrait', file)
    expect(codesOf(elsewhere)).toEqual(['IMG_CARD_BACK'])
    await expect(picture(again.id)).rejects.toMatchObject({ ...refusal, values: { id: again.id } })
  })

  it('refused between the look at the row and the look at the file is refused as well', async () => {
    const { material } = await upload('bank_card')
    const application = await submit([material])
    const ref = { ...screeningOf(application), check: 'ocr', slot: 'bank_card' } as const
    const back = reading('bank_card', {}, { detected: { kind: 'bank_card_back', confidence: 0.99 } })
    const late = {
      ...blobs,
      get: async (key: string) => {
        await recordEvidence(deps, ref, { subject: randomUUID(), engineVersion: 'test/1' }, back)
        await blobs.remove(key)
        return blobs.get(key)
      },
    }
    const drawing = drawClarity({ ...deps, blobs: late, draw }, material.id, actor)
    await expect(drawing).rejects.toMatchObject({ code: 'PHOTO_REMOVED' })
  })

  it('of a photo that is lost is a fault of ours', async () => {
    const { material } = await upload('bank_card')
    await blobs.remove(blobKey(material.sha256))
    await expect(picture(material.id)).rejects.toThrow(BlobMissingError)
  })
})
