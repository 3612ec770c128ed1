import { describe, expect, expectTypeOf, it } from 'vitest'
import { applicationView, type ApplicationView } from '../../../src/contracts/application-view.ts'
import { screeningResult, type ScreeningResult } from '../../../src/contracts/screening-result.ts'
import type { ToldReason } from '../../../src/domain/told-reasons.ts'
import type { FieldValue } from '../../../src/domain/evidence.ts'

const read = (value: string) => ({ value, confidence: 0.99 })

const result = {
  reference: 'A-1001',
  outcome: 'manual_review',
  risk: 41,
  policy: '2026-11-1',
  reasons: [
    {
      code: 'ACCT_NAME_MISMATCH',
      severity: 'review',
      material: null,
      field: 'settlementAccount.accountName',
      message: { zh: '账户名不一致', en: 'Another name' },
      hint: { zh: '请更换', en: 'Use another' },
      tellApplicant: true,
      fix: 'wait',
      evidence: { similarity: 0.4 },
    },
  ],
  fields: {
    id_portrait: { name: read('张伟'), idNumber: read('11010519491231002X') },
    id_emblem: { issuer: read('北京市公安局'), validFrom: read('2020-01-01'), validUntil: read('long-term') },
    scene_signboard: { text: { value: null, confidence: 0 } },
  },
  photos: { business_licence: { clarity: 83, width: 2400, height: 1800 } },
  matches: [],
  scene: {
    score: 62,
    coverage: 0.15,
    caps: [],
    signals: [{ signal: 'sign', state: 'unknown', contribution: 0, seen: 0, evidence: {} }],
  },
  seconds: 3.1,
}

describe('screeningResult', () => {
  it('holds every member of the fixed contract', () => {
    expect(screeningResult.parse(result)).toEqual(result)
  })

  it.each(Object.keys(result))('does not do without %s', (member) => {
    const rest = Object.fromEntries(Object.entries(result).filter(([key]) => key !== member))
    expect(screeningResult.safeParse(rest).success).toBe(false)
  })

  it('lets no internal text through', () => {
    const reasons = [{ ...result.reasons[0], internal: { zh: '疑似冒用', en: 'Suspected fraud' } }]
    expect(JSON.stringify(screeningResult.parse({ ...result, reasons }))).not.toContain('Suspected')
  })

  it('takes the types of the domain as they are', () => {
    expectTypeOf<ToldReason>().toExtend<ScreeningResult['reasons'][number]>()
    expectTypeOf<FieldValue>().toExtend<NonNullable<ScreeningResult['fields']['bank_card']>[string]>()
  })
})

describe('applicationView', () => {
  const waiting = {
    id: 'app_1',
    reference: 'A-1001',
    merchantType: 'micro_merchant',
    status: 'screening',
    revision: 1,
    outcome: null,
    risk: null,
    policy: null,
    reasons: [],
    due: [],
    dueBy: null,
    fields: {},
    photos: { id_portrait: { clarity: null, width: 800, height: 600 } },
    matches: null,
    scene: null,
    checks: [{ check: 'ocr', slot: 'id_portrait', status: 'pending', seconds: null }],
    history: [
      { from: null, to: 'submitted', at: '2026-11-23T02:00:00.000Z', actor: 'applicant', reason: null, revision: 1 },
    ],
    promised: null,
    shipment: null,
    told: [],
    submittedAt: '2026-11-23T02:00:00.000Z',
    decidedAt: null,
    seconds: null,
  }

  it('shows an application before its decision', () => {
    expect(applicationView.parse(waiting)).toEqual(waiting)
  })

  it('shares its pieces with the screening result', () => {
    expectTypeOf<ApplicationView['reasons']>().toEqualTypeOf<ScreeningResult['reasons']>()
    expectTypeOf<ApplicationView['fields']>().toEqualTypeOf<ScreeningResult['fields']>()
    const { outcome, risk, policy, reasons, fields, photos, matches, scene, seconds } = result
    const decided = {
      ...waiting,
      outcome,
      risk,
      policy,
      reasons,
      fields,
      photos,
      matches,
      scene,
      seconds,
      decidedAt: waiting.submittedAt,
    }
    expect(applicationView.parse(decided)).toEqual(decided)
  })
})
