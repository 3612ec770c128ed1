import type { ChannelName, Telling } from '../domain/message.ts'

type Language = Telling['language']

/**
 * Everything that applicants are told, as data. `{name}` is filled in. A text never changes once it has been sent: another
 * wording is another version, added behind the old one, and the highest version is the one that is sent. What was said to
 * whom is known years later from id, version and the values.
 */
export interface Template {
  id: string
  version: number
  channel: Exclude<ChannelName, 'webhook'>
  language: Language
  /** Of a push only. */
  title: string | null
  text: string
}

const sms = (id: string, version: number, zh: string, en: string): Template[] => [
  { id: `sms.${id}`, version, channel: 'sms', language: 'zh', title: null, text: zh },
  { id: `sms.${id}`, version, channel: 'sms', language: 'en', title: null, text: en },
]

const push = (id: string, version: number, zh: [title: string, text: string], en: [string, string]): Template[] => [
  { id: `push.${id}`, version, channel: 'push', language: 'zh', title: zh[0], text: zh[1] },
  { id: `push.${id}`, version, channel: 'push', language: 'en', title: en[0], text: en[1] },
]

export const templates: readonly Template[] = [
  ...sms(
    'approved',
    1,
    '【{signature}】您的申请{reference}已通过审核，终端将尽快寄出。',
    '{signature}: your application {reference} is approved. The terminal will be shipped soon.',
  ),
  ...sms(
    'callback_required',
    1,
    '【{signature}】您的申请{reference}需电话核实，我们将拨打您登记的手机，请留意接听。我们不会索要密码或验证码。',
    '{signature}: we will call the number you gave about your application {reference}. We never ask for passwords or codes.',
  ),
  ...sms(
    'returned',
    1,
    '【{signature}】您的申请{reference}需要补充资料，请在App内重新提交。',
    '{signature}: your application {reference} needs changes. Please make them in the app.',
  ),
  ...sms(
    'returned-one',
    1,
    '【{signature}】您的申请{reference}需要补充资料：{reason}，请在App内重新提交。',
    '{signature}: your application {reference} needs a change: {reason}. Please make it in the app.',
  ),
  ...sms(
    'returned-many',
    1,
    '【{signature}】您的申请{reference}需要补充资料：{reason}等{count}项，请在App内查看。',
    '{signature}: your application {reference} needs {count} changes, first: {reason}. See the app.',
  ),
  // With a link there is no room for the reference, and no need: the link leads to the application.
  ...sms(
    'returned-one-link',
    1,
    '【{signature}】请补充资料：{reason} {link}',
    '{signature}: please correct your application: {reason}. {link}',
  ),
  ...sms(
    'returned-many-link',
    1,
    '【{signature}】请补充资料：{reason}等{count}项 {link}',
    '{signature}: please correct {count} things in your application, first: {reason}. {link}',
  ),
  ...sms(
    'rejected',
    1,
    '【{signature}】您的申请{reference}未通过审核。',
    '{signature}: your application {reference} was not approved.',
  ),
  ...sms(
    'rejected-reason',
    1,
    '【{signature}】您的申请{reference}未通过审核：{reason}。',
    '{signature}: your application {reference} was not approved: {reason}.',
  ),
  ...sms(
    'rejection-confirmed',
    1,
    '【{signature}】您对申请{reference}的申诉已复核，维持未通过的结果。',
    '{signature}: we looked again at your application {reference} after your appeal. It was not approved.',
  ),
  ...sms(
    'rejection-confirmed-reason',
    1,
    '【{signature}】您对申请{reference}的申诉已复核，仍未通过：{reason}。',
    '{signature}: after your appeal, application {reference} was still not approved: {reason}.',
  ),
  ...sms(
    'shipped',
    1,
    '【{signature}】您的终端已由{courier}寄出，运单号{trackingNumber}，请查收。',
    '{signature}: your terminal was shipped by {courier}, tracking number {trackingNumber}.',
  ),
  ...sms(
    'expired',
    1,
    '【{signature}】您的申请{reference}长期未补充资料，现已关闭；如仍需办理，请重新申请。',
    '{signature}: your application {reference} was closed, since nothing was added to it for long. You may apply again.',
  ),

  ...push(
    'approved',
    1,
    ['审核通过', '您的申请{reference}已通过审核，终端将尽快寄出。'],
    ['Application approved', 'Your application {reference} is approved. The terminal will be shipped soon.'],
  ),
  ...push(
    'callback_required',
    1,
    ['等待电话核实', '我们将拨打您登记的手机核实申请{reference}，请留意接听。我们不会索要密码或验证码。'],
    ['We will call you', 'About your application {reference}. We never ask for passwords or codes.'],
  ),
  ...push(
    'returned',
    1,
    ['请补充资料', '您的申请{reference}需要补充资料，点击查看。'],
    ['Please add to your application', 'Your application {reference} needs changes. Tap to see them.'],
  ),
  ...push(
    'returned-one',
    1,
    ['请补充资料', '{reason}，点击重新提交。'],
    ['Please correct your application', '{reason}. Tap to mend it.'],
  ),
  ...push(
    'returned-many',
    1,
    ['请补充资料', '{reason}等{count}项，点击查看。'],
    ['Please correct your application', '{count} things, first: {reason}. Tap to see them.'],
  ),
  ...push(
    'rejected',
    1,
    ['审核未通过', '您的申请{reference}未通过审核，点击查看。'],
    ['Application not approved', 'Your application {reference} was not approved. Tap to see more.'],
  ),
  ...push(
    'rejected-reason',
    1,
    ['审核未通过', '{reason}，点击查看。'],
    ['Application not approved', '{reason}. Tap to see more.'],
  ),
  ...push(
    'rejection-confirmed',
    1,
    ['申诉结果', '您对申请{reference}的申诉已复核，维持未通过的结果，点击查看。'],
    ['Result of your appeal', 'Application {reference} was still not approved. Tap to see more.'],
  ),
  ...push(
    'rejection-confirmed-reason',
    1,
    ['申诉结果', '申诉已复核，仍未通过：{reason}，点击查看。'],
    ['Result of your appeal', 'Still not approved: {reason}. Tap to see more.'],
  ),
  ...push(
    'shipped',
    1,
    ['终端已寄出', '{courier}，运单号{trackingNumber}，请查收。'],
    ['Terminal shipped', '{courier}, tracking number {trackingNumber}.'],
  ),
  ...push(
    'expired',
    1,
    ['申请已关闭', '您的申请{reference}长期未补充资料，现已关闭；如仍需办理，请重新申请。'],
    ['Application closed', 'Nothing was added to {reference} for long. You may apply again.'],
  ),
]

/** The version that is sent now. */
export function templateOf(id: string, language: Language): Template {
  const versions = templates.filter((template) => template.id === id && template.language === language)
  const newest = versions.toSorted((a, b) => b.version - a.version)[0]
  if (!newest) throw new Error(`there is no template ${id} in ${language}`)
  return newest
}
