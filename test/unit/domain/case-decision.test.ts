import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MaterialKind, materialKinds } from '../../../src/domain/application.ts'
import { type CaseChoice, caseOutcomes, type NamedReason, reasonKey } from '../../../src/domain/case-choice.ts'
import { planCase, weighs } from '../../../src/domain/case-decision.ts'
import type { Ground } from '../../../src/domain/named-reason.ts'
import { due } from '../../../src/domain/due.ts'
import { mayLeadTo, outcomesOf, severityFor } from '../../../src/domain/reason-choices.ts'
import { isGood, needsOf } from '../../../src/domain/reason-needs.ts'
import { places } from '../../../src/domain/reason-places.ts'
import { isFraudReason, type ReasonCode, reasonCodes } from '../../../src/domain/reasons.ts'
import { secondPersonFor, secondPersonText } from '../../../src/domain/second-person.ts'
import { toldReasons } from '../../../src/domain/told-reasons.ts'
import { type Changes, decided, policy, shopKinds, today } from './sample.ts'

const measured = { width: 1600, height: 1200, brightness: 40 }
const groundOf = (changes: Changes = {}, more: Partial<Ground> = {}): Ground => {
  const { reasons, risk } = decided(changes)
  const kinds = changes.kinds ?? shopKinds
  return { standing: reasons, risk, materials: new Map(kinds.map((kind) => [kind, measured])), policy, today, ...more }
}
const choice = (outcome: CaseChoice['outcome'], more: Partial<CaseChoice> = {}): CaseChoice => ({
  outcome,
  reasons: [],
  ask: [],
  overrides: [],
  why: null,
  ...more,
})
const named = (code: ReasonCode, more: Partial<NamedReason> = {}): NamedReason => ({
  code,
  material: null,
  field: null,
  values: {},
  ...more,
})
const codesIn = (planned: ReturnType<typeof planCase>) => planned.problems.map(({ field, code }) => `${field} ${code}`)
const planOf = (planned: ReturnType<typeof planCase>) => {
  expect(planned.problems).toEqual([])
  return planned.plan!
}
const otherOperator: Changes = { read: { business_licence: { operator: '李大伟' } } }
const otherSign: Changes = { read: { scene_signboard: { text: '幸福花店' } } }

/** What a reviewer would give for a reason of their own. */
const valuesFor = (code: ReasonCode): Record<string, string | number> =>
  Object.fromEntries(
    needsOf(code).map(({ key, kind, choices }) => [
      key,
      choices?.[0]?.value ??
        (kind === 'number' ? 2 : kind === 'date' ? (code === 'ID_EXPIRED' ? '2026-01-31' : '2026-12-01') : '所见'),
    ]),
  )
const mine = reasonCodes.filter((code) => places[code] !== undefined)
const ownReason = (code: ReasonCode): NamedReason => {
  const { materials, needsMaterial, fields, needsField } = places[code]!
  return named(code, {
    material: needsMaterial ? materials[0]! : null,
    field: needsField ? fields[0]! : null,
    values: valuesFor(code),
  })
}
const allKinds = (code: ReasonCode) =>
  new Map(
    materialKinds
      .filter((kind) => code !== 'MAT_MISSING' || kind !== places[code]?.materials[0])
      .map((kind) => [kind, measured]),
  )

describe('a reason that a person found', () => {
  const pairs = mine.flatMap((code) =>
    outcomesOf(code, policy.severity[code]).map((outcome) => [code, outcome] as const),
  )

  const made = (code: ReasonCode, outcome: CaseChoice['outcome']) => {
    const materials = allKinds(code)
    const ground = groundOf({}, { materials })
    const { reasons } = planOf(planCase(choice(outcome, { reasons: [ownReason(code)] }), ground))
    return { reasons, told: toldReasons(outcome, reasons), kinds: [...materials.keys()] }
  }

  it.each(pairs)('%s may lead to %s, with texts that have no gap', (code, outcome) => {
    const { reasons, told } = made(code, outcome)
    expect(reasons).toMatchObject([{ code, severity: severityFor[outcome] }])
    expect(told).toMatchObject([{ code, tellApplicant: true }])
    for (const { zh, en } of reasons.flatMap(({ message, hint, internal }) => [message, hint, internal])) {
      expect(zh).toMatch(/\p{Script=Han}/u)
      expect(`${zh}${en}`).not.toMatch(/…|[{}]|undefined/u)
    }
  })

  it.each(pairs.filter(([, outcome]) => outcome === 'resubmission_required'))(
    '%s, returned, says what to bring, and not that we call',
    (code, outcome) => {
      const { told, kinds } = made(code, outcome)
      expect(told[0]?.hint.zh).not.toMatch(/我们将电话/)
      const items = due('returned', told, kinds)
      expect(items.length).toBeGreaterThan(0)
      for (const { material, field } of items) expect(material ?? field).not.toBeNull()
    },
  )

  it.each(pairs.filter(([, outcome]) => outcome === 'rejected'))(
    '%s, refused, leaves nothing to mend',
    (code, outcome) => {
      expect(made(code, outcome).told).toMatchObject([{ fix: 'none' }])
    },
  )

  it.each(pairs.filter(([code]) => isFraudReason(code)))('%s is not told as what was suspected', (code, outcome) => {
    expect(JSON.stringify(made(code, outcome).told[0]?.message)).not.toMatch(/人工认定|所见/)
  })

  it('cannot be one that only a check, a call or our own machines can find', () => {
    for (const code of ['CHECK_FAILED', 'CALLBACK_UNREACHED', 'READING_UNSURE', 'IMG_SAME_AS_REJECTED'] as const) {
      expect(outcomesOf(code, policy.severity[code])).toEqual([])
    }
  })

  it('is of a photo that there is, and of one that it can be of', () => {
    const of = (reason: NamedReason) =>
      codesIn(planCase(choice('resubmission_required', { reasons: [reason] }), groundOf()))
    expect(of(named('IMG_BLURRY'))).toEqual(['reasons[0].material MATERIAL_WRONG'])
    expect(of(named('IMG_BLURRY', { material: 'scene_stall' }))).toEqual(['reasons[0].material MATERIAL_NOT_THERE'])
    expect(of(named('MAT_MISSING', { material: 'bank_card' }))).toEqual(['reasons[0].material MATERIAL_THERE'])
    expect(of(named('CARD_NOT_DEBIT', { material: 'id_emblem', values: { cardType: 'credit' } }))).toEqual([
      'reasons[0].material MATERIAL_WRONG',
    ])
    expect(of(named('ID_NAME_MISMATCH', { field: 'merchantName' }))).toEqual(['reasons[0].field FIELD_WRONG'])
    // Where there is one place only, nobody need say so.
    expect(of(named('ID_NAME_MISMATCH'))).toEqual([])
  })

  it('has values that fit, and no others', () => {
    const of = (values: NamedReason['values'], code: ReasonCode = 'ID_EXPIRED') =>
      codesIn(planCase(choice('resubmission_required', { reasons: [named(code, { values })] }), groundOf()))
    expect(of({})).toEqual(['reasons[0].values.date VALUE_WRONG'])
    expect(of({ date: '2026-02-30' })).toEqual(['reasons[0].values.date VALUE_WRONG'])
    expect(of({ date: '2027-01-01' })).toEqual(['reasons[0].values.date DATE_CONTRADICTS'])
    expect(of({ date: '2026-01-01' }, 'ID_EXPIRING')).toEqual(['reasons[0].values.date DATE_CONTRADICTS'])
    expect(of({ date: '2026-01-01', extra: 1 })).toEqual(['reasons[0].values.extra VALUE_UNKNOWN'])
    const [what] = needsOf('REVIEWER_SUSPECTS')
    for (const bad of ['', ' ', 'see http://x.cn', 'www.x.cn', 'a\nb', 5]) expect(isGood(what!, bad)).toBe(false)
  })
})

describe('a decision', () => {
  it('that approves passes over everything that stands, each with a why of its own or one for all', () => {
    const ground = groundOf({ ...otherOperator, read: { ...otherOperator.read, ...otherSign.read } })
    const standing = ground.standing.filter(weighs)
    expect(standing.length).toBeGreaterThan(1)
    expect(codesIn(planCase(choice('approved'), ground))).toEqual(standing.map(() => 'overrides WHY_MISSING'))
    const [first, ...others] = standing
    const own = { code: first!.code, material: first!.material, field: first!.field, why: '一' }
    const plan = planOf(planCase(choice('approved', { overrides: [own], why: '其余' }), ground))
    expect(plan.passedOver.map(({ why }) => why)).toEqual(['一', ...others.map(() => '其余')])
    expect(plan.reasons).toEqual([])
    const unknown = choice('approved', { overrides: [{ ...own, code: 'ID_EXPIRED' }], why: '全部' })
    expect(codesIn(planCase(unknown, ground))).toEqual(['overrides[0].code OVERRIDE_NOT_STANDING'])
    const reasons = [named('IMG_BLURRY', { material: 'bank_card' })]
    expect(codesIn(planCase(choice('approved', { why: '全部', reasons }), ground))).toEqual([
      'reasons[0].code REASON_NOT_WANTED',
    ])
  })

  it('that is no approval names what leads there, once, and nothing that only an approval has', () => {
    for (const outcome of caseOutcomes.filter((each) => each !== 'approved')) {
      expect(codesIn(planCase(choice(outcome), groundOf()))).toEqual(['reasons REASON_MISSING'])
    }
    const twice = [named('IMG_BLURRY', { material: 'bank_card' }), named('IMG_BLURRY', { material: 'bank_card' })]
    expect(codesIn(planCase(choice('resubmission_required', { reasons: twice }), groundOf()))).toEqual([
      'reasons[1].code REASON_TWICE',
    ])
    const more = { reasons: twice.slice(1), why: '因为', ask: ['trade'] as const }
    expect(codesIn(planCase(choice('resubmission_required', more), groundOf()))).toEqual([
      'why OVERRIDE_NOT_WANTED',
      'ask[0] ASK_NOT_WANTED',
    ])
  })

  it('refuses nobody for a bad photo or for what we have not done, whatever stands', () => {
    for (const code of reasonCodes) {
      if (!mayLeadTo(code, 'rejected', policy.severity[code])) continue
      expect(code).not.toMatch(/^IMG_|CHECK_FAILED|UNVERIFIED|UNSURE|UNSEEN|UNREACHED|SAMPLED|ASKED/)
    }
    for (const code of ['IMG_BLURRY', 'CHECK_FAILED', 'LIC_UNVERIFIED', 'MAT_MISSING'] as const) {
      const reasons = [named(code, { material: 'bank_card' })]
      expect(codesIn(planCase(choice('rejected', { reasons }), groundOf()))).toEqual([
        'reasons[0].code REASON_NOT_POSSIBLE',
      ])
    }
  })

  it('keeps the figures of a check, with a hint that fits what it leads to now', () => {
    const ground = groundOf(otherSign)
    const found = ground.standing.find(({ code }) => code === 'SCENE_SIGN_MISMATCH')!
    const reasons = [named(found.code, { material: found.material, field: found.field })]
    const plan = planOf(planCase(choice('resubmission_required', { reasons }), ground))
    expect(plan.reasons).toMatchObject([{ severity: 'return', evidence: found.evidence, internal: found.internal }])
    expect(plan.reasons[0]?.hint).not.toEqual(found.hint)
    const called = planOf(planCase(choice('callback_required', { reasons, ask: ['trade'] }), ground))
    expect(called.reasons.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
      'SCENE_SIGN_MISMATCH callback',
      'CALLBACK_ASKED callback',
    ])
    expect(called.reasons[0]?.hint).toEqual(found.hint)
  })

  it('never tells an applicant what a suspicion rests on', () => {
    const ground = groundOf({ read: { id_emblem: { validFrom: '2027-01-01' } } })
    const found = ground.standing.find(({ code }) => code === 'ID_NOT_YET_VALID')!
    const reasons = [named(found.code, { material: found.material, field: found.field })]
    const plan = planOf(planCase(choice('rejected', { reasons }), ground))
    expect(plan.reasons[0]?.message.zh).toBe('很抱歉，您的申请未能通过审核')
    expect(toldReasons('rejected', plan.reasons)[0]?.evidence).toEqual({})
    expect(codesIn(planCase(choice('resubmission_required', { reasons }), ground))).toEqual([
      'reasons[0].code REASON_NOT_POSSIBLE',
    ])
  })

  it('holds for any choice: a plan or problems, a reason that is told unless approved, and everything passed over', () => {
    const grounds = [groundOf(), groundOf(otherOperator), groundOf({ ...otherSign, ...otherOperator })]
    const odd = fc.record({
      code: fc.constantFrom(...reasonCodes),
      material: fc.option(fc.constantFrom<MaterialKind>(...materialKinds)),
      field: fc.option(fc.constantFrom('validUntil', 'premises.address', 'text', 'legalPerson.name')),
      values: fc.dictionary(fc.constantFrom('date', 'what'), fc.constantFrom<string | number>('2026-01-01', 'x', 3)),
    })
    const mostly = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>) =>
      fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: other })
    const override = fc.record({
      code: fc.constantFrom(...reasonCodes),
      material: fc.constant(null),
      field: fc.constant(null),
      why: fc.constant('x'),
    })
    const anything = fc
      .tuple(
        fc.constantFrom(...caseOutcomes),
        fc.array(mostly(fc.constantFrom(...mine).map(ownReason), odd), { maxLength: 2 }),
        mostly<CaseChoice['ask']>(fc.constant([]), fc.subarray(['trade', 'since'] as const)),
        mostly<CaseChoice['overrides']>(fc.constant([]), fc.array(override, { maxLength: 2 })),
        fc.boolean(),
        fc.boolean(),
      )
      .map(([outcome, reasons, ask, overrides, fitting, why]): CaseChoice => ({
        outcome,
        // Half of them as somebody would choose who knows what an approval is.
        reasons: fitting && outcome === 'approved' ? [] : reasons,
        ask,
        overrides,
        why: (fitting ? outcome === 'approved' : why) ? '全部' : null,
      }))
    let plans = 0
    fc.assert(
      fc.property(anything, fc.constantFrom(...grounds), (given, ground) => {
        const { plan, problems } = planCase(given, ground)
        expect(plan === null).toBe(problems.length > 0)
        for (const { field, message } of problems) {
          expect(field).not.toBe('')
          expect(`${message.zh}${message.en}`).not.toMatch(/[{}]/)
        }
        if (!plan) return
        plans += 1
        const approves = plan.outcome === 'approved'
        const told = toldReasons(plan.outcome, plan.reasons).filter(({ tellApplicant }) => tellApplicant)
        expect(plan.passedOver.map(reasonKey)).toEqual(approves ? ground.standing.filter(weighs).map(reasonKey) : [])
        expect(plan.passedOver.every(({ why }) => why !== '')).toBe(true)
        expect(told).toHaveLength(plan.reasons.length)
        expect(told.length > 0).toBe(!approves)
        const final = plan.secondPerson.some(({ cause }) => cause === 'final_rejection')
        expect(final).toBe(plan.outcome === 'rejected')
      }),
      { numRuns: 2_000 },
    )
    expect(plans).toBeGreaterThan(50)
  })
})

describe('another person confirms', () => {
  const reason = (code: ReasonCode) => ({ code, severity: policy.severity[code] })
  const causes = (given: Partial<Parameters<typeof secondPersonFor>[0]>) =>
    secondPersonFor({ outcome: 'approved', passedOver: [], standing: [], risk: 0, policy, ...given }).map(
      ({ cause, code }) => `${cause} ${code ?? '-'}`,
    )

  it.each([
    ['a refusal', { outcome: 'rejected' as const }, ['final_rejection -']],
    [
      'a suspicion passed over',
      { passedOver: [reason('SCENE_REUSED'), reason('SCENE_REUSED')] },
      ['fraud_override SCENE_REUSED'],
    ],
    ['a firm rule passed over', { passedOver: [reason('DUP_APPLICATION')] }, ['decline_override DUP_APPLICATION']],
    [
      'what the policy names, once',
      { passedOver: [reason('LIC_NOT_REGISTERED')] },
      ['fraud_override LIC_NOT_REGISTERED'],
    ],
    [
      'what is never decided alone',
      { outcome: 'callback_required' as const, standing: [reason('DATA_SHARED')] },
      ['policy_always DATA_SHARED'],
    ],
    ['a high risk', { risk: 60 }, ['high_risk -']],
    [
      'nothing of it',
      { risk: 59, passedOver: [reason('LIC_OPERATOR_MISMATCH')], standing: [reason('LIC_OPERATOR_MISMATCH')] },
      [],
    ],
    ['a return at any risk', { outcome: 'resubmission_required' as const, risk: 99 }, []],
  ])('%s', (_, given, expected) => expect(causes(given)).toEqual(expected))

  it('by what the policy names for reasons that are no suspicion', () => {
    const cases = {
      ...policy.cases,
      secondPerson: { ...policy.cases.secondPerson, code: { LIC_OPERATOR_MISMATCH: 'override' as const } },
    }
    const given = { passedOver: [reason('LIC_OPERATOR_MISMATCH')], policy: { ...policy, cases } }
    expect(causes(given)).toEqual(['policy_override LIC_OPERATOR_MISMATCH'])
  })

  it('says why in both languages', () => {
    const text = secondPersonText({ cause: 'fraud_override', code: 'SCENE_REUSED' })
    expect(text.zh).toMatch(/^不采纳欺诈嫌疑“.+”须由另一人复核$/)
    expect(text.en).not.toMatch(/[{}]/)
  })
})
