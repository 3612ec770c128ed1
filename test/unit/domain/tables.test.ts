import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { materialKinds, merchantTypes } from '../../../src/domain/application.ts'
import { addDays, addYears, ageOn, daysBetween, isDay } from '../../../src/domain/dates.ts'
import { severities } from '../../../src/domain/decision.ts'
import { documentKinds, fieldsByKind } from '../../../src/domain/evidence.ts'
import { parsePolicy } from '../../../src/domain/policy-problems.ts'
import type { Policy } from '../../../src/domain/policy.ts'
import {
  defaultSeverity,
  isFraudReason,
  neutralText,
  reasonCatalogue,
  reasonCodes,
  renderReason,
} from '../../../src/domain/reasons.ts'
import { missingMaterials, requirementsFor } from '../../../src/domain/requirements.ts'
import { mayFollow, statuses } from '../../../src/domain/status.ts'
import type { Status } from '../../../src/domain/status.ts'
import { documentNames, fieldName, materialNames } from '../../../src/domain/terms.ts'
import { policyFile, shopKinds, stallKinds } from './sample.ts'

describe('requirements', () => {
  it.each(merchantTypes)('%s: every material has a name and an instruction in both languages', (type) => {
    for (const { name, instruction } of requirementsFor(type).materials) {
      expect(name.zh).toMatch(/\p{Script=Han}/u)
      expect(instruction.zh).toMatch(/\p{Script=Han}/u)
      expect(name.en + instruction.en).not.toMatch(/\p{Script=Han}/u)
    }
  })

  it('asks a micro merchant for no licence, and for one of two sets', () => {
    const { materials, sets } = requirementsFor('micro_merchant')
    expect(materials.some(({ kind }) => kind === 'business_licence')).toBe(false)
    expect(sets).toHaveLength(2)
    expect(
      materials
        .filter(({ need }) => need === 'one_of_sets')
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(sets.flat().sort())
  })

  it('lists what is missing, in the order of the flow', () => {
    expect(missingMaterials('individual_business', shopKinds)).toEqual([])
    expect(missingMaterials('individual_business', [])).toEqual(shopKinds)
    expect(missingMaterials('micro_merchant', stallKinds)).toEqual([])
    expect(missingMaterials('micro_merchant', shopKinds)).toEqual([])
    expect(missingMaterials('micro_merchant', [])).toEqual(stallKinds)
    expect(missingMaterials('micro_merchant', ['id_portrait', 'id_emblem', 'bank_card', 'scene_cashier'])).toEqual([
      'scene_signboard',
      'scene_interior',
    ])
    expect(missingMaterials('micro_merchant', ['id_portrait', 'id_emblem', 'bank_card', 'scene_tools'])).toEqual([
      'scene_stall',
      'scene_surroundings',
    ])
  })
})

describe('terms', () => {
  it('name every material and document, and every field that is read', () => {
    expect(Object.keys(materialNames).sort()).toEqual([...materialKinds].sort())
    expect(Object.keys(documentNames).sort()).toEqual([...documentKinds].sort())
    for (const [kind, fields] of Object.entries(fieldsByKind)) {
      for (const field of fields) expect(fieldName(field, kind as 'id_portrait').en).not.toBe('part of it')
    }
    expect(fieldName('name', 'id_portrait').zh).toBe('姓名')
    expect(fieldName('name', 'business_licence').zh).toBe('名称')
  })
})

/** The list that the design agrees on. */
const agreed =
  `IMG_BLURRY IMG_GLARE IMG_DARK IMG_OVEREXPOSED IMG_INCOMPLETE IMG_OCCLUDED IMG_LOW_RES IMG_WRONG_SLOT IMG_UNREADABLE
IMG_SAME_AS_REJECTED DOC_COPY DOC_RESHOOT DOC_SCREENSHOT DOC_EDITED_SUSPECT MAT_MISSING ID_TEMPORARY ID_EXPIRED ID_EXPIRING
ID_NUMBER_INVALID ID_NUMBER_MISMATCH ID_NAME_MISMATCH ID_INCONSISTENT ID_PERIOD_AGE_MISMATCH AGE_OUT_OF_RANGE LIC_CODE_INVALID
LIC_CODE_MISMATCH LIC_TYPE_MISMATCH LIC_OPERATOR_MISMATCH LIC_NAME_MISMATCH LIC_ADDRESS_MISMATCH CARD_NUMBER_INVALID
CARD_NUMBER_MISMATCH CARD_NOT_DEBIT ACCT_NAME_MISMATCH ACCT_NAME_VARIANT SCENE_NOT_PREMISES SCENE_ROLE_MISMATCH SCENE_SIGN_MISMATCH
SCENE_DUPLICATE SCENE_REUSED SCENE_RECAPTURE SCENE_SCREENSHOT SCENE_EDITED SCENE_AI_GENERATED SCENE_SET_INCONSISTENT
SCENE_LOCATION_MISMATCH SCENE_STALE ADDR_INCOMPLETE SCOPE_MISMATCH DUP_APPLICATION QUOTA_EXCEEDED BLOCKLIST_HIT CALLBACK_UNREACHED
CALLBACK_DENIED CALLBACK_SAMPLED CHECK_FAILED`.split(/\s+/)

const finding = (code: (typeof reasonCodes)[number]) =>
  ({
    code,
    material: 'business_licence',
    field: 'operator',
    values: { expected: 'bank_card', detected: 'id_emblem', fields: 'creditCode,operator' },
    evidence: { proof: 1 },
  }) as const

describe('reasons', () => {
  it('hold every agreed code', () => expect(reasonCodes).toEqual(expect.arrayContaining(agreed)))

  it.each(reasonCodes)('%s has texts in both languages, and none that is cut or raw', (code) => {
    const reason = renderReason(finding(code), defaultSeverity(code))
    for (const { zh, en } of [reason.message, reason.hint, reason.internal]) {
      expect(zh).toMatch(/\p{Script=Han}/u)
      expect(en).toMatch(/^[A-Z0-9…]/u)
      expect(en).not.toMatch(/\p{Script=Han}.*\p{Script=Han}{6}/u)
      expect(zh + en).not.toMatch(/[{}]|undefined/u)
    }
    // One SMS segment of Chinese text.
    expect(reason.message.zh.length).toBeLessThanOrEqual(70)
  })

  it.each(reasonCodes.filter(isFraudReason))('%s tells the applicant nothing of what was found', (code) => {
    const reason = renderReason(finding(code), 'review')
    expect(reason.message).toEqual(neutralText)
    expect(reason.message.zh).toBe('资料需要进一步核实')
    expect(reason.message.en).toContain('needs further verification')
    expect(JSON.stringify(reason.hint)).not.toMatch(/编辑|edited|重复|repeat/u)
    // A refusal is not called a verification, and still says nothing.
    expect(renderReason(finding(code), 'decline').message.zh).toBe('很抱歉，您的申请未能通过审核')
  })

  it('fill in what was observed', () => {
    const expiring = renderReason(
      {
        code: 'ID_EXPIRING',
        material: 'id_emblem',
        field: 'validUntil',
        values: { date: '2026-12-01', days: 8, min: 60 },
        evidence: {},
      },
      'return',
    )
    expect(expiring.message.zh).toBe('身份证有效期至 2026-12-01，剩余 8 天，需大于 60 天')
    expect(expiring.message.en).toBe('The ID card is valid until 2026-12-01: 8 days are left, more than 60 are needed')
    const blurry = (clarity: number) =>
      renderReason(
        { code: 'IMG_BLURRY', material: 'bank_card', field: null, values: { clarity, min: 50 }, evidence: {} },
        'return',
      ).message
    expect(blurry(12)).toEqual({
      zh: '银行卡照片模糊（清晰度 12/100，需达到 50），内容无法看清',
      en: 'The bank card photo is too blurry to make out (clarity 12 of 100, at least 50 needed)',
    })
    // Clear as a whole, blurred where it matters.
    expect(blurry(80).zh).toBe('银行卡照片模糊，内容无法看清')
    const typed = renderReason(
      { code: 'ID_NUMBER_MISMATCH', material: 'id_portrait', field: null, values: {}, evidence: { differing: 2 } },
      'return',
    )
    expect(typed.message.zh).toBe('填写的身份证号码与身份证照片不一致（2 位不同）')
    const wrongSlot = renderReason(finding('IMG_WRONG_SLOT'), 'return')
    expect(wrongSlot.message.zh).toBe('这里需要银行卡照片，您上传的像是身份证国徽面')
    const unreadable = renderReason(finding('IMG_UNREADABLE'), 'return')
    expect(unreadable.message.zh).toBe('营业执照照片中的统一社会信用代码、经营者无法识别')
    expect(unreadable.message.en).toContain('credit code, operator')
  })

  it('a failed check never looks like a rejection', () => {
    const { message, hint } = renderReason(finding('CHECK_FAILED'), 'review')
    expect(message.zh).toBe('系统处理中，无需重新提交')
    expect(message.en).toContain('nothing to resubmit')
    expect(JSON.stringify([message, hint])).not.toMatch(/拒绝|失败|未通过|reject|fail|error/iu)
  })
})

interface Weights {
  coverage: Record<string, number>
}

describe('policy', () => {
  const shipped = () => parse(readFileSync(policyFile, 'utf8')) as Record<string, Record<string, unknown>>

  it('the shipped file is valid, complete and named as its version', () => {
    const policy = parsePolicy(shipped())
    expect(policyFile.pathname.endsWith(`/${policy.version}.yaml`)).toBe(true)
    expect(Object.keys(policy.severity)).toEqual(reasonCodes)
    for (const severity of Object.values(policy.severity)) expect(severities).toContain(severity)
  })

  it('explains each number of the shipped file', () => {
    const lines = readFileSync(policyFile, 'utf8').split('\n')
    const thresholds = lines.slice(0, lines.indexOf('severity:'))
    expect(thresholds.filter((line) => line.trim().startsWith('#')).length).toBeGreaterThan(15)
  })

  it.each<[string, (policy: ReturnType<typeof shipped>) => void, RegExp]>([
    ['a missing severity', (p) => delete p['severity']!['IMG_BLURRY'], /^severity\.IMG_BLURRY: missing/m],
    ['an unknown code', (p) => (p['severity']!['IMG_FUNNY'] = 'return'), /^severity\.IMG_FUNNY: not a setting/m],
    [
      'an unknown severity',
      (p) => (p['severity']!['IMG_DARK'] = 'maybe'),
      /^severity\.IMG_DARK: cannot be "maybe"; .*decline/m,
    ],
    ['a missing part', (p) => delete p['ocr'], /^ocr: missing/m],
    ['a figure out of range', (p) => (p['clarity']!['document'] = 500), /^clarity\.document: .*100/m],
    ['thresholds that cross', (p) => (p['ocr']!['legible'] = 0.95), /^ocr\.legible: must be below/m],
    [
      'shares that leave a gap',
      (p) => ((p['scene']!['weights'] as Weights).coverage['sign'] = 0.1),
      /^scene\.weights\.coverage: must add/m,
    ],
    ['an unknown setting', (p) => (p['scene']!['colour'] = 1), /^scene\.colour: not a setting/m],
  ])('names path and problem of %s', (_, spoil, message) => {
    const policy = shipped()
    spoil(policy)
    expect(() => parsePolicy(policy)).toThrow(message)
  })

  it.each([null, 5, 'text', []])('refuses %j', (value) => expect(() => parsePolicy(value)).toThrow(/\(whole file\)/))

  it('no reason of the catalogue declines by default but those without exception', () => {
    const policy: Policy = parsePolicy(shipped())
    const declining = reasonCodes.filter((code) => policy.severity[code] === 'decline')
    expect(declining).toEqual([
      'AGE_OUT_OF_RANGE',
      'DUP_APPLICATION',
      'QUOTA_EXCEEDED',
      'APPLICATIONS_EXCEEDED',
      'BLOCKLIST_HIT',
      'CALLBACK_DENIED',
    ])
    expect(Object.keys(reasonCatalogue)).toHaveLength(83)
  })
})

describe('status', () => {
  const followers = (from: Status) => statuses.filter((to) => mayFollow(from, to))

  it('every status but draft is reached from draft', () => {
    const reached = new Set<Status>(['draft'])
    for (const from of reached) for (const to of followers(from)) reached.add(to)
    expect([...reached].sort()).toEqual([...statuses].sort())
  })

  it('ends only where an application ends', () => {
    expect(statuses.filter((status) => followers(status).length === 0)).toEqual([
      'withdrawn',
      'expired',
      'terminal_shipped',
    ])
  })

  it('is decided only from deciding, and never steps on itself', () => {
    for (const outcome of ['approved', 'returned', 'callback_pending', 'rejected'] as const) {
      expect(statuses.filter((from) => mayFollow(from, outcome))).toEqual(['deciding'])
    }
    for (const status of statuses) expect(mayFollow(status, status)).toBe(false)
  })

  it('a returned application comes back as submitted, a rejected one only by appeal to a person', () => {
    expect(mayFollow('returned', 'submitted')).toBe(true)
    // To `deciding` only when it is run again.
    expect(followers('rejected')).toEqual(['deciding', 'appealed'])
    expect(followers('appealed')).toEqual(['review_pending'])
    expect(mayFollow('rejected', 'submitted')).toBe(false)
  })
})

describe('days', () => {
  it.each([
    ['2024-02-29', true],
    ['2023-02-29', false],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['', false],
    ['0001-01-01', true],
  ])('%s: %s', (text, is) => expect(isDay(text)).toBe(is))
  it('counts days over months, leap days and years', () => {
    expect(daysBetween('2026-11-23', '2027-01-22')).toBe(60)
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
    expect(daysBetween('2026-11-23', '2026-11-22')).toBe(-1)
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addYears('2024-02-29', 5)).toBe('2029-03-01')
    expect(addYears('2018-05-04', 20)).toBe('2038-05-04')
  })
  it('a birthday counts as reached on its day', () => {
    expect(ageOn('2008-11-23', '2026-11-23')).toBe(18)
    expect(ageOn('2008-11-24', '2026-11-23')).toBe(17)
    expect(ageOn('2008-02-29', '2026-02-28')).toBe(17)
    expect(ageOn('2008-02-29', '2026-03-01')).toBe(18)
  })
  it('refuses what is no day', () => expect(() => daysBetween('2026-02-30', '2026-03-01')).toThrow(/YYYY-MM-DD/))
})
