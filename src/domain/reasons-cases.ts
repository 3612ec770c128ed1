import type { ReasonEntry } from './reason-entry.ts'

/** The person and earlier applications, calls, and ourselves. */
export const caseReasons = {
  DUP_APPLICATION: {
    severity: 'decline',
    fix: 'wait',
    zh: ['您已有相同的申请正在办理或已通过', '请在原申请中查看进度，无需重复申请', '与申请 {reference} 重复'],
    en: [
      'The same application is already under way or approved',
      'Follow the earlier application; there is no need to apply again',
      'Repeats application {reference}',
    ],
  },
  QUOTA_EXCEEDED: {
    severity: 'decline',
    fix: 'wait',
    zh: [
      '您名下已有 {count} 个小微商户（含办理中的），已达上限 {max} 个',
      '请先撤回不再需要的申请、注销不再使用的商户，或办理营业执照后申请',
      '同一身份证下 {count} 个小微商户，上限 {max} 个',
    ],
    en: [
      'You already have {count} micro merchants, those under way included; {max} is the limit',
      'Withdraw or close one that you no longer need, or apply with a business licence',
      '{count} micro merchants on one ID card, limit {max}',
    ],
  },
  APPLICATIONS_EXCEEDED: {
    severity: 'decline',
    fix: 'wait',
    zh: [
      '您名下已有 {count} 份申请正在办理或已通过，已达上限 {max} 份',
      '请先撤回不再需要的申请，或注销不再使用的商户',
      '同一身份证下 {count} 份申请在办理或已通过，上限 {max} 份',
    ],
    en: [
      'You already have {count} applications under way or approved; {max} is the limit',
      'Withdraw one that you no longer need, or close a merchant that you no longer use',
      '{count} applications on one ID card under way or approved, limit {max}',
    ],
  },
  BLOCKLIST_HIT: {
    severity: 'decline',
    fix: 'wait',
    fraud: true,
    zh: ['', '', '{what}命中名单：{list}'],
    en: ['', '', 'On a block list ({list}): {what}'],
  },
  DATA_SHARED: {
    severity: 'review',
    fix: 'wait',
    fraud: true,
    zh: ['', '', '{persons} 名其他申请人使用了相同的{what}，例如申请 {reference}'],
    en: ['', '', 'The same {what} is given by {persons} other persons, for example in application {reference}'],
  },
  CALLBACK_UNREACHED: {
    severity: 'return',
    fix: 'correct',
    zh: [
      '我们拨打了 {attempts} 次电话，未能联系到您',
      '请确认手机号码，并预约回访时间',
      '已拨打 {attempts} 次，未接通',
    ],
    en: [
      'We called {attempts} time(s) and could not reach you',
      'Confirm your phone number and choose a time for our call',
      'Called {attempts} times without an answer',
    ],
  },
  CALLBACK_DENIED: {
    severity: 'decline',
    fix: 'wait',
    zh: ['电话核实中，本次申请未得到确认', '如有疑问，请联系客服', '被访人否认申请或信息不符'],
    en: [
      'The application was not confirmed when we called',
      'Contact our support if you think this is wrong',
      'The person called denied the application or its details',
    ],
  },
  CALLBACK_DIFFERS: {
    severity: 'review',
    fix: 'wait',
    zh: [
      '电话核实的部分信息与资料不一致，我们正在核实',
      '无需重新提交，如有需要工作人员会与您联系',
      '电话回答与资料不一致：{what}',
    ],
    en: [
      'Some of what we heard on the phone differs from your material; we are checking it',
      'Nothing to resubmit; we will contact you if needed',
      'What was said on the phone differs: {what}',
    ],
  },
  CALLBACK_SAMPLED: {
    severity: 'callback',
    fix: 'wait',
    zh: ['您的申请被抽中进行电话回访', '请留意来电，无需重新提交', '抽样回访（抽样率 {percent}%，关注点：{signals}）'],
    en: [
      'Your application was chosen for a routine call',
      'Please expect our call; nothing to resubmit',
      'Chosen by the sample ({percent} % of such applications; signals: {signals})',
    ],
  },
  CALLBACK_ASKED: {
    severity: 'callback',
    fix: 'wait',
    zh: ['您的申请需要电话核实', '请留意来电，无需重新提交', '审核人员要求电话核实：{what}'],
    en: [
      'We need to check your application with you on the phone',
      'Please expect our call; nothing to resubmit',
      'A reviewer asks for a call about: {what}',
    ],
  },
  CALLBACK_REFUSED: {
    severity: 'review',
    fix: 'wait',
    zh: [
      '电话核实未能完成，我们正在核实您的资料',
      '无需重新提交，如有需要工作人员会与您联系',
      '本人拒绝回答电话核实的问题',
    ],
    en: [
      'We could not check your application with you on the phone; we are looking at your material',
      'Nothing to resubmit; we will contact you if needed',
      'The applicant would not answer our questions on the phone',
    ],
  },
  CALLBACK_REPORTED: {
    severity: 'review',
    fix: 'wait',
    zh: [
      '电话核实已完成，我们正在审核',
      '无需重新提交，请等待结果',
      '审核人员要求的电话核实已有结果，共拨打 {attempts} 次',
    ],
    en: [
      'We have spoken on the phone and are looking at your application',
      'Nothing to resubmit; please wait for the result',
      'The call that a reviewer asked for has its result, after {attempts} call(s)',
    ],
  },
  REVIEWER_SUSPECTS: {
    severity: 'review',
    fix: 'wait',
    fraud: true,
    zh: ['', '', '审核人员存疑：{what}'],
    en: ['', '', 'A reviewer suspects: {what}'],
  },
  CHECK_FAILED: {
    severity: 'review',
    fix: 'wait',
    zh: ['系统处理中，无需重新提交', '请耐心等待，结果会及时通知您', '检查未完成：{check}，{error}，转人工处理'],
    en: [
      'We are still checking your application; there is nothing to resubmit',
      'Please wait, we will notify you of the result',
      'Check not done: {check}, {error}; a person must look',
    ],
  },
} as const satisfies Record<string, ReasonEntry>
