import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { matchAccount } from '../../../src/domain/account-match.ts'
import { applicationForm } from '../../../src/domain/application.ts'
import type { ApplicationForm, MaterialKind } from '../../../src/domain/application.ts'
import { decide } from '../../../src/domain/decide.ts'
import type { Decision } from '../../../src/domain/decision.ts'
import type { ClarityEvidence, Evidence, FieldValue, OcrEvidence, SceneEvidence } from '../../../src/domain/evidence.ts'
import { creditCodeAlphabet } from '../../../src/domain/numbers.ts'
import { parsePolicy } from '../../../src/domain/policy-problems.ts'
import type { ScreeningInput } from '../../../src/domain/screening.ts'

/** An invented shop and everything that the checks say of its faultless application. */

export const policyFile = new URL('../../../src/policies/2026-11-5.yaml', import.meta.url)
export const policy = parsePolicy(parse(readFileSync(policyFile, 'utf8')))
export const today = '2026-11-23'

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
/** The check digit of 17 digits, reckoned as the standard words it, apart from the code under test. */
export const idWithCheck = (body: string): string =>
  body + '10X98765432'[Array.from(body).reduce((sum, d, i) => sum + Number(d) * idWeights[i]!, 0) % 11]!

export const cardWithCheck = (body: string): string => {
  for (let d = 0; d < 10; d += 1) {
    const digits = Array.from(`${body}${d}`, Number).reverse()
    const sum = digits.reduce((s, n, i) => s + (i % 2 ? Math.floor((2 * n) / 10) + ((2 * n) % 10) : n), 0)
    if (sum % 10 === 0) return `${body}${d}`
  }
  throw new Error('unreachable')
}

/** 8 characters of an organisation in, a whole credit code out. */
export const codeWithChecks = (head: string, organisation: string): string => {
  const sum = [3, 7, 9, 10, 5, 8, 4, 2].reduce((s, w, i) => s + w * Number.parseInt(organisation[i]!, 36), 0)
  const body = head + organisation + '0123456789X0'[(11 - (sum % 11)) % 11]!
  const total = Array.from(body).reduce(
    (s, c, i) => s + creditCodeAlphabet.indexOf(c) * Number(3n ** BigInt(i) % 31n),
    0,
  )
  return body + creditCodeAlphabet[(31 - (total % 31)) % 31]!
}

export const idNumber = idWithCheck('44030519900307123')
export const otherIdNumber = idWithCheck('43010219850612234')
export const creditCode = codeWithChecks('92440300', 'MA5EL2K3')
export const cardNumber = cardWithCheck('622202400012345678')

const typed = {
  reference: 'A-1001',
  merchantName: '深圳市南山区阿明便利店',
  shortName: '阿明便利店',
  industry: '零售-便利店',
  contact: { name: '陈小明', phone: '13800138000' },
  premises: { address: '广东省深圳市南山区科技南路12号', location: { latitude: 22.54, longitude: 113.95 } },
  legalPerson: { name: '陈小明', idNumber },
  settlementAccount: { accountName: '陈小明', cardNumber, bankName: '中国工商银行' },
  terminal: 'smart_pos',
}

export const individual = applicationForm.parse({
  ...typed,
  merchantType: 'individual_business',
  licence: { creditCode },
})
export const micro = applicationForm.parse({ ...typed, merchantType: 'micro_merchant' })

export const shopKinds: readonly MaterialKind[] = [
  'business_licence',
  'id_portrait',
  'id_emblem',
  'bank_card',
  'scene_signboard',
  'scene_cashier',
  'scene_interior',
] // the table of requirements for an individual business
export const stallKinds: readonly MaterialKind[] = [
  'id_portrait',
  'id_emblem',
  'bank_card',
  'scene_stall',
  'scene_tools',
  'scene_surroundings',
]

type Fields = Record<string, string | null | Partial<FieldValue>>

export const reading = (kind: MaterialKind, fields: Fields, more: Partial<OcrEvidence> = {}): OcrEvidence => ({
  check: 'ocr',
  kind,
  engine: 'test',
  rotation: 0,
  detected: { kind: kind.startsWith('scene_') ? 'other_text' : (kind as 'id_portrait'), confidence: 0.95 },
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      typeof field === 'string' || field === null
        ? { value: field, confidence: field === null ? 0 : 0.98 }
        : { value: null, confidence: 0.98, ...field },
    ]),
  ),
  meanConfidence: 0.97,
  lineCount: 8,
  glyphHeight: 32,
  ...more,
})

const clarityOf = (kind: MaterialKind, more: Partial<ClarityEvidence> = {}): ClarityEvidence => ({
  check: 'clarity',
  kind,
  width: 1600,
  height: 1200,
  clarity: 90,
  factors: { sharpness: 0.97, noise: 0.98, size: 0.99, exposure: 0.99, clipping: 0.97 },
  measured: {
    strokeContrast: 0.1,
    strokeToNoise: 12,
    glyphHeight: 30,
    brightness: 140,
    clippedLight: 0.01,
    clippedDark: 0,
  },
  ...more,
})

export const photoOf = (kind: MaterialKind, metadata: SceneEvidence['photos'][number]['metadata'] = {}) => ({
  kind,
  sha256: `sha-of-${kind}`,
  width: 1600,
  height: 1200,
  pdq: '0'.repeat(64),
  pdqQuality: 90,
  metadata,
})

export const sceneOf = (kinds: readonly MaterialKind[], more: Partial<SceneEvidence> = {}): SceneEvidence => {
  const scenes = kinds.filter((kind) => kind.startsWith('scene_'))
  return {
    check: 'scene',
    photos: scenes.map((kind) => photoOf(kind)),
    pairs: scenes.flatMap((a, i) =>
      scenes.slice(i + 1).map((b) => ({ a, b, sameFile: false, distance: 120, mirrored: false })),
    ),
    ...more,
  }
}

const readings: Partial<Record<MaterialKind, Fields>> = {
  business_licence: {
    creditCode: { value: creditCode, checkDigit: 'valid' },
    name: '深圳市南山区阿明便利店',
    type: '个体工商户',
    operator: '陈小明',
    address: '深圳市南山区科技南路12号',
    registeredOn: '2019-05-06',
    scope: '零售',
  },
  id_portrait: {
    name: '陈小明',
    sex: 'male',
    ethnicity: '汉',
    birthDate: '1990-03-07',
    address: '广东省深圳市',
    idNumber: { value: idNumber, checkDigit: 'valid' },
  },
  id_emblem: { issuer: '深圳市公安局南山分局', validFrom: '2018-05-04', validUntil: '2038-05-04' },
  bank_card: { cardNumber: { value: cardNumber, checkDigit: 'valid' }, bankName: '工商银行', cardType: 'debit' },
  scene_signboard: { text: '阿明便利店\n24小时营业' },
  scene_cashier: { text: '收银台\n微信支付' },
  scene_interior: { text: '特价\n9.9元' },
  scene_stall: { text: '阿明便利店' },
  scene_tools: { text: null },
  scene_surroundings: { text: null },
}

export interface Changes {
  across?: ScreeningInput['across']
  draw?: number
  form?: ApplicationForm
  kinds?: readonly MaterialKind[]
  /** Fields in place of, or beside, the faultless ones. */
  read?: Partial<Record<MaterialKind, Fields>>
  detected?: Partial<Record<MaterialKind, OcrEvidence['detected']>>
  /** Lines that were read. */
  lines?: Partial<Record<MaterialKind, number>>
  clarity?: Partial<Record<MaterialKind, Partial<ClarityEvidence>>>
  scene?: Partial<SceneEvidence>
  policy?: ScreeningInput['policy']
  today?: string
}

/** The input of a decision: faultless but for the changes. */
export function screening(changes: Changes = {}): ScreeningInput {
  const form = changes.form ?? individual
  const kinds = changes.kinds ?? (form.merchantType === 'individual_business' ? shopKinds : stallKinds)
  const ocr = kinds.flatMap((kind) => {
    const fields = readings[kind]
    if (!fields) return []
    const detected = changes.detected?.[kind]
    const lineCount = changes.lines?.[kind]
    const more = { ...(detected && { detected }), ...(lineCount !== undefined && { lineCount }) }
    return [reading(kind, { ...fields, ...changes.read?.[kind] }, more)]
  })
  const evidence: Evidence[] = [
    ...ocr,
    ...kinds.map((kind) => clarityOf(kind, changes.clarity?.[kind])),
    ...(kinds.some((kind) => kind.startsWith('scene_')) ? [sceneOf(kinds, changes.scene)] : []),
    matchAccount({ form, readings: ocr }),
  ]
  return {
    form,
    materials: kinds,
    evidence,
    failures: [],
    across: changes.across ?? null,
    draw: changes.draw ?? null,
    policy: changes.policy ?? policy,
    today: changes.today ?? today,
  }
}

export const decided = (changes: Changes = {}): Decision => decide(screening(changes))
export const codesOf = ({ reasons }: Decision): string[] => reasons.map(({ code }) => code)
