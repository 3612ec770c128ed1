import { describe, expect, it } from 'vitest'
import type { AcrossEvidence } from '../../../src/domain/evidence-across.ts'
import { toldReasons } from '../../../src/domain/told-reasons.ts'
import { codesOf, decided, micro, policy } from './sample.ts'

const nothing: AcrossEvidence = { applications: 0, microMerchants: 0, duplicate: null, shared: [], blocked: [] }
const across = (found: Partial<AcrossEvidence>) => ({ ...nothing, ...found })
const other = { applicationId: 'app_other', reference: 'A-other' }

describe('other applications of one person', () => {
  it('say nothing where there are none, and where nobody was asked', () => {
    expect(decided({ across: nothing })).toEqual(decided())
    expect(decided({ across: nothing }).outcome).toBe('approved')
  })

  it('are declined beyond the limit of micro merchants, which is on what there would be with this one', () => {
    const { microMerchantsPerPerson: max } = policy.quotas
    const last = across({ applications: max - 1, microMerchants: max - 1 })
    expect(codesOf(decided({ form: micro, across: last }))).not.toContain('QUOTA_EXCEEDED')
    const beyond = decided({ form: micro, across: across({ applications: max, microMerchants: max }) })
    expect(beyond.outcome).toBe('rejected')
    expect(beyond.reasons).toMatchObject([
      {
        code: 'QUOTA_EXCEEDED',
        message: {
          zh: '您名下已有 2 个小微商户（含办理中的），已达上限 2 个',
          en: expect.stringContaining('2 micro merchants'),
        },
        evidence: { count: 2, max: 2 },
      },
    ])
  })

  it('do not count a shop with a licence among the micro merchants', () => {
    expect(decided({ across: across({ applications: 2, microMerchants: 2 }) }).outcome).toBe('approved')
  })

  it('are declined beyond the limit of applications, in words of their own', () => {
    const { applicationsPerPerson: max } = policy.quotas
    expect(decided({ across: across({ applications: max - 1 }) }).outcome).toBe('approved')
    const { outcome, reasons } = decided({ across: across({ applications: max }) })
    expect(outcome).toBe('rejected')
    expect(reasons).toMatchObject([
      { code: 'APPLICATIONS_EXCEEDED', message: { zh: '您名下已有 3 份申请正在办理或已通过，已达上限 3 份' } },
    ])
    expect(reasons[0]?.message.zh).not.toContain('小微')
  })

  it('are told of the application that theirs repeats', () => {
    const { outcome, reasons } = decided({ across: across({ applications: 1, duplicate: other }) })
    expect(outcome).toBe('rejected')
    expect(toldReasons(outcome, reasons)).toMatchObject([
      { code: 'DUP_APPLICATION', evidence: { reference: 'A-other', applicationId: 'app_other' }, tellApplicant: true },
    ])
  })
})

describe('data that other persons give too', () => {
  const shared = (what: 'phone' | 'address' | 'device', persons: number) =>
    decided({ across: across({ shared: [{ what, persons, other }] }) })

  it.each(['phone', 'address', 'device'] as const)(
    'go to a person from as many persons on as the policy says: %s',
    (what) => {
      const threshold = policy.clusters[what]
      expect(codesOf(shared(what, threshold - 1))).toEqual([])
      const { outcome, reasons } = shared(what, threshold)
      expect(outcome).toBe('manual_review')
      expect(reasons).toMatchObject([
        {
          code: 'DATA_SHARED',
          internal: {
            zh: expect.stringContaining(`${threshold} 名其他申请人`),
            en: expect.stringContaining('A-other'),
          },
        },
      ])
    },
  )

  it('are a reason for each kind of data', () => {
    const both = across({
      shared: [
        { what: 'phone', persons: 9, other },
        { what: 'device', persons: 9, other },
      ],
    })
    expect(codesOf(decided({ across: both }))).toEqual(['DATA_SHARED', 'DATA_SHARED'])
  })

  it('name nobody outside', () => {
    const { outcome, reasons } = shared('phone', 7)
    const told = JSON.stringify(toldReasons(outcome, reasons))
    expect(told).not.toMatch(/other|7/)
    expect(told).toContain('资料需要进一步核实')
  })
})

describe('block lists', () => {
  const blocked = across({
    blocked: [
      { what: 'phone', list: 'own', reason: 'ran off with two terminals' },
      { what: 'id_number', list: 'card-scheme', reason: null },
      { what: 'id_number', list: 'own', reason: null },
    ],
  })

  it('decline with one neutral reason, and tell our own people which list and why', () => {
    const { outcome, reasons } = decided({ across: blocked })
    expect(outcome).toBe('rejected')
    expect(reasons).toMatchObject([
      {
        code: 'BLOCKLIST_HIT',
        field: null,
        message: { zh: '很抱歉，您的申请未能通过审核', en: 'We are sorry, your application was not accepted' },
        internal: {
          zh: '身份证号码、手机号命中名单：card-scheme、own',
          en: 'On a block list (card-scheme, own): ID number, phone number',
        },
        evidence: { hits: blocked.blocked },
      },
    ])
    const told = JSON.stringify(toldReasons(outcome, reasons))
    expect(told).not.toMatch(/own|scheme|terminals|phone|id_number|手机/)
  })
})
