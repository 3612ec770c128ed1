import type { ReasonEntry } from './reason-entry.ts'

/** What documents say, alone and against the form. */
export const documentReasons = {
  ID_TEMPORARY: {
    severity: 'return',
    zh: ['暂不支持临时身份证', '请使用有效期内的居民身份证原件', '识别为临时身份证'],
    en: [
      'A temporary ID card is not accepted',
      'Use an original resident ID card that is valid',
      'Detected a temporary ID card',
    ],
  },
  ID_EXPIRED: {
    severity: 'return',
    zh: ['身份证有效期至 {date}，已过期', '请换领新证后重新上传身份证两面', '有效期至 {date}，已过期 {days} 天'],
    en: [
      'The ID card expired on {date}',
      'Renew the card, then upload both sides again',
      'Valid until {date}, expired {days} days ago',
    ],
  },
  ID_EXPIRING: {
    severity: 'return',
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
    zh: ['填写的身份证号码与身份证照片不一致', '请核对填写的号码，或上传本人身份证', '填写号码与证件识别号码不一致'],
    en: [
      'The ID number you typed differs from the one on the card',
      'Correct the number, or upload your own ID card',
      'The typed number differs from the number read',
    ],
  },
  ID_NAME_MISMATCH: {
    severity: 'return',
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
    zh: [
      '港澳台居民居住证、外国人永久居留身份证需要人工核实',
      '无需重新提交，请耐心等待',
      '号码前缀表明证件为 {family}，版式与居民身份证不同',
    ],
    en: [
      'Residence permits of Hong Kong, Macao, Taiwan and foreign residents are verified by our staff',
      'Nothing to resubmit; please wait',
      'The number belongs to another document: {family}',
    ],
  },
  ID_INCONSISTENT: {
    severity: 'review',
    zh: ['身份证信息需要人工核实', '无需重新提交，工作人员会与您联系', '证件上的{field}与号码不一致'],
    en: [
      'Details of the ID card need to be verified by our staff',
      'Nothing to resubmit; we will contact you',
      'The {field} printed on the card contradicts its number',
    ],
  },
  ID_PERIOD_AGE_MISMATCH: {
    severity: 'review',
    fraud: true,
    zh: ['', '', '签发时 {age} 周岁，有效期应为 {expected}，证件为 {observed}'],
    en: ['', '', 'Aged {age} at issue the card should be valid {expected}; it says {observed}'],
  },
  AGE_OUT_OF_RANGE: {
    severity: 'decline',
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
  LIC_CODE_INVALID: {
    severity: 'return',
    zh: [
      '营业执照的统一社会信用代码校验未通过',
      '请核对营业执照，并重新拍摄',
      '识别出的代码校验位不符（置信度 {confidence}）',
    ],
    en: [
      'The credit code on the business licence does not pass its check',
      'Check the licence and take the photo again',
      'The code read fails its check character (confidence {confidence})',
    ],
  },
  LIC_CODE_MISMATCH: {
    severity: 'return',
    zh: [
      '填写的统一社会信用代码与营业执照不一致',
      '请核对填写的代码，或上传对应的营业执照',
      '填写代码与执照识别代码不一致',
    ],
    en: [
      'The credit code you typed differs from the one on the licence',
      'Correct the code, or upload the licence that it belongs to',
      'The typed code differs from the code read',
    ],
  },
  LIC_TYPE_MISMATCH: {
    severity: 'return',
    zh: ['营业执照类型与所选商户类型不符，需为个体工商户', '请上传个体工商户营业执照', '执照类型：{observed}'],
    en: [
      'The licence is not that of an individual business (个体工商户)',
      'Upload the licence of an individual business',
      'Type of the licence: {observed}',
    ],
  },
  LIC_OPERATOR_MISMATCH: {
    severity: 'review',
    zh: [
      '营业执照经营者与申请人不一致',
      '请由执照上的经营者本人申请；如已变更经营者，工作人员会与您核实',
      '执照经营者与申请人姓名不一致（相似度 {similarity}）',
    ],
    en: [
      'The operator on the licence is not the applicant',
      'The operator named on the licence should apply; where it has changed, our staff will verify it with you',
      'The operator differs from the applicant (similarity {similarity})',
    ],
  },
  LIC_NAME_MISMATCH: {
    severity: 'return',
    zh: [
      '填写的商户名称与营业执照不一致',
      '请按营业执照填写商户名称',
      '商户名称与执照名称不一致（相似度 {similarity}）',
    ],
    en: [
      'The merchant name you typed differs from the licence',
      'Type the merchant name as the licence prints it',
      'The merchant name differs from the licence (similarity {similarity})',
    ],
  },
  LIC_ADDRESS_MISMATCH: {
    severity: 'callback',
    zh: [
      '填写的经营地址与营业执照不一致',
      '我们将电话与您核实实际经营地址',
      '经营地址与执照地址不一致（相似度 {similarity}）',
    ],
    en: [
      'The address you typed differs from the licence',
      'We will call you to confirm where you trade',
      'The address differs from the licence (similarity {similarity})',
    ],
  },
  CARD_NUMBER_INVALID: {
    severity: 'return',
    zh: ['银行卡号校验未通过', '请核对银行卡，并重新拍摄卡号一面', '识别出的卡号未通过校验（置信度 {confidence}）'],
    en: [
      'The number on the bank card does not pass its check',
      'Check the card and take its number side again',
      'The card number read fails the Luhn check (confidence {confidence})',
    ],
  },
  CARD_NUMBER_MISMATCH: {
    severity: 'return',
    zh: ['填写的银行卡号与银行卡照片不一致', '请核对填写的卡号，或上传对应的银行卡', '填写卡号与识别卡号不一致'],
    en: [
      'The card number you typed differs from the one on the card',
      'Correct the number, or upload the card that it belongs to',
      'The typed card number differs from the number read',
    ],
  },
  CARD_NOT_DEBIT: {
    severity: 'return',
    zh: ['结算卡不是储蓄卡', '请使用本人的储蓄卡（借记卡），不支持信用卡和预付卡', '识别卡种：{cardType}'],
    en: [
      'The settlement card is not a debit card',
      'Use your own debit card; credit and prepaid cards are not accepted',
      'Type of card read: {cardType}',
    ],
  },
  ACCT_NAME_MISMATCH: {
    severity: 'review',
    zh: [
      '结算账户户名与申请人不一致',
      '请使用本人的储蓄卡；如为对公账户，户名需与营业执照名称一致',
      '结算户名与证件姓名不一致（相似度 {similarity}）',
    ],
    en: [
      'The settlement account is not in the name of the applicant',
      'Use your own debit card; a corporate account must bear the name on the licence',
      'The account name differs from the ID card (similarity {similarity})',
    ],
  },
  ACCT_NAME_VARIANT: {
    severity: 'callback',
    zh: [
      '结算账户户名与证件姓名的写法不同（生僻字、间隔号或部分隐藏）',
      '我们将电话与您确认，无需重新提交',
      '姓名写法差异：{steps}',
    ],
    en: [
      'The account name is written differently from the ID card (rare character, dot or masked part)',
      'We will call you to confirm; nothing to resubmit',
      'The names differ in writing: {steps}',
    ],
  },
} as const satisfies Record<string, ReasonEntry>
