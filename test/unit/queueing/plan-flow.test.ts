import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type MaterialKind, materialKinds } from '../../../src/domain/application.ts'
import { expectedChecks } from '../../../src/domain/decide.ts'
import { fieldsByKind } from '../../../src/domain/evidence.ts'
import { contractOf } from '../../../src/queueing/backend.ts'
import { type FlowPlan, jobsOf } from '../../../src/queueing/flow-plan.ts'
import { planFlow, planRepair, possibleJobs } from '../../../src/queueing/plan-flow.ts'

const screening = { applicationId: 'app_1', revision: 2, run: 3 }
const shown = ({ queue, children }: FlowPlan): string =>
  children.length === 0 ? queue : `${queue}(${children.map(shown).join(' ')})`

/** The lines that a submission writes for these materials. */
const ledger = (materials: readonly { kind: MaterialKind }[]) =>
  expectedChecks(materials.map(({ kind }) => kind)).map(({ check, material }) => ({
    check,
    slot: material ?? ('application' as const),
  }))

const anyMaterials = fc
  .uniqueArray(fc.constantFrom(...materialKinds))
  .map((kinds) => kinds.map((kind) => ({ id: `mat_${kind.replaceAll('_', '')}`, kind })))

describe('planFlow', () => {
  test('the decision waits for the match, the match for every look', () => {
    const plan = planFlow({
      ...screening,
      materials: [
        { id: 'mat_1', kind: 'id_portrait' },
        { id: 'mat_2', kind: 'scene_tools' },
      ],
    })
    expect(shown(plan)).toBe(
      'decision(account-match(document-ocr document-ocr photo-clarity photo-clarity scene-authenticity))',
    )
    expect(plan.jobId).toBe('app_1-r2-n3-decision')
    expect(plan.children[0]?.children[0]).toMatchObject({
      jobId: 'app_1-r2-n3-document-ocr-mat_1',
      payload: { ...screening, materialId: 'mat_1' },
    })
  })

  test('without photos there is still a match and a decision', () => {
    expect(shown(planFlow({ ...screening, materials: [] }))).toBe('decision(account-match)')
  })

  test('one job per line of the ledger and one decision; ids differ; payloads fit their contracts', () => {
    fc.assert(
      fc.property(anyMaterials, (materials) => {
        const jobs = jobsOf(planFlow({ ...screening, materials }))
        expect(jobs).toHaveLength(ledger(materials).length + 1)
        expect(new Set(jobs.map(({ jobId }) => jobId)).size).toBe(jobs.length)
        for (const { queue, payload } of jobs) expect(contractOf(queue).payload.parse(payload)).toEqual(payload)
        const readable = materials.filter(({ kind }) => kind in fieldsByKind)
        expect(jobs.filter(({ queue }) => queue === 'document-ocr')).toHaveLength(readable.length)
      }),
    )
  })

  test('another revision, another run or a repair share no id', () => {
    fc.assert(
      fc.property(anyMaterials, (materials) => {
        const unsettled = ledger(materials)
        const plans = [
          planFlow({ ...screening, materials }),
          planFlow({ ...screening, revision: 3, materials }),
          planFlow({ ...screening, run: 4, materials }),
          planRepair({ ...screening, materials, unsettled, repair: 1 }),
          planRepair({ ...screening, materials, unsettled, repair: 2 }),
        ]
        const ids = plans.flatMap(jobsOf).map(({ jobId }) => jobId)
        expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })
})

describe('planRepair', () => {
  const materials = [
    { id: 'mat_1', kind: 'id_portrait' },
    { id: 'mat_2', kind: 'scene_tools' },
  ] as const

  test('of everything is the whole flow again', () => {
    const unsettled = ledger(materials)
    expect(shown(planRepair({ ...screening, materials, unsettled, repair: 1 }))).toBe(
      shown(planFlow({ ...screening, materials })),
    )
  })

  test('leaves out what has settled', () => {
    const unsettled = [{ check: 'clarity', slot: 'scene_tools' }] as const
    const plan = planRepair({ ...screening, materials, unsettled, repair: 2 })
    expect(shown(plan)).toBe('decision(photo-clarity)')
    expect(plan.children[0]?.jobId).toBe('app_1-r2-n3-photo-clarity-mat_2-x2')
    expect(shown(planRepair({ ...screening, materials, unsettled: [], repair: 1 }))).toBe('decision')
  })

  test('every id that a repair can give is among the possible ones', () => {
    fc.assert(
      fc.property(anyMaterials, fc.nat(5), (some, repairs) => {
        const input = { ...screening, materials: some }
        const possible = possibleJobs(planFlow(input), repairs).map(({ jobId }) => jobId)
        const unsettled = ledger(some)
        for (let repair = 1; repair <= repairs; repair++) {
          const ids = jobsOf(planRepair({ ...input, unsettled, repair })).map(({ jobId }) => jobId)
          expect(possible).toEqual(expect.arrayContaining(ids))
        }
      }),
    )
  })
})
