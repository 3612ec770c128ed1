import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  barTo,
  byTurn,
  caseDueAt,
  caseMayFollow,
  caseStates,
  type Holding,
  isHeld,
  keptUntil,
  reservedUntil,
  type Turn,
} from '../../../src/domain/case.ts'
import { skillsNeeded } from '../../../src/domain/case-skills.ts'
import { caseSkills } from '../../../src/domain/skill-names.ts'
import { reasonCodes } from '../../../src/domain/reasons.ts'
import { materialKinds } from '../../../src/domain/application.ts'
import { severities } from '../../../src/domain/decision.ts'

const now = new Date('2026-11-23T02:00:00Z')
const hours = (n: number) => new Date(now.getTime() + n * 3_600_000)

const turn: fc.Arbitrary<Turn> = fc.record({
  id: fc.stringMatching(/^cas_[0-9a-z]{4}$/),
  dueAt: fc.option(fc.integer({ min: -5, max: 5 }).map(hours)),
  risk: fc.integer({ min: 0, max: 100 }),
})

describe('the order of work', () => {
  it('is one order: of two that differ one comes first, and it does not matter how they came', () => {
    fc.assert(
      fc.property(fc.uniqueArray(turn, { selector: ({ id }) => id }), fc.nat(), (turns, seed) => {
        const rotated = [...turns.slice(seed % (turns.length + 1)), ...turns.slice(0, seed % (turns.length + 1))]
        expect(rotated.toSorted(byTurn)).toEqual(turns.toSorted(byTurn))
      }),
    )
  })

  it('is transitive and opposite', () => {
    fc.assert(
      fc.property(turn, turn, turn, (a, b, c) => {
        expect(Math.sign(byTurn(a, b)) + Math.sign(byTurn(b, a))).toBe(0)
        fc.pre(byTurn(a, b) <= 0 && byTurn(b, c) <= 0)
        expect(byTurn(a, c)).toBeLessThanOrEqual(0)
      }),
    )
  })

  it('puts what is overdue before what is not', () => {
    const due = (from: number, to: number) => fc.integer({ min: from, max: to }).map(hours)
    fc.assert(
      fc.property(turn, turn, due(-5, 0), fc.option(due(1, 5)), (a, b, past, future) => {
        expect(byTurn({ ...a, dueAt: past }, { ...b, dueAt: future })).toBeLessThan(0)
      }),
    )
  })

  it('puts what waits for others last, and of two due at once the higher risk first', () => {
    fc.assert(
      fc.property(turn, turn, fc.integer({ min: -5, max: 5 }).map(hours), (a, b, dueAt) => {
        expect(byTurn({ ...a, dueAt: null }, { ...b, dueAt })).toBeGreaterThan(0)
        expect(byTurn({ ...a, dueAt, risk: 50 }, { ...b, dueAt, risk: 49 })).toBeLessThan(0)
      }),
    )
  })
})

describe('by when a case is due', () => {
  it.each([
    // A day of 24 hours each, Monday to Friday.
    ['a Monday morning', '2026-11-23T02:00:00Z', 24, null, '2026-11-24T02:00:00Z'],
    ['a Friday evening', '2026-11-27T12:00:00Z', 24, null, '2026-11-30T12:00:00Z'],
    ['before the National Day', '2026-09-30T02:00:00Z', 24, null, '2026-10-08T02:00:00Z'],
    ['with a promise that is sooner', '2026-11-23T02:00:00Z', 24, '2026-11-23T10:00:00Z', '2026-11-23T10:00:00Z'],
    ['with a promise that is later', '2026-11-23T02:00:00Z', 24, '2026-11-26T10:00:00Z', '2026-11-24T02:00:00Z'],
    ['with a promise that is past', '2026-11-23T02:00:00Z', 24, '2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z'],
  ])('opened on %s', (_, openedAt, workingHours, promisedAt, dueAt) => {
    expect(caseDueAt(new Date(openedAt), workingHours, promisedAt === null ? null : new Date(promisedAt))).toEqual(
      new Date(dueAt),
    )
  })

  it('keeps it for whoever knows it for half of that, and not at all when it is late', () => {
    expect(reservedUntil(now, hours(6))).toEqual(hours(3))
    expect(reservedUntil(now, hours(-6))).toEqual(now)
    expect(keptUntil(now, hours(9))).toEqual(hours(9))
    expect(keptUntil(now, hours(-9))).toEqual(hours(4))
  })
})

describe('who may have a case', () => {
  const holding: Holding = {
    state: 'open',
    assignee: null,
    leaseUntil: null,
    escalated: false,
    enteredBy: 'usr_entered',
    decidedBy: ['usr_decided'],
  }
  it.each([
    ['usr_other', ['reviewer'], false, null],
    ['usr_entered', ['reviewer'], false, 'entered'],
    ['usr_entered', ['senior_reviewer'], true, 'entered'],
    ['usr_decided', ['senior_reviewer'], false, 'decided'],
    ['usr_other', ['reviewer'], true, 'escalated'],
    ['usr_other', ['reviewer', 'senior_reviewer'], true, null],
  ] as const)('%s, %j, escalated %j: %s', (id, roles, escalated, bar) => {
    expect(barTo({ ...holding, escalated }, { id, roles })).toBe(bar)
  })

  it('has it until the very end of the lease', () => {
    expect(isHeld({ state: 'claimed', leaseUntil: hours(1) }, now)).toBe(true)
    expect(isHeld({ state: 'claimed', leaseUntil: now }, now)).toBe(false)
    expect(isHeld({ state: 'open', leaseUntil: hours(1) }, now)).toBe(false)
  })

  it('closed, nothing leads on but an appeal; every state can be closed', () => {
    expect(caseStates.filter((to) => caseMayFollow('closed', to))).toEqual(['open'])
    for (const from of caseStates.filter((state) => state !== 'closed'))
      expect(caseMayFollow(from, 'closed')).toBe(true)
    expect(caseMayFollow('waiting', 'claimed')).toBe(false)
  })
})

describe('what a case takes', () => {
  const needed = (code: (typeof reasonCodes)[number], material: (typeof materialKinds)[number] | null = null) =>
    skillsNeeded({
      kind: 'screening',
      merchantType: 'individual_business',
      reasons: [{ code, material, severity: 'review' }],
    })

  it.each([
    ['LIC_OPERATOR_MISMATCH', 'business_licence', ['licence']],
    ['ID_INCONSISTENT', 'id_portrait', ['identity']],
    ['SCENE_SIGN_MISMATCH', null, ['scene']],
    ['SCENE_REUSED', 'scene_interior', ['scene', 'fraud']],
    ['ACCT_NAME_MISMATCH', null, ['account']],
    // By the photo that it was seen in.
    ['DOC_EDITED_SUSPECT', 'id_portrait', ['identity', 'fraud']],
    ['DOC_EDITED_SUSPECT', 'bank_card', ['account', 'fraud']],
    ['READING_UNSURE', 'business_licence', ['licence']],
    ['DATA_SHARED', null, ['fraud']],
    ['CALLBACK_DIFFERS', null, []],
    ['CHECK_FAILED', null, []],
  ] as const)('%s on %s: %j', (code, material, skills) => {
    expect(needed(code, material)).toEqual(skills)
  })

  it('more for micro merchants and appeals; nothing for what is for information', () => {
    const reasons = [{ code: 'SCENE_REUSED', material: null, severity: 'info' }] as const
    expect(skillsNeeded({ kind: 'appeal', merchantType: 'micro_merchant', reasons })).toEqual(['micro', 'appeal'])
  })

  it('is each skill once, in their order, whatever the order of the reasons', () => {
    const reason = fc.record({
      code: fc.constantFrom(...reasonCodes),
      material: fc.constantFrom(null, ...materialKinds),
      severity: fc.constantFrom(...severities),
    })
    fc.assert(
      fc.property(fc.array(reason, { maxLength: 8 }), (reasons) => {
        const of = (list: typeof reasons) =>
          skillsNeeded({ kind: 'screening', merchantType: 'individual_business', reasons: list })
        expect(of(reasons)).toEqual(caseSkills.filter((skill) => of(reasons).includes(skill)))
        expect(of(reasons.toReversed())).toEqual(of(reasons))
      }),
    )
  })
})
