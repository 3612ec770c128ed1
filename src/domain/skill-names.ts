import type { LocalisedText } from './decision.ts'

/** What a reviewer must be at home in to be given a case. */
export const caseSkills = ['identity', 'licence', 'account', 'scene', 'fraud', 'micro', 'appeal'] as const
export type CaseSkill = (typeof caseSkills)[number]

export const skillNames: Record<CaseSkill, LocalisedText> = {
  identity: { zh: '身份证件', en: 'identity documents' },
  licence: { zh: '营业执照与资质', en: 'licences and permits' },
  account: { zh: '结算账户', en: 'settlement accounts' },
  scene: { zh: '经营场所', en: 'places of business' },
  fraud: { zh: '欺诈嫌疑', en: 'suspected fraud' },
  micro: { zh: '小微商户', en: 'micro merchants' },
  appeal: { zh: '申诉', en: 'appeals' },
}
