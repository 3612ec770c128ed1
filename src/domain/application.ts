import { z } from 'zod'
import type { LocalisedText } from './decision.ts'
import { merchantTypeText, packed, told } from './form-problems.ts'
import { isBankCardNumber, isCreditCode, isIdNumber } from './numbers.ts'

export const merchantTypes = ['individual_business', 'micro_merchant'] as const
export type MerchantType = (typeof merchantTypes)[number]

export const terminals = ['smart_pos', 'esign_pos'] as const

export const materialKinds = [
  'business_licence',
  'id_portrait',
  'id_emblem',
  'bank_card',
  'scene_signboard',
  'scene_cashier',
  'scene_interior',
  'scene_stall',
  'scene_tools',
  'scene_surroundings',
  'lease_contract',
  'industry_permit',
  'market_certificate',
  // 授权书: of the holder of an account that is not the applicant's.
  'authorisation_letter',
] as const
export type MaterialKind = (typeof materialKinds)[number]

export const sceneKinds = materialKinds.filter((kind) => kind.startsWith('scene_'))
export const isPremises = (kind: MaterialKind): boolean => sceneKinds.includes(kind)

const wrong = (sentence: LocalisedText) => ({ error: told('FIELD_WRONG', sentence) })
const coded = (code: string, sentence: LocalisedText) => ({ error: told(code, sentence) })

/** Text of 1 to `max` characters after trimming, without control characters. */
const text = (max: number, sentence: LocalisedText) =>
  z
    .string(wrong(sentence))
    .trim()
    .min(1, wrong(sentence))
    .max(max, wrong(sentence))
    .regex(/^\P{Cc}+$/u, wrong(sentence))
    // Something that can be seen and read out; zero-width characters alone are nothing.
    .regex(/[\p{L}\p{N}]/u, wrong(sentence))

/** A name as a person or a bank may write it: people of some nationalities have names of more than 20 characters. */
const name = text(100, {
  zh: '请填写 1 至 100 个字的名称，不含换行和控制字符',
  en: 'Write a name of 1 to 100 characters, without line breaks or control characters.',
})

const object = <Shape extends z.core.$ZodShape>(shape: Shape) =>
  z.strictObject(shape, wrong({ zh: '此处须为 JSON 对象', en: 'Write a JSON object here.' }))

export const languages = ['zh', 'en'] as const

const tokenText = {
  zh: '请填写推送服务的令牌：1 至 512 个可打印字符，不含空格',
  en: 'Write the token of the push service: 1 to 512 printable characters without spaces.',
}
const deviceText = {
  zh: '请填写设备标识：1 至 128 个可打印字符，不含空格',
  en: 'Write the id of the device: 1 to 128 printable characters without spaces.',
}
const callTimeText = {
  zh: '请填写方便接听的时段，最多 5 个：日期（可不填，如 2026-11-24）及起止整点（0 至 24，止晚于起）',
  en: 'Write up to 5 times that suit: a day such as 2026-11-24 (or none) and whole hours, until later than from (0 to 24).',
}
const referenceText = {
  zh: '请填写 1 至 64 个字母、数字、点、连字符或下划线',
  en: 'Write 1 to 64 letters, digits, dots, hyphens or underscores.',
}
const phone = coded('PHONE_INVALID', {
  zh: '请填写中国大陆手机号：11 位数字，不带空格和 +86',
  en: 'Write a mobile number of mainland China: 11 digits, without spaces or +86.',
})
const addressText = {
  zh: '请在一行内填写完整地址，5 至 200 个字，精确到门牌号或摊位号',
  en: 'Write the full address in one line, 5 to 200 characters, with its house or stall number.',
}
const latitude = wrong({
  zh: '请填写纬度，-90 至 90 之间的数字',
  en: 'Write degrees north as a number from -90 to 90.',
})
const longitude = wrong({
  zh: '请填写经度，-180 至 180 之间的数字',
  en: 'Write degrees east as a number from -180 to 180.',
})
const idNumber = coded('ID_NUMBER_INVALID', {
  zh: '请对照身份证核对号码：18 位，出生日期真实，校验位正确',
  en: 'Check the ID number against the card: 18 characters, a real date of birth and the right check digit.',
})
const cardNumber = coded('CARD_NUMBER_INVALID', {
  zh: '请对照银行卡核对卡号：16 至 19 位数字，校验位正确',
  en: 'Check the number against the card: 16 to 19 digits and the right check digit.',
})
const creditCode = coded('CREDIT_CODE_INVALID', {
  zh: '请对照营业执照核对统一社会信用代码：18 位，校验位正确',
  en: 'Check the unified social credit code against the licence: 18 characters and the right check character.',
})

const shared = {
  reference: z
    .string(wrong(referenceText))
    .min(1, wrong(referenceText))
    .max(64, wrong(referenceText))
    .regex(/^[\w.-]+$/, wrong(referenceText)),
  merchantName: name,
  shortName: name.optional(),
  industry: text(100, { zh: '请填写行业，1 至 100 个字', en: 'Write the industry in 1 to 100 characters.' }),
  contact: object({
    name,
    phone: z.string(phone).regex(/^1[3-9]\d{9}$/, phone),
    /** What the applicant is told in; Chinese when absent. */
    language: z.enum(languages, wrong({ zh: '请填写 zh 或 en', en: 'Write zh or en.' })).optional(),
    /** When it suits the applicant to be called; days and hours of Shanghai. Any time within the policy's hours when absent. */
    callTimes: z
      .array(
        object({
          day: z.iso.date(wrong(callTimeText)).optional(),
          from: z
            .number(wrong(callTimeText))
            .int(wrong(callTimeText))
            .min(0, wrong(callTimeText))
            .max(23, wrong(callTimeText)),
          until: z
            .number(wrong(callTimeText))
            .int(wrong(callTimeText))
            .min(1, wrong(callTimeText))
            .max(24, wrong(callTimeText)),
        }).refine(({ from, until }) => from < until, wrong(callTimeText)),
        wrong(callTimeText),
      )
      .max(5, wrong(callTimeText))
      .optional(),
    /** Where the acquirer's app receives a push, as its push service names it. */
    pushToken: z
      .string(wrong(tokenText))
      .regex(/^[\x21-\x7e]{1,512}$/, wrong(tokenText))
      .optional(),
  }),
  /** The device it was filled in on, as the acquirer's app names it. */
  device: object({
    id: z.string(wrong(deviceText)).regex(/^[\x21-\x7e]{1,128}$/, wrong(deviceText)),
  }).optional(),
  premises: object({
    address: text(200, addressText).min(5, wrong(addressText)),
    location: object({
      latitude: z.number(latitude).min(-90, latitude).max(90, latitude),
      longitude: z.number(longitude).min(-180, longitude).max(180, longitude),
    }).optional(),
  }),
  legalPerson: object({ name, idNumber: z.string(idNumber).toUpperCase().refine(isIdNumber, idNumber) }),
  settlementAccount: object({
    accountName: name,
    cardNumber: z
      .string(cardNumber)
      .transform((typed) => typed.replaceAll(' ', ''))
      .refine(isBankCardNumber, cardNumber),
    bankName: text(100, {
      zh: '请填写银行名称，1 至 100 个字',
      en: 'Write the name of the bank in 1 to 100 characters.',
    }).optional(),
  }),
  terminal: z.enum(terminals, wrong({ zh: '请填写 smart_pos 或 esign_pos', en: 'Write smart_pos or esign_pos.' })),
}

export const individualBusiness = z.strictObject({
  ...shared,
  merchantType: z.literal('individual_business'),
  licence: object({ creditCode: z.string(creditCode).toUpperCase().refine(isCreditCode, creditCode) }),
})

export const microMerchant = z.strictObject({ ...shared, merchantType: z.literal('micro_merchant') })

/** For unions of the two types, with photos or without: what to send where the body is neither. */
export const eitherType = {
  // zod's type of this callback leaves out that the whole body may be of another type.
  error: ({ code }: { code?: string }) =>
    packed(
      'FIELD_WRONG',
      code === 'invalid_type' ? { zh: '请求体须为 JSON 对象', en: 'Send a JSON object.' } : merchantTypeText,
    ),
}

/** What the applicant declares, without the photos. `formProblems` turns the issues of a failed parse into codes. */
export const applicationForm = z.discriminatedUnion('merchantType', [individualBusiness, microMerchant], eitherType)
export type ApplicationForm = z.infer<typeof applicationForm>
export { formProblems } from './form-problems.ts'

/** One photo of one revision. */
export interface Material {
  id: string
  kind: MaterialKind
  /** Lower-case hex of the stored bytes. */
  sha256: string
}
