import { materialKinds } from './application.ts'
import type { MaterialKind } from './application.ts'
import type { Finding, LocalisedText, Reason, Severity } from './decision.ts'
import type { ReasonEntry } from './reason-entry.ts'
import { caseReasons } from './reasons-cases.ts'
import { businessReasons } from './reasons-business.ts'
import { identityReasons } from './reasons-identity.ts'
import { photoReasons } from './reasons-photos.ts'
import { sceneReasons } from './reasons-scene.ts'
import { documentNames, fieldName, materialNames } from './terms.ts'

/** The one catalogue of reasons, in the order in which people should meet them. */
export const reasonCatalogue = {
  ...photoReasons,
  ...identityReasons,
  ...businessReasons,
  ...sceneReasons,
  ...caseReasons,
}
export type ReasonCode = keyof typeof reasonCatalogue

const isReasonCode = (code: string): code is ReasonCode => Object.hasOwn(reasonCatalogue, code)
export const reasonCodes: readonly ReasonCode[] = Object.keys(reasonCatalogue).filter(isReasonCode)

const entryOf = (code: ReasonCode): ReasonEntry => reasonCatalogue[code]

/** Whether the applicant must not learn what was found: the texts are then neutral, and people are not shown the code. */
export const isFraudReason = (code: ReasonCode): boolean => entryOf(code).fraud === true
export const defaultSeverity = (code: ReasonCode): Severity => entryOf(code).severity

export const neutralText: LocalisedText = { zh: '资料需要进一步核实', en: 'Your material needs further verification' }
const neutralHint: LocalisedText = {
  zh: '无需重新提交，如有需要工作人员会与您联系',
  en: 'Nothing to resubmit; we will contact you if needed',
}
/** A final refusal cannot be called a verification; it still gives no detail. */
const refusedText: LocalisedText = {
  zh: '很抱歉，您的申请未能通过审核',
  en: 'We are sorry, your application was not accepted',
}
const refusedHint: LocalisedText = { zh: '如有疑问，请联系客服', en: 'Contact our support if you have questions' }

const languages = ['zh', 'en'] as const
type Language = (typeof languages)[number]

/** Words that findings carry as keys, so that evidence stays free of any language. */
const words: Record<string, LocalisedText> = {
  ...documentNames,
  ...materialNames,
  debit: { zh: '借记卡', en: 'debit card' },
  credit: { zh: '信用卡', en: 'credit card' },
  prepaid: { zh: '预付卡', en: 'prepaid card' },
  'long-term': { zh: '长期', en: 'without end' },
  '5-years': { zh: '5 年', en: 'for 5 years' },
  '10-years': { zh: '10 年', en: 'for 10 years' },
  '20-years': { zh: '20 年', en: 'for 20 years' },
  hk_mo_tw_residence: { zh: '港澳台居民居住证', en: 'residence permit for Hong Kong, Macao and Taiwan residents' },
  foreign_permanent: { zh: '外国人永久居留身份证', en: 'foreign permanent resident ID card' },
  camera: { zh: '拍摄设备不同', en: 'different cameras' },
  time: { zh: '拍摄时间相隔过久', en: 'taken too far apart in time' },
  place: { zh: '拍摄位置相距过远', en: 'taken too far apart in place' },
  mask: { zh: '部分隐藏', en: 'masked part' },
  'rare-character': { zh: '生僻字', en: 'rare character' },
  wildcard: { zh: '未能识别的字', en: 'character not read' },
  'one-character-apart': { zh: '相差一字', en: 'one character apart' },
  ocr: { zh: '文字识别', en: 'reading' },
  clarity: { zh: '清晰度', en: 'clarity' },
  scene: { zh: '场景照片', en: 'premises photos' },
  'account-match': { zh: '信息比对', en: 'matching' },
}

const isMaterial = (key: string): key is MaterialKind => (materialKinds as readonly string[]).includes(key)

function valuesIn(language: Language, finding: Finding): Record<string, string> {
  const { material } = finding
  const list = (text: string, name: (item: string) => string) =>
    text
      .split(',')
      .map(name)
      .join(language === 'zh' ? '、' : ', ')
  const values: Record<string, string> = {
    slot:
      material && isMaterial(material) ? materialNames[material][language] : language === 'zh' ? '资料' : 'material',
    field: finding.field ? fieldName(finding.field, material)[language] : language === 'zh' ? '部分内容' : 'part of it',
    theField: finding.field ? `the ${fieldName(finding.field, material).en}` : 'part of it',
  }
  for (const [key, value] of Object.entries(finding.values)) {
    values[key] =
      key === 'fields'
        ? list(String(value), (item) => fieldName(item, material)[language])
        : list(String(value), (item) => words[item]?.[language] ?? item)
  }
  return values
}

/** A value that the finding lacks leaves a gap mark, never a raw placeholder, in a text for people. */
const fill = (template: string, values: Record<string, string>): string =>
  template.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '…')

/** The texts of a finding in both languages, at the severity that the policy gives it. */
export function renderReason(finding: Finding, severity: Severity): Reason {
  const entry = entryOf(finding.code)
  const values = { zh: valuesIn('zh', finding), en: valuesIn('en', finding) }
  const text = (part: 0 | 1 | 2): LocalisedText => ({
    zh: fill(entry.zh[part], values.zh),
    en: fill(entry.en[part], values.en),
  })
  const refused = severity === 'decline'
  return {
    code: finding.code,
    severity,
    material: finding.material,
    field: finding.field,
    message: entry.fraud ? (refused ? refusedText : neutralText) : text(0),
    hint: entry.fraud ? (refused ? refusedHint : neutralHint) : text(1),
    internal: text(2),
    evidence: finding.evidence,
  }
}
