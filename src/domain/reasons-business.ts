import type { ReasonEntry } from './reason-entry.ts'

/** The licence and the settlement account, alone and against the form. */
export const businessReasons = {
  LIC_CODE_INVALID: {
    severity: 'return',
    fix: 'retake',
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
    fix: 'correct',
    zh: [
      '填写的统一社会信用代码与营业执照不一致（{differing} 位不同）',
      '请核对填写的代码，或上传对应的营业执照',
      '填写代码与执照识别代码不一致',
    ],
    en: [
      'The credit code you typed differs from the one on the licence in {differing} character(s)',
      'Correct the code, or upload the licence that it belongs to',
      'The typed code differs from the code read',
    ],
  },
  LIC_QR_MISMATCH: {
    severity: 'review',
    fix: 'wait',
    fraud: true,
    zh: ['', '', '执照二维码中的代码为 {inQr}，印刷代码为 {printed}，注意伪造风险'],
    en: ['', '', 'The QR code of the licence says {inQr}, the print says {printed}; the licence may be forged'],
  },
  LIC_TYPE_MISMATCH: {
    severity: 'return',
    fix: 'replace',
    zh: ['营业执照类型为“{observed}”，需为个体工商户', '请上传个体工商户营业执照', '执照类型：{observed}'],
    en: [
      'The type of the licence is “{observed}”; that of an individual business (个体工商户) is needed',
      'Upload the licence of an individual business',
      'Type of the licence: {observed}',
    ],
  },
  LIC_OPERATOR_MISMATCH: {
    severity: 'review',
    fix: 'replace',
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
    fix: 'correct',
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
    fix: 'correct',
    zh: [
      '填写的经营地址与营业执照不一致（{parts}）',
      '我们将电话与您核实实际经营地址',
      '经营地址与执照地址不一致（{parts}；相似度 {similarity}）',
    ],
    en: [
      'The address you typed differs from the licence ({parts})',
      'We will call you to confirm where you trade',
      'The address differs from the licence ({parts}; similarity {similarity})',
    ],
  },
  LIC_NOT_REGISTERED: {
    severity: 'review',
    fix: 'wait',
    fraud: true,
    zh: ['', '', '登记机关查无此统一社会信用代码，注意伪造风险'],
    en: ['', '', 'The registry knows no licence with this code; it may be forged'],
  },
  LIC_NOT_ACTIVE: {
    severity: 'return',
    fix: 'replace',
    zh: [
      '营业执照的登记状态为“{status}”，不能用于申请',
      '请使用存续（在营）的营业执照，或先到登记机关恢复登记',
      '登记机关返回的状态：{status}',
    ],
    en: [
      'The business licence is registered as “{status}” and cannot be used',
      'Use a licence that is in force, or have it restored by the registration authority first',
      'Status given by the registry: {status}',
    ],
  },
  LIC_REGISTRY_DIFFERS: {
    severity: 'review',
    fix: 'replace',
    zh: [
      '营业执照的{fields}与登记机关的记录不一致',
      '如近期已变更登记，请上传最新的营业执照；工作人员会与您核实',
      '与登记记录不一致：{fields}',
    ],
    en: [
      'The {fields} of the licence differs from the record of the registry',
      'Upload the newest licence if it has changed; our staff will verify it with you',
      'Differs from the registry: {fields}',
    ],
  },
  LIC_UNVERIFIED: {
    severity: 'review',
    fix: 'wait',
    zh: ['系统处理中，无需重新提交', '请耐心等待，结果会及时通知您', '执照登记查询未能完成：{error}'],
    en: [
      'We are still checking your application; there is nothing to resubmit',
      'Please wait, we will notify you of the result',
      'The registry could not be asked: {error}',
    ],
  },
  CARD_NUMBER_INVALID: {
    severity: 'return',
    fix: 'retake',
    zh: ['银行卡号校验未通过', '请核对银行卡，并重新拍摄卡号一面', '识别出的卡号未通过校验（置信度 {confidence}）'],
    en: [
      'The number on the bank card does not pass its check',
      'Check the card and take its number side again',
      'The card number read fails the Luhn check (confidence {confidence})',
    ],
  },
  CARD_NUMBER_MISMATCH: {
    severity: 'return',
    fix: 'correct',
    zh: [
      '填写的银行卡号与银行卡照片不一致（{differing} 位不同）',
      '请核对填写的卡号，或上传对应的银行卡',
      '填写卡号与识别卡号不一致',
    ],
    en: [
      'The card number you typed differs from the one on the card in {differing} digit(s)',
      'Correct the number, or upload the card that it belongs to',
      'The typed card number differs from the number read',
    ],
  },
  CARD_NOT_DEBIT: {
    severity: 'return',
    fix: 'replace',
    zh: [
      '结算卡为{cardType}，需为储蓄卡（借记卡）',
      '请使用本人的储蓄卡（借记卡），不支持信用卡和预付卡',
      '识别卡种：{cardType}',
    ],
    en: [
      'The settlement card is a {cardType}; a debit card is needed',
      'Use your own debit card; credit and prepaid cards are not accepted',
      'Type of card read: {cardType}',
    ],
  },
  CARD_BANK_MISMATCH: {
    severity: 'return',
    fix: 'correct',
    zh: ['填写的开户银行与银行卡照片不一致', '请核对开户银行，或上传对应的银行卡', '填写的银行与识别的发卡银行不一致'],
    en: [
      'The bank you typed differs from the one on the card',
      'Correct the bank, or upload the card that it belongs to',
      'The typed bank differs from the issuer read',
    ],
  },
  DOC_REUSED: {
    severity: 'review',
    fix: 'wait',
    fraud: true,
    zh: ['', '', '{field}已用于他人的申请 {reference}（共 {count} 份申请）'],
    en: ['', '', 'The {field} is in application {reference} of another person ({count} application(s) in all)'],
  },
  ACCT_NAME_MISMATCH: {
    severity: 'review',
    fix: 'correct',
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
    fix: 'wait',
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
  ACCT_THIRD_PARTY: {
    severity: 'review',
    fix: 'wait',
    zh: [
      '结算账户不在申请人名下，已收到授权书',
      '无需重新提交，工作人员会核实授权书，如有需要会与您联系',
      '结算户名与证件姓名不同，附有授权书，请核对授权书内容',
    ],
    en: [
      'The settlement account is in another name; your letter of authorisation has been received',
      'Nothing to resubmit; our staff will check the letter and contact you if needed',
      'The account is in another name and a letter of authorisation is attached; check the letter',
    ],
  },
  ACCT_NOT_CONFIRMED: {
    severity: 'return',
    fix: 'correct',
    zh: [
      '银行未能核实结算账户：{fields}与银行预留信息不一致',
      '请核对姓名、身份证号、卡号，以及在该银行预留的手机号，或更换本人的储蓄卡',
      '银行核验不一致：{fields}',
    ],
    en: [
      'The bank did not confirm the settlement account: the {fields} differs from its records',
      'Check name, ID number, card number and the phone number that the bank holds, or use another debit card of your own',
      'Not confirmed by the bank: {fields}',
    ],
  },
  ACCT_UNVERIFIED: {
    severity: 'review',
    fix: 'wait',
    zh: ['系统处理中，无需重新提交', '请耐心等待，结果会及时通知您', '银行账户核验未能完成：{error}'],
    en: [
      'We are still checking your application; there is nothing to resubmit',
      'Please wait, we will notify you of the result',
      'The bank could not be asked: {error}',
    ],
  },
} as const satisfies Record<string, ReasonEntry>
