import type { LocalisedText } from './decision.ts'
import { reasonCodes, renderReason } from './reasons.ts'

/** What more of it does: `stricter` finds more, or asks more of the applicant; `looser` less; `null` neither in itself. */
export type Direction = 'stricter' | 'looser' | null

export interface SettingMeaning {
  text: LocalisedText
  more: Direction
}

type Entry = readonly [zh: string, en: string, more?: Exclude<Direction, null>]

/** What each setting means, in one line, for people who compare two policies. */
const meanings: Readonly<Record<string, Entry>> = {
  'clarity.document': ['证件照片的最低清晰度，0-100', 'least clarity of a photo of a document, of 100', 'stricter'],
  'clarity.scene': ['经营场所照片的最低清晰度，0-100', 'least clarity of a premises photo, of 100', 'stricter'],
  'clarity.minShortSide': ['照片短边最少像素', 'least shorter side of a photo, pixels', 'stricter'],
  'clarity.darkBelow': ['亮度低于此值称为过暗，0-255', 'a brightness below is called dark, 0-255'],
  'clarity.brightAbove': ['亮度高于此值称为过亮，0-255', 'a brightness above is called bright, 0-255'],
  'ocr.confident': ['识别置信度达到此值即采信，可据以判定不一致', 'a reading this sure may contradict, 0-1'],
  'ocr.legible': ['识别置信度低于此值视为未识别', 'a reading less sure counts as not read, 0-1', 'stricter'],
  'ocr.wrongSlot': ['达到此置信度才提示照片传错位置', 'from here on a photo in the wrong slot is told, 0-1', 'looser'],
  'ocr.unreadInThirdName': [
    '身份证与填写姓名一致时，执照经营者姓名中允许的未识别字数',
    'unread characters of the operator’s name that pass where form and ID card agree',
    'looser',
  ],
  'identity.minRemainingDays': [
    '身份证剩余有效天数须多于此数',
    'days for which an ID card must still be valid',
    'stricter',
  ],
  'identity.minAge': ['申请人最小年龄，周岁', 'least age of an applicant, years', 'stricter'],
  'identity.maxAge': ['申请人最大年龄，周岁', 'greatest age of an applicant, years', 'looser'],
  'identity.periodToleranceDays': [
    '判断证件年限时，16、26、46 周岁前后的宽限天数',
    'days around the 16th, 26th and 46th birthday in which either period is right',
    'looser',
  ],
  'similarity.sign': ['招牌与商户名称的最低相似度', 'least likeness of sign and name, 0-1', 'stricter'],
  'similarity.businessName': ['执照名称与商户名称的最低相似度', 'least likeness of the names, 0-1', 'stricter'],
  'similarity.address': ['执照地址与经营地址的最低相似度', 'least likeness of the addresses, 0-1', 'stricter'],
  'scene.duplicateDistance': [
    '指纹相差不超过此位数视为同一张照片',
    'bits apart up to which two photos are one',
    'stricter',
  ],
  'scene.minFingerprintQuality': [
    '低于此质量的指纹不作判断',
    'fingerprints of less quality say nothing, of 100',
    'looser',
  ],
  'scene.moireQuantile': [
    '摩尔纹强于此比例的真实照片，视为翻拍',
    'share of genuine photos with a weaker wave',
    'looser',
  ],
  'scene.moireQuantileWithBezel': ['同上，且可见屏幕边框时', 'the same where a dark frame shows', 'looser'],
  'scene.pageShare': ['文字占照片比例达到此值视为拍摄纸张', 'share of print from which a photo shows a page', 'looser'],
  'scene.blankShare': [
    '空白占照片比例达到此值视为无内容',
    'share without detail from which a photo shows nothing',
    'looser',
  ],
  'scene.maxAgeDays': ['经营场所照片最多拍摄于多少天前', 'days that a premises photo may be old', 'looser'],
  'scene.futureToleranceDays': ['拍摄时间最多晚于今天多少天', 'days that a clock may run ahead', 'looser'],
  'scene.maxDistanceMetres': ['拍摄位置距申报地址最远米数', 'metres from the declared place', 'looser'],
  'scene.setMaxDistanceMetres': ['同组照片之间最远米数', 'metres between the photos of one set', 'looser'],
  'scene.setMaxHours': ['同组照片之间最长小时数', 'hours between the photos of one set', 'looser'],
  'scene.farMetres': [
    '超过此米数即证明拍摄于异地',
    'metres from which a photo is proven to show another place',
    'looser',
  ],
  'scene.doubtfulBelow': ['照片可信度低于此值转人工，0-100', 'a score below goes to a person, of 100', 'stricter'],
  'scene.unseenBelow': ['可核实内容低于此比例转人工', 'a coverage below goes to a person, 0-1', 'stricter'],
  'scene.weights.base': ['照片可信度的起点（对数几率）', 'where the score begins, log-odds', 'looser'],
  'quotas.applicationsPerPerson': ['每张身份证在审及通过的进件上限', 'applications of one ID card', 'looser'],
  'quotas.microMerchantsPerPerson': ['每张身份证的小微商户上限', 'micro merchants of one ID card', 'looser'],
  'clusters.phone': ['共用手机号的其他人达到此数转人工', 'other persons with the same phone, for a look', 'looser'],
  'clusters.address': ['共用地址的其他人达到此数转人工', 'other persons with the same address, for a look', 'looser'],
  'clusters.device': ['共用设备的其他人达到此数转人工', 'other persons with the same device, for a look', 'looser'],
  'sampling.usual.individual_business': ['个体工商户抽查比例', 'share of individual businesses called', 'stricter'],
  'sampling.usual.micro_merchant': ['小微商户抽查比例', 'share of micro merchants called', 'stricter'],
  'sampling.riskFrom': ['风险达到此值改用较高抽查比例', 'risk from which the higher shares hold, of 100', 'looser'],
  'sampling.risky.individual_business': ['个体工商户较高抽查比例', 'higher share of individual businesses', 'stricter'],
  'sampling.risky.micro_merchant': ['小微商户较高抽查比例', 'higher share of micro merchants', 'stricter'],
  'sampling.scoreBelow': [
    '照片可信度低于此值增加抽查风险，0-100',
    'a score below raises the risk for sampling, of 100',
    'stricter',
  ],
  'sampling.coverageBelow': [
    '可核实内容低于此比例增加抽查风险',
    'a coverage below raises the risk for sampling, 0-1',
    'stricter',
  ],
  'promise.workingDays': ['承诺审核工作日', 'working days promised'],
  'promise.cutOffHour': ['此时刻之后提交的从下一工作日起算', 'hour from which the next working day counts'],
  'promise.remindHoursBefore': ['到期前多少小时提醒', 'hours before the promise at which people are reminded'],
  'applicant.idleDays': ['退回后多少天无操作即过期', 'days without a step after which a returned one ends', 'looser'],
  'applicant.appealDays': ['拒绝后多少天内可申诉', 'days within which to object', 'looser'],
  'cases.workingHours': ['审核单时限，工作日小时数', 'hours of working days for a case', 'looser'],
  'cases.leaseMinutes': ['领取后无操作多少分钟自动释放', 'minutes without a sign of life that free a case'],
  'cases.atOncePerPerson': ['每人同时持有的审核单上限', 'cases that one person may hold'],
  'cases.secondLook': ['结案后盲审复核的比例', 'share of closed cases decided again, blind', 'stricter'],
  'cases.secondPerson.approveFromRisk': [
    '风险达到此值的通过须第二人复核',
    'risk from which an approval waits for another person, of 100',
    'looser',
  ],
  'callbacks.workingHours': ['回访时限，工作日小时数', 'hours of working days for a callback', 'looser'],
  'callbacks.leaseMinutes': ['领取后无操作多少分钟自动释放', 'minutes without a sign of life that free a callback'],
  'callbacks.hours.from': ['最早拨打时刻', 'hour from which people are called'],
  'callbacks.hours.until': ['最晚拨打时刻', 'hour until which people are called'],
  'callbacks.attempts': [
    '未接通多少次后请申请人预约',
    'calls without a result until the applicant books a time',
    'stricter',
  ],
  'telling.quietHours.from': ['免打扰开始时刻', 'hour from which nobody is disturbed'],
  'telling.quietHours.until': ['免打扰结束时刻', 'hour until which nobody is disturbed'],
}

/** Sections of which every key means the same, for its own signal, fact or severity. */
const groups: readonly (readonly [string, string, string, Exclude<Direction, null>?])[] = [
  ['scene.weights.supports.', '印证照片的加分（对数几率）', 'what speaks for the photos, log-odds', 'looser'],
  ['scene.weights.contradicts.', '质疑照片的扣分（对数几率）', 'what speaks against the photos, log-odds', 'looser'],
  ['scene.weights.coverage.', '在可核实内容中的占比', 'share of the coverage'],
  ['scene.weights.caps.', '查实后可信度的上限', 'points that the score cannot exceed after a proven fact', 'looser'],
  [
    'cases.secondPerson.code.',
    '此类原因何时须第二人复核',
    'when a reason waits for another person: passed over, or always',
  ],
  ['callbacks.retryMinutes.', '此类结果后多少分钟再次拨打', 'minutes until the next call after this result'],
  ['sampling.weights.', '此类迹象的抽查风险分', 'points of risk for sampling of that signal', 'stricter'],
  ['risk.severity.', '此类原因的风险分', 'points of risk of a reason of that severity', 'stricter'],
]

export function settingMeaning(key: string): SettingMeaning | null {
  const own = meanings[key]
  if (own) return { text: { zh: own[0], en: own[1] }, more: own[2] ?? null }
  const code = reasonCodes.find((each) => key === `severity.${each}` || key === `risk.code.${each}`)
  // As reviewers are told it; what a case would fill in is left open.
  if (code) {
    const { internal } = renderReason({ code, material: null, field: null, values: {}, evidence: {} }, 'info')
    return { text: internal, more: 'stricter' }
  }
  const group = groups.find(([prefix]) => key.startsWith(prefix))
  return group ? { text: { zh: group[1], en: group[2] }, more: group[3] ?? null } : null
}
