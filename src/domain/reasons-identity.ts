import type { ReasonEntry } from './reason-entry.ts'

/** The ID card and its holder. */
export const identityReasons = {
  ID_TEMPORARY: {
    severity: 'return',
    fix: 'replace',
    zh: ['暂不支持临时身份证', '请使用有效期内的居民身份证原件', '识别为临时身份证'],
    en: [
      'A temporary ID card is not accepted',
      'Use an original resident ID card that is valid',
      'Detected a temporary ID card',
    ],
  },
  ID_EXPIRED: {
    severity: 'return',
    fix: 'replace',
    zh: ['身份证有效期至 {date}，已过期', '请换领新证后重新上传身份证两面', '有效期至 {date}，已过期 {days} 天'],
    en: [
      'The ID card expired on {date}',
      'Renew the card, then upload both sides again',
      'Valid until {date}, expired {days} days ago',
    ],
  },
  ID_EXPIRING: {
    severity: 'return',
    fix: 'replace',
    zh: [
      '身份证有效期至 {date}，剩余 {days} 天，需大于 {min} 天',
      '请换领新证后重新上传身份证两面',
      '有效期至 {date}，剩余 {days} 天，需大于 {min} 天',
    ],
    en: [
      'The ID card is valid until {date}: {days} days are left, more than {min} are needed',
      'Renew the card, then upload both sides again',
      'Valid until {date}, {days} days left, more than {min} needed',
    ],
  },
  ID_NUMBER_INVALID: {
    severity: 'return',
    fix: 'retake',
    zh: [
      '身份证号码校验未通过',
      '请核对身份证，并重新拍摄人像面照片',
      '识别出的号码校验位不符（置信度 {confidence}），注意伪造风险',
    ],
    en: [
      'The ID number does not pass its check',
      'Check the ID card and take the portrait side again',
      'The number read fails its check digit (confidence {confidence}); the card may be forged',
    ],
  },
  ID_NUMBER_MISMATCH: {
    severity: 'return',
    fix: 'correct',
    zh: [
      '填写的身份证号码与身份证照片不一致（{differing} 位不同）',
      '请核对填写的号码，或上传本人身份证',
      '填写号码与证件识别号码不一致',
    ],
    en: [
      'The ID number you typed differs from the one on the card in {differing} character(s)',
      'Correct the number, or upload your own ID card',
      'The typed number differs from the number read',
    ],
  },
  ID_NAME_MISMATCH: {
    severity: 'return',
    fix: 'correct',
    zh: [
      '填写的姓名与身份证照片不一致',
      '请核对填写的姓名，或上传本人身份证',
      '填写姓名与证件姓名不一致（相似度 {similarity}）',
    ],
    en: [
      'The name you typed differs from the one on the ID card',
      'Correct the name, or upload your own ID card',
      'The typed name differs from the ID card (similarity {similarity})',
    ],
  },
  ID_OTHER_DOCUMENT: {
    severity: 'review',
    fix: 'wait',
    zh: [
      '港澳台居民居住证、外国人永久居留身份证需要人工核实',
      '无需重新提交，请耐心等待',
      '号码或照片表明证件为{family}，版式与居民身份证不同',
    ],
    en: [
      'Residence permits of Hong Kong, Macao, Taiwan and foreign residents are verified by our staff',
      'Nothing to resubmit; please wait',
      'The number or the photo belongs to another document: {family}',
    ],
  },
  ID_INCONSISTENT: {
    severity: 'review',
    fix: 'wait',
    zh: ['身份证信息需要人工核实', '无需重新提交，工作人员会与您联系', '证件上的{field}与号码不一致'],
    en: [
      'Details of the ID card need to be verified by our staff',
      'Nothing to resubmit; we will contact you',
      'The {field} printed on the card contradicts its number',
    ],
  },
  ID_NOT_YET_VALID: {
    severity: 'review',
    fix: 'wait',
    fraud: true,
    zh: ['', '', '身份证有效期自 {date} 起，晚于今天，注意伪造风险'],
    en: ['', '', 'The ID card is valid from {date}, after today; it may be forged'],
  },
  ID_PERIOD_AGE_MISMATCH: {
    severity: 'review',
    fix: 'wait',
    fraud: true,
    zh: ['', '', '签发时 {age} 周岁，有效期应为 {expected}，证件为 {observed}'],
    en: ['', '', 'Aged {age} at issue the card should be valid {expected}; it says {observed}'],
  },
  AGE_OUT_OF_RANGE: {
    severity: 'decline',
    fix: 'wait',
    zh: [
      '申请人年龄需在 {min}-{max} 周岁之间',
      '请由符合年龄要求的经营者申请',
      '申请人 {age} 周岁，要求 {min}-{max} 周岁',
    ],
    en: [
      'The applicant must be {min} to {max} years old',
      'Someone of that age who runs the business may apply',
      'The applicant is {age}, allowed are {min} to {max}',
    ],
  },
} as const satisfies Record<string, ReasonEntry>
