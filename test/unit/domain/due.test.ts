import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MaterialKind, materialKinds } from '../../../src/domain/application.ts'
import { decide } from '../../../src/domain/decide.ts'
import { type Finding, severities, type Severity } from '../../../src/domain/decision.ts'
import { due } from '../../../src/domain/due.ts'
import { dueBy } from '../../../src/domain/idle.ts'
import { parsePolicy } from '../../../src/domain/policy-problems.ts'
import { canBeMended, fixOf, isFraudReason, reasonCodes, renderReason } from '../../../src/domain/reasons.ts'
import { revised } from '../../../src/domain/revise-form.ts'
import { statuses } from '../../../src/domain/status.ts'
import { toldReasons } from '../../../src/domain/told-reasons.ts'
import { type Changes, individual, micro, policy, screening, shopKinds, stallKinds } from './sample.ts'

const told = (...findings: [Partial<Finding> & Pick<Finding, 'code'>, Severity?][]) =>
  toldReasons(
    'resubmission_required',
    findings.map(([found, severity = 'return']) =>
      renderReason({ material: null, field: null, values: {}, evidence: {}, ...found }, severity),
    ),
  )
const dueOf = (...findings: Parameters<typeof told>) => due('returned', told(...findings), shopKinds)

describe('what is due', () => {
  it('is what was returned, by slot and by field, photos in the order of the flow and then fields', () => {
    const items = dueOf(
      [{ code: 'ADDR_INCOMPLETE', field: 'premises.address' }],
      [{ code: 'SCENE_STALE', material: 'scene_signboard' }],
      [{ code: 'ID_NAME_MISMATCH', material: 'id_portrait', field: 'legalPerson.name' }],
      [{ code: 'IMG_BLURRY', material: 'bank_card' }],
      [{ code: 'MAT_MISSING', material: 'id_emblem' }],
      [{ code: 'LIC_ADDRESS_MISMATCH', material: 'business_licence', field: 'premises.address' }, 'callback'],
    )
    expect(items.map(({ action, material, field }) => [action, material, field])).toEqual([
      ['add', 'id_emblem', null],
      ['retake', 'bank_card', null],
      ['retake', 'scene_signboard', null],
      ['correct', null, 'premises.address'],
      ['correct', 'id_portrait', 'legalPerson.name'],
    ])
  })

  it('names each slot once: what has to show something else need not be taken again as it is', () => {
    const [item, ...more] = dueOf(
      [{ code: 'IMG_GLARE', material: 'id_emblem', field: 'validUntil' }],
      [{ code: 'ID_EXPIRED', material: 'id_emblem', field: 'validUntil', values: { date: '2026-01-01' } }],
      [{ code: 'IMG_INCOMPLETE', material: 'id_emblem' }],
    )
    expect(more).toEqual([])
    expect(item).toMatchObject({ action: 'replace', material: 'id_emblem', field: null })
    expect(item?.reasons.map(({ code }) => code)).toEqual(['ID_EXPIRED', 'IMG_GLARE', 'IMG_INCOMPLETE'])
    expect(item?.message).toEqual(item?.reasons[0]?.message)
  })

  it('says where in the photo it is, by corners or by a rectangle', () => {
    const box = [
      [10, 20],
      [110, 25],
      [108, 70],
      [8, 66],
    ]
    const region = { x: 1, y: 2, width: 3, height: 4 }
    const [licence, card] = dueOf(
      [{ code: 'IMG_GLARE', material: 'business_licence', evidence: { box } }],
      [{ code: 'IMG_BLURRY', material: 'bank_card', evidence: { region } }],
    )
    expect(licence?.reasons[0]?.box).toEqual({ x: 8, y: 20, width: 102, height: 50 })
    expect(card?.reasons[0]?.box).toEqual(region)
    const [fraud] = told([{ code: 'DOC_EDITED_SUSPECT', material: 'bank_card', evidence: { region } }, 'review'])
    expect(fraud).not.toHaveProperty('box')
  })

  it('asks for each field that a bank did not confirm, and for the photo where nothing typed is in question', () => {
    const paths = 'legalPerson.idNumber,settlementAccount.cardNumber,contact.phone'
    const items = dueOf(
      [{ code: 'ACCT_NOT_CONFIRMED', field: 'legalPerson.idNumber', evidence: { fields: paths } }],
      [{ code: 'CARD_NUMBER_MISMATCH', material: 'bank_card', field: 'settlementAccount.cardNumber' }],
      [{ code: 'SCOPE_MISMATCH', material: 'business_licence', field: 'scope' }],
      [{ code: 'LIC_TYPE_MISMATCH', field: 'licence.creditCode' }],
    )
    expect(items.map(({ action, material, field }) => [action, material, field])).toEqual([
      ['replace', 'business_licence', null],
      ['correct', null, 'legalPerson.idNumber'],
      ['correct', null, 'settlementAccount.cardNumber'],
      ['correct', null, 'contact.phone'],
      ['correct', null, 'licence.creditCode'],
    ])
    expect(items[2]?.reasons).toHaveLength(2)
  })

  it('is never nothing: what names neither slot nor field has its texts', () => {
    expect(
      due('returned', told([{ code: 'CALLBACK_UNREACHED' }], [{ code: 'SCENE_SET_INCONSISTENT' }]), []),
    ).toMatchObject([{ action: 'correct', material: null, field: null, reasons: [{ code: 'CALLBACK_UNREACHED' }, {}] }])
  })

  it('is all premises photos where they do not belong together', () => {
    expect(dueOf([{ code: 'SCENE_SET_INCONSISTENT' }]).map(({ material }) => material)).toEqual([
      'scene_signboard',
      'scene_cashier',
      'scene_interior',
    ])
  })

  it.each(statuses.filter((status) => status !== 'returned'))('is nothing while %s', (status) => {
    expect(due(status, told([{ code: 'IMG_BLURRY', material: 'bank_card' }]), shopKinds)).toEqual([])
  })

  it('ends with the last of the idle days', () => {
    expect(dueBy('2026-11-23', policy)).toBe('2026-12-23')
  })
})

describe('what the applicant can do', () => {
  it.each(reasonCodes)('%s: nothing where it is final, or with our people', (code) => {
    expect(fixOf(code, 'decline')).toBe('none')
    for (const severity of ['info', 'callback', 'review'] as const) expect(fixOf(code, severity)).toBe('wait')
    expect(fixOf(code, 'return') === 'wait').toBe(!canBeMended(code))
  })

  it.each(reasonCodes.filter((code) => policy.severity[code] === 'return'))('%s can be mended', (code) => {
    expect(canBeMended(code)).toBe(true)
  })

  it.each(reasonCodes.filter(isFraudReason))('%s names nothing to mend', (code) => {
    expect(severities.map((severity) => fixOf(code, severity))).toEqual(['wait', 'wait', 'wait', 'wait', 'none'])
  })
})

describe('a policy', () => {
  it.each(reasonCodes.filter((code) => !canBeMended(code)))('cannot return an application for %s', (code) => {
    const returning = { ...policy, severity: { ...policy.severity, [code]: 'return' } }
    expect(() => parsePolicy(returning)).toThrow(`severity.${code}: cannot be return`)
  })
})

/** Faults of every kind, together as they come, under policies that are stricter or milder than ours. */
const faults = fc.record({
  form: fc.constantFrom(individual, micro, { ...individual, premises: { address: '广东省深圳市南山区科技路' } }),
  kinds: fc.subarray([...new Set([...shopKinds, ...stallKinds])]),
  clarity: fc.dictionary(fc.constantFrom(...materialKinds), fc.constantFrom({ clarity: 5 }, { clarity: 90 }), {
    maxKeys: 3,
  }),
  read: fc.constantFrom<Changes['read'][]>(
    {},
    { id_emblem: { validUntil: '2026-12-01' } },
    { id_portrait: { idNumber: { value: '440305199003071233', checkDigit: 'invalid' } } },
    { bank_card: { cardType: 'credit' }, id_portrait: { name: '王五' } },
    { business_licence: { name: '深圳市罗湖区老王面馆', creditCode: null } },
  ),
  detected: fc.constantFrom<Changes['detected'][]>(
    {},
    { bank_card: { kind: 'bank_card_back', confidence: 0.9 } },
    { id_portrait: { kind: 'no_text', confidence: 0.99 }, id_emblem: { kind: 'temporary_id', confidence: 0.99 } },
  ),
  sentBack: fc.subarray<MaterialKind>(['bank_card', 'scene_interior']),
  severity: fc.dictionary(fc.constantFrom(...reasonCodes), fc.constantFrom(...severities), { maxKeys: 30 }),
})

describe('a returned application, whatever led there', () => {
  it('has something that its applicant can do, and asks for nothing that was not a reason of this decision', () => {
    let returned = 0
    fc.assert(
      fc.property(faults, ({ severity, sentBack, ...changes }) => {
        const input = screening({
          ...(changes as Changes),
          policy: { ...policy, severity: { ...policy.severity, ...severity } },
        })
        const decision = decide({ ...input, sentBack })
        const reasons = toldReasons(decision.outcome, decision.reasons)
        if (decision.outcome !== 'resubmission_required') return
        returned += 1
        const items = due('returned', reasons, input.materials)
        expect(items.length).toBeGreaterThan(0)
        const slots = items.map(({ field, material }) => field ?? material)
        expect(new Set(slots).size).toBe(slots.length)
        for (const { action, material, field, message, reasons: because } of items) {
          expect(because.length).toBeGreaterThan(0)
          expect(message.zh).toMatch(/\p{Script=Han}/u)
          expect(field !== null || material !== null).toBe(true)
          // What is there cannot be lacking, and what is lacking cannot be taken again.
          const there = material !== null && input.materials.includes(material)
          expect(field !== null || there === (action !== 'add')).toBe(true)
          for (const { code } of because) {
            expect(isFraudReason(code)).toBe(false)
            expect(reasons).toContainEqual(expect.objectContaining({ code, severity: 'return' }))
          }
        }
        // Nothing that was returned and can be mended is left out.
        const asked = new Set(items.flatMap(({ reasons: because }) => because.map(({ code }) => code)))
        const mendable = reasons.filter(({ code, severity: given }) => given === 'return' && canBeMended(code))
        expect([...asked]).toEqual(expect.arrayContaining(mendable.map(({ code }) => code)))
      }),
      { numRuns: 300 },
    )
    expect(returned).toBeGreaterThan(50)
  })
})

describe('a form with changes laid over it', () => {
  it('keeps what is absent, clears what is null, replaces the rest', () => {
    const form = { a: 1, b: { c: 2, d: 3 }, e: [1, 2] }
    expect(revised(form, {})).toEqual(form)
    expect(revised(form, { a: null, b: { c: 5, d: null }, e: [3], f: { g: 1, h: null } })).toEqual({
      b: { c: 5 },
      e: [3],
      f: { g: 1 },
    })
    expect(revised(form, 'no object')).toBe('no object')
    expect(revised({ a: 1 }, { a: { b: 2 } })).toEqual({ a: { b: 2 } })
  })

  it('touches no prototype', () => {
    const patch: unknown = JSON.parse('{"__proto__": {"polluted": true}}')
    const result = revised({}, patch)
    expect(Object.hasOwn(result as object, '__proto__')).toBe(true)
    expect({}).not.toHaveProperty('polluted')
  })

  it('is what it was when nothing differs, and stays when the same is laid over it again', () => {
    const forms = fc.dictionary(
      fc.constantFrom('a', 'b', 'c'),
      fc.oneof(fc.integer(), fc.dictionary(fc.constantFrom('x', 'y'), fc.integer())),
    )
    fc.assert(
      fc.property(forms, forms, (form, changes) => {
        expect(revised(form, {})).toEqual(form)
        const once = revised(form, changes)
        expect(revised(once, changes)).toEqual(once)
        expect(once).toMatchObject(changes)
      }),
    )
  })
})
