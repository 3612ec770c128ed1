import type { ReasonEntry } from './reason-entry.ts'

/** The licence and the settlement account, alone and against the form. */
export const businessReasons = {
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
  LIC_QR_MISMATCH: {
    severity: 'review',
    fraud: true,
    zh: ['', '', '执照二维码中的代码为 {inQr}，印刷代码为 {printed}，注意伪造风险'],
    en: ['', '', 'The QR code of the licence says {inQr}, the print says {printed}; the licence may be forged'],
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
      '请按营业执照填写商户名称；执照上没有名称的，请填写“个体户”加经营者姓名',
      '商户名称与执照名称不一致（相似度 {similarity}）',
    ],
    en: [
      'The merchant name you typed differs from the licence',
      'Type the merchant name as the licence prints it; where it prints none, type 个体户 and the operator’s name',
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
  DOC_REUSED: {
    severity: 'review',
    fraud: true,
    zh: ['', '', '{field}已用于他人的申请 {reference}（共 {count} 份申请）'],
    en: ['', '', 'The {field} is in application {reference} of another person ({count} application(s) in all)'],
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
