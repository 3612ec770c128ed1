import type { KyselyPlugin } from 'kysely'
import { describe, expect, it } from 'vitest'
import { matrixView } from '../../../src/contracts/matrix-view.ts'
import { sceneSignals } from '../../../src/domain/scene-signals.ts'
import { readApplication } from '../../../src/review/read-application.ts'
import { photoOf, sceneOf, shopKinds } from '../../unit/domain/sample.ts'
import { blurred, reviewRoom } from './room.ts'

const { store, accepting, clock, upload, submit, screeningOf, screened, decide, checkAll } = await reviewRoom()

describe('what is told of an application', () => {
  it('before the decision: no outcome, but what was read and how far it is', async () => {
    const materials = [await upload('id_portrait'), await upload('bank_card')]
    const application = await submit(materials)
    const started = clock.at
    await checkAll(screeningOf(application), materials, {}, ({ check }) => check !== 'ocr')
    const record = await readApplication(accepting, { id: application.id })
    expect(record).toMatchObject({
      id: application.id,
      reference: application.reference,
      status: 'screening',
      revision: 1,
      outcome: null,
      risk: null,
      policy: null,
      reasons: [],
      scene: null,
      matches: null,
      decidedAt: null,
      seconds: null,
      submittedAt: started.toISOString(),
      fields: { id_portrait: { name: { value: '陈小明' } }, bank_card: { cardType: { value: 'debit' } } },
      photos: { id_portrait: { clarity: null, width: 1600, height: 1200 } },
    })
    expect(record?.checks.map(({ check, slot, status }) => `${check} ${slot} ${status}`)).toEqual([
      'ocr id_portrait done',
      'ocr bank_card done',
      'clarity id_portrait pending',
      'clarity bank_card pending',
      'account-match application pending',
    ])
    expect(await readApplication(accepting, { reference: application.reference })).toEqual(record)
  })

  it('after the decision: outcome, reasons, seconds, history', async () => {
    const { id, ref } = await screened(blurred)
    clock.at = new Date(clock.at.getTime() + 2_500)
    await decide(ref)
    const record = await readApplication(accepting, { id })
    expect(record).toMatchObject({ outcome: 'resubmission_required', status: 'returned', seconds: 2.5 })
    expect(record?.reasons[0]).toMatchObject({
      code: 'IMG_BLURRY',
      material: 'scene_interior',
      evidence: { clarity: 5 },
    })
    expect(record?.reasons[0]).not.toHaveProperty('internal')
    expect(record?.photos.scene_interior?.clarity).toBe(5)
    const [person] = matrixView.parse(record?.matches)
    expect(person).toMatchObject({
      fact: 'personName',
      verdict: 'MATCH',
      sources: [{ source: 'form', value: '陈**' }, {}, {}],
    })
    const signals = new Map(record?.scene?.signals.map((seen) => [seen.signal, seen]))
    expect([...signals.keys()]).toEqual(sceneSignals)
    expect(signals.get('sign')).toMatchObject({ state: 'supports', evidence: { verdict: 'MATCH' } })
    // What could give a cheat away stays in the house.
    expect(signals.get('distinct')).toMatchObject({ state: 'supports', evidence: {} })
    expect(record?.history.map(({ from, to }) => [from, to])).toEqual([
      [null, 'submitted'],
      ['submitted', 'screening'],
      ['screening', 'deciding'],
      ['deciding', 'returned'],
    ])
  })

  it('gives away nothing of what a suspicion of fraud rests on', async () => {
    const pairs = sceneOf(shopKinds).pairs.map((pair) => ({ ...pair, sameFile: true, distance: 0 }))
    const photos = shopKinds
      .filter((kind) => kind.startsWith('scene_'))
      .map((kind) => photoOf(kind, { software: 'Snapseed 9' }))
    const { id, ref } = await screened({ scene: { pairs, photos } })
    await decide(ref)
    const stored = await store.db
      .selectFrom('decision')
      .select('reasons')
      .where('application_id', '=', id)
      .executeTakeFirstOrThrow()
    const record = await readApplication(accepting, { id })
    expect(record?.outcome).toBe('manual_review')
    expect(record?.reasons.length).toBeGreaterThan(0)
    expect(stored.reasons.some(({ evidence }) => Object.keys(evidence).length > 0)).toBe(true)
    const told = record!.reasons.filter(({ message }) => message.zh === '资料需要进一步核实')
    expect(told.length).toBeGreaterThan(0)
    for (const reason of told) expect(reason.evidence).toEqual({})
    expect(JSON.stringify(record?.reasons)).not.toMatch(/Snapseed|sameFile|distance/)
  })

  it('belongs to one moment, also when the decision falls between two questions', async () => {
    const { id, ref } = await screened()
    let asked = 0
    const meanwhile: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (++asked === 1) await decide(ref)
        return result
      },
    }
    const record = await readApplication({ ...accepting, db: store.db.withPlugin(meanwhile) }, { id })
    expect(asked).toBeGreaterThan(1)
    expect(record).toMatchObject({ status: 'screening', outcome: null, decidedAt: null })
    expect(await readApplication(accepting, { id })).toMatchObject({ status: 'approved', outcome: 'approved' })
  })

  it('is null when there is none', async () => {
    expect(await readApplication(accepting, { id: 'app_unknown' })).toBeNull()
    expect(await readApplication(accepting, { reference: 'unknown' })).toBeNull()
  })
})
