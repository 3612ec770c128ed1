import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { blobKey } from '../../../src/blobs/blobs.ts'
import { confirmSame } from '../../../src/checks/confirm-same.ts'
import { lookAtPremises } from '../../../src/checks/look-at-premises.ts'
import type { PhotoChecks } from '../../../src/checks/photo-checks.ts'
import type { ApplicationForm, MaterialKind } from '../../../src/domain/application.ts'
import type { PremisesLook, Reuse, SamePhoto, SceneEvidence } from '../../../src/domain/evidence-scene.ts'
import { keyedHash } from '../../../src/platform/keyed-hash.ts'
import type { ScreeningRef } from '../../../src/review/deps.ts'
import { numberRows } from '../../../src/review/document-numbers.ts'
import { loadScreening } from '../../../src/review/load-screening.ts'
import { sceneAuthenticity } from '../../../workers/scene-authenticity.ts'
import { lookOf, turned } from '../../support/looks.ts'
import { sampleFolder } from '../../support/service.ts'
import { stranger } from '../../support/strangers.ts'
import { type Changes, idNumber, individual, micro, otherIdNumber, stallKinds } from '../../unit/domain/sample.ts'
import { reviewRoom, type Uploaded } from './room.ts'

const room = await reviewRoom()
const { store, deps, clock, blobs, upload, submit, screeningOf, checkAll, decide, rowsOf } = room
const version = 'test/1'
const context = { signal: new AbortController().signal, attempt: 1 }
const key = keyedHash('7'.repeat(64))

const sample = (reference: string, kind: MaterialKind) => readFileSync(join(sampleFolder(reference), `${kind}.jpg`))
const sign = sample('A-1001', 'scene_signboard')
const otherSign = sample('A-1004', 'scene_signboard')

const person = (number: string, address = individual.premises.address): Partial<ApplicationForm> => ({
  legalPerson: { name: '陈小明', idNumber: number },
  premises: { address },
})
const ours = person(idNumber)
const theirs = person(otherIdNumber)

interface Seen {
  looks?: number
  confirmed?: number
}

/** The worker as the service runs it, its photos looked at in this very process. */
function worker(more: Partial<Pick<PhotoChecks, 'premises' | 'confirm'>> = {}, seen: Seen = {}) {
  const look = more.premises ?? lookAtPremises
  const lay = more.confirm ?? confirmSame
  const checks = {
    premises: async (bytes: Uint8Array) => {
      seen.looks = (seen.looks ?? 0) + 1
      return look(bytes)
    },
    confirm: async (a: Uint8Array, b: Uint8Array) => {
      seen.confirmed = (seen.confirmed ?? 0) + 1
      return lay(a, b)
    },
    versions: { ocr: version, clarity: version, scene: version },
  } as Partial<PhotoChecks> as PhotoChecks
  return sceneAuthenticity({ review: deps, blobs, checks })
}

async function evidenceOf(ref: ScreeningRef): Promise<SceneEvidence> {
  const { evidence } = await loadScreening(deps, ref)
  const scene = evidence.find((e) => e.check === 'scene')
  if (!scene) throw new Error('the scene was not looked at')
  return scene
}
const reuseOf = async (ref: ScreeningRef) => (await evidenceOf(ref)).reuse!

type Photos = Partial<Record<MaterialKind, string | Uint8Array>>
async function submitted(photos: Photos, form = theirs) {
  const materials: Uploaded[] = []
  for (const [kind, bytes] of Object.entries(photos)) materials.push(await upload(kind as MaterialKind, bytes))
  // Each a moment after the last, so that there is a first.
  clock.at = new Date(clock.at.getTime() + 1000)
  const application = await submit(materials, { form })
  return { ...application, materials, ref: screeningOf(application) }
}
async function screened(photos: Photos, form = theirs, scene = worker()) {
  const application = await submitted(photos, form)
  await scene.process(application.ref, context)
  return { ...application, reuse: await reuseOf(application.ref) }
}

/** A further revision, as a resubmission writes it. */
async function resubmitted(id: string, photos: Photos, form = ours) {
  const { revision } = await store.db
    .updateTable('application')
    .set((eb) => ({ revision: eb('revision', '+', 1), run: eb('run', '+', 1), status: 'submitted' }))
    .where('id', '=', id)
    .returning('revision')
    .executeTakeFirstOrThrow()
  const ref = { application_id: id, revision }
  const whole = { ...individual, ...form } as ApplicationForm
  await store.db
    .insertInto('application_revision')
    .values({ ...ref, form: JSON.stringify(whole), input_hash: randomUUID(), created_at: clock.now() })
    .execute()
  for (const [kind, bytes] of Object.entries(photos) as [MaterialKind, string | Uint8Array][]) {
    const { id: material_id } = await upload(kind, bytes)
    await store.db
      .insertInto('revision_material')
      .values({ ...ref, kind, material_id })
      .execute()
  }
  await store.db
    .insertInto('check_run')
    .values({
      ...ref,
      run: revision,
      check: 'scene',
      slot: 'application',
      evidence_id: null,
      error: null,
      started_at: null,
      finished_at: null,
    })
    .execute()
  await store.db
    .transaction()
    .execute((trx) => numberRows(key, [{ applicationId: id, revision, form: whole }]).execute(trx))
  return { applicationId: id, revision, run: revision }
}

/** Photos that are nothing but what is seen in them, for what real ones would only make slow. */
const seenAs = (looks: Record<string, PremisesLook>, same: SamePhoto['same'] = true) => ({
  premises: async (bytes: Uint8Array) => looks[Buffer.from(bytes).toString()] ?? lookOf([]),
  confirm: async () => ({ same, correlation: same ? 0.95 : 0.2, overlap: 1, mirrored: false }),
})
const someHash = () => `${randomUUID()}${randomUUID()}`.replaceAll('-', '')

describe('a photo of another person', () => {
  let first: Awaited<ReturnType<typeof screened>>
  beforeAll(async () => {
    first = await screened({ scene_signboard: sign }, ours)
  })
  const foundIn = (found: readonly Reuse[]) => found.filter(({ other }) => other.applicationId === first.id)

  it('was in no application before the first', () => {
    expect(first.reuse).toEqual({ searched: 1, gone: 0, found: [], cluster: [] })
  })

  it('is found by its file', async () => {
    const { reuse } = await screened({ scene_interior: sign })
    expect(foundIn(reuse.found)).toEqual([
      {
        kind: 'scene_interior',
        other: {
          applicationId: first.id,
          reference: first.reference,
          revision: 1,
          kind: 'scene_signboard',
          submittedAt: expect.stringMatching(/^2026-11-23T02:/),
        },
        sameApplicant: false,
        rejected: false,
        sameFile: true,
        distance: 0,
        variant: 'whole',
        mirrored: false,
      },
    ])
    expect(reuse.cluster).toContain(first.id)
  })

  const edits: [string, (photo: Sharp) => Sharp, Partial<Reuse>][] = [
    ['sent through a messenger', (photo) => photo.resize(900).jpeg({ quality: 50 }), { mirrored: false }],
    ['made brighter and warmer', (photo) => photo.modulate({ brightness: 1.25, saturation: 1.3 }), { mirrored: false }],
    ['seen in a mirror', (photo) => photo.flop(), { mirrored: true }],
    ['with borders', (photo) => photo.extend({ top: 160, bottom: 160, background: '#000' }), { mirrored: false }],
  ]
  it.each(edits)('is found %s', async (_, edit, about) => {
    const { reuse } = await screened({ scene_signboard: await edit(sharp(sign)).jpeg().toBuffer() })
    const [found] = foundIn(reuse.found)
    expect(found).toMatchObject({ ...about, sameFile: false, sameApplicant: false, confirmed: { same: true } })
    expect(found?.distance).toBeLessThanOrEqual(60)
  })

  it('is found cut down to its middle', async () => {
    const { width, height } = await sharp(sign).metadata()
    const middle = { left: width / 10, top: height / 10, width: width * 0.8, height: height * 0.8 }
    const box = Object.fromEntries(Object.entries(middle).map(([name, n]) => [name, Math.round(n)])) as typeof middle
    const { reuse } = await screened({ scene_signboard: await sharp(sign).extract(box).jpeg().toBuffer() })
    expect(foundIn(reuse.found)).toMatchObject([{ sameFile: false, confirmed: { same: true } }])
  })

  it('of another shop is not', async () => {
    const { reuse } = await screened({ scene_signboard: otherSign })
    expect(reuse).toEqual({ searched: 1, gone: 0, found: [], cluster: [] })
  })

  it('sends the application to a person, who sees where it was', async () => {
    const cheat = stranger()
    const { reference: _, ...form } = cheat.form
    const { ref, materials } = await submitted({ scene_signboard: sign }, form)
    await worker().process(ref, context)
    await checkAll(ref, materials, cheat, ({ check }) => check === 'scene')
    await decide(ref)
    const { rows } = await rowsOf('decision', ref.applicationId)
    const reused = (rows[0]!['reasons'] as { code: string }[]).find(({ code }) => code === 'SCENE_REUSED')
    expect(rows[0]).toMatchObject({ outcome: 'manual_review' })
    expect(reused).toMatchObject({
      severity: 'review',
      material: 'scene_signboard',
      message: { zh: '资料需要进一步核实' },
      internal: { zh: expect.stringContaining(`他人的申请 ${first.reference}（相差 0/256 位`) },
      evidence: { other: { applicationId: first.id }, cluster: expect.arrayContaining([first.id]) },
    })
  })
})

describe('what only looks alike', () => {
  it('is laid over, and not found', async () => {
    const hash = someHash()
    const looks = { [`a ${hash}`]: lookOf([hash]), [`b ${hash}`]: lookOf([turned(hash, [1, 2, 3])]) }
    const seen: Seen = {}
    await screened({ scene_stall: `a ${hash}` }, ours, worker(seenAs(looks)))
    const { reuse } = await screened({ scene_stall: `b ${hash}` }, theirs, worker(seenAs(looks, false), seen))
    expect(reuse).toEqual({ searched: 1, gone: 0, found: [], cluster: [] })
    expect(seen.confirmed).toBe(1)
  })

  it('cannot be laid over when its pixels are gone, which is told', async () => {
    const hash = someHash()
    const looks = { [`a ${hash}`]: lookOf([hash]), [`b ${hash}`]: lookOf([turned(hash, [1, 2, 3])]) }
    const first = await screened({ scene_stall: `a ${hash}` }, ours, worker(seenAs(looks)))
    await blobs.remove(blobKey(first.materials[0]!.sha256))
    const { reuse } = await screened({ scene_stall: `b ${hash}` }, theirs, worker(seenAs(looks)))
    expect(reuse).toEqual({ searched: 1, gone: 1, found: [], cluster: [] })
  })

  it('is laid over ten times at most, the nearest first', async () => {
    const hash = someHash()
    const bits = (count: number) => Array.from({ length: count }, (_, i) => i)
    const looks = Object.fromEntries(bits(14).map((n) => [`${n} ${hash}`, lookOf([turned(hash, bits(n))])]))
    for (let n = 13; n > 0; n--) await screened({ scene_stall: `${n} ${hash}` }, ours, worker(seenAs(looks)))
    const seen: Seen = {}
    const { reuse } = await screened({ scene_stall: `0 ${hash}` }, theirs, worker(seenAs(looks), seen))
    expect(seen.confirmed).toBe(10)
    expect(reuse.found.map(({ distance }) => distance)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    // Those of other persons before one's own, though they be farther away.
    const own = { ...looks, own: lookOf([turned(hash, [...bits(13), 99])]) }
    const { reuse: again } = await screened({ scene_stall: 'own' }, ours, worker(seenAs(own)))
    expect(again.found[0]).toMatchObject({ sameApplicant: false, distance: 14 })
    expect(again.found).toHaveLength(10)
  })
})

describe('the same person', () => {
  it('may send the same photos again, for the same shop and as a new revision', async () => {
    const photo = randomUUID()
    const first = await screened({ scene_stall: photo }, ours, worker(seenAs({})))
    const again = await screened({ scene_stall: photo }, ours, worker(seenAs({})))
    expect(again.reuse.found).toMatchObject([
      { other: { applicationId: first.id }, sameApplicant: true, samePlace: true, rejected: false },
    ])
    const ref = await resubmitted(again.id, { scene_stall: photo })
    await worker(seenAs({})).process(ref, context)
    expect((await reuseOf(ref)).found).toMatchObject([{ other: { applicationId: first.id }, sameApplicant: true }])
  })

  it('with another number of the ID card in a later revision is still the same application', async () => {
    const photo = randomUUID()
    const first = await screened({ scene_stall: photo }, ours, worker(seenAs({})))
    const ref = await resubmitted(first.id, { scene_stall: photo }, theirs)
    await worker(seenAs({})).process(ref, context)
    expect((await reuseOf(ref)).found).toEqual([])
  })

  it('is asked when the photo is of a shop elsewhere', async () => {
    const photo = randomUUID()
    await screened({ scene_signboard: photo }, ours, worker(seenAs({})))
    const elsewhere = person(idNumber, '广东省深圳市福田区华强北路88号')
    const second = await screened({ scene_signboard: photo }, elsewhere, worker(seenAs({})))
    expect(second.reuse.found).toMatchObject([{ sameApplicant: true, samePlace: false }])
  })

  it('is told when the file was sent back before, in this slot, for what it shows', async () => {
    const [blurred, good] = [randomUUID(), randomUUID()]
    const first = await submitted({ scene_interior: blurred, scene_cashier: good }, ours)
    await worker(seenAs({})).process(first.ref, context)
    const clarity = { clarity: 5, factors: { sharpness: 0.05, noise: 1, size: 1, exposure: 1, clipping: 1 } }
    await checkAll(
      first.ref,
      first.materials,
      { clarity: { scene_interior: clarity } },
      ({ check }) => check === 'scene',
    )
    await decide(first.ref)

    const same = await resubmitted(first.id, { scene_interior: blurred, scene_cashier: good })
    await worker(seenAs({})).process(same, context)
    expect((await reuseOf(same)).found).toMatchObject([
      { kind: 'scene_interior', sameApplicant: true, rejected: true, sameFile: true, other: { revision: 1 } },
    ])
    const accepted = { id: randomUUID(), application_id: first.id, revision: same.revision, run: same.run }
    await store.db
      .insertInto('decision')
      .values({ ...accepted, outcome: 'approved', risk: 0, policy_version: '2026-11-5', reasons: '[]' })
      .execute()
    const later = await resubmitted(first.id, { scene_interior: blurred })
    await worker(seenAs({})).process(later, context)
    // The last decision found nothing wrong with it.
    expect((await reuseOf(later)).found).toEqual([])
    const moved = await resubmitted(first.id, { scene_cashier: blurred })
    await worker(seenAs({})).process(moved, context)
    expect((await reuseOf(moved)).found).toEqual([])
  })
})

describe('two applications at the same time', () => {
  it('with one photo: at least one of the two finds the other, in every order', async () => {
    for (let round = 0; round < 12; round++) {
      const hash = someHash()
      const looks = { [`a ${hash}`]: lookOf([hash]), [`b ${hash}`]: lookOf([turned(hash, [9, 99, 199])]) }
      const a = await submitted({ scene_stall: `a ${hash}` }, ours)
      const b = await submitted({ scene_stall: `b ${hash}` }, theirs)
      const scene = worker(seenAs(looks))
      await Promise.all([scene.process(a.ref, context), scene.process(b.ref, context)])
      const found = [(await reuseOf(a.ref)).found, (await reuseOf(b.ref)).found].flat()
      expect(found.length).toBeGreaterThanOrEqual(1)
    }
  })

  it('with one photo: neither is approved, though only the later has found the other', async () => {
    const photo = randomUUID()
    const [one, two] = [stranger({ kinds: stallKinds }, micro), stranger({ kinds: stallKinds }, micro)]
    const photos = Object.fromEntries(stallKinds.map((kind) => [kind, randomUUID()]))
    const others = { ...photos, scene_tools: randomUUID(), scene_stall: randomUUID(), scene_surroundings: photo }
    const a = await screened({ ...photos, scene_stall: photo }, one.form, worker(seenAs({})))
    const b = await screened(others, two.form, worker(seenAs({})))
    expect([a.reuse.found.length, b.reuse.found.length]).toEqual([0, 1])
    const decided = async ({ id, ref, materials }: typeof a, person: Changes) => {
      await checkAll(ref, materials, person, ({ check }) => check === 'scene')
      await decide(ref)
      return (await rowsOf('decision', id)).rows[0]
    }
    const where = { applicationId: b.id, reference: b.reference, kind: 'scene_surroundings' }
    expect(await decided(a, one)).toMatchObject({
      outcome: 'manual_review',
      reasons: [{ code: 'SCENE_REUSED', material: 'scene_stall', evidence: { sameFile: true, other: where } }],
    })
    expect(await decided(b, two)).toMatchObject({
      outcome: 'manual_review',
      reasons: [{ code: 'SCENE_REUSED', evidence: { other: { applicationId: a.id } } }],
    })
  })

  it('each has its own fingerprints committed before it searches', async () => {
    const hash = someHash()
    const looks = { [`a ${hash}`]: lookOf([hash]), [`b ${hash}`]: lookOf([turned(hash, [9])]) }
    const a = await submitted({ scene_stall: `a ${hash}` }, ours)
    const b = await submitted({ scene_stall: `b ${hash}` }, theirs)
    // The first has been looked at and searched for, and lies over the second, when the second begins.
    const confirming = seenAs(looks)
    const scene = worker({
      ...confirming,
      confirm: async () => {
        throw new Error('the process dies here')
      },
    })
    await scene.process(a.ref, context)
    await expect(scene.process(b.ref, context)).rejects.toThrow('dies here')
    // Its fingerprints are there though its evidence is not: whoever comes next finds it.
    const c = await screened(
      { scene_stall: `c ${hash}` },
      person(idNumber, '广东省深圳市福田区华强北路88号'),
      worker(seenAs({ [`c ${hash}`]: lookOf([hash]) })),
    )
    expect(c.reuse.found.map(({ other }) => other.applicationId)).toContain(b.id)
  })
})

describe('the answer', () => {
  it('stays what it was when the job runs again, and looks at nothing twice', async () => {
    const photo = randomUUID()
    const seen: Seen = {}
    const first = await screened({ scene_stall: photo }, ours, worker(seenAs({}), seen))
    await screened({ scene_stall: photo }, theirs, worker(seenAs({}), seen))
    expect(seen.looks).toBe(1)
    await store.db.updateTable('application').set({ run: 2 }).where('id', '=', first.id).execute()
    const again = { ...first.ref, run: 2 }
    await store.db
      .insertInto('check_run')
      .values({
        application_id: first.id,
        revision: 1,
        run: 2,
        check: 'scene',
        slot: 'application',
        evidence_id: null,
        error: null,
        started_at: null,
        finished_at: null,
      })
      .execute()
    await worker(seenAs({}), seen).process(again, context)
    expect(await reuseOf(again)).toEqual(first.reuse)
    expect(seen.looks).toBe(1)
  })

  it('names the whole cluster, also what was linked later or by other photos', async () => {
    const [p, q] = [randomUUID(), randomUUID()]
    const people = Array.from({ length: 3 }, (_, i) =>
      person(i % 2 ? idNumber : otherIdNumber, `广东省深圳市南山区科技南路${i + 1}0号`),
    )
    const a = await screened({ scene_stall: p }, people[0], worker(seenAs({})))
    const b = await screened({ scene_stall: p, scene_tools: q }, people[1], worker(seenAs({})))
    const c = await screened({ scene_tools: q }, people[2], worker(seenAs({})))
    expect(b.reuse.cluster).toEqual([a.id])
    expect([...c.reuse.cluster].sort()).toEqual([a.id, b.id].sort())
    const d = await screened({ scene_surroundings: p }, people[1], worker(seenAs({})))
    expect([...d.reuse.cluster].sort()).toEqual([a.id, b.id, c.id].sort())
  })

  it('is bounded for a picture that everyone uses', async () => {
    const photo = randomUUID()
    let last: Awaited<ReturnType<typeof screened>> | undefined
    for (let n = 0; n < 23; n++)
      last = await screened({ scene_stall: photo }, n % 2 ? ours : theirs, worker(seenAs({})))
    expect(last?.reuse.found).toHaveLength(20)
    expect(last?.reuse.cluster).toHaveLength(20)
    // Eleven of the other person before the eleven of one's own shop.
    expect(last?.reuse.found.map(({ sameApplicant }) => sameApplicant)).toEqual(
      Array.from({ length: 20 }, (_, i) => i >= 11),
    )
    expect(last?.reuse.counts).toEqual([{ kind: 'scene_stall', ofOthers: 11, elsewhere: 0 }])
  })
})
