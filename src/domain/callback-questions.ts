import type { Choice, QuestionId } from './callback.ts'
import type { LocalisedText } from './decision.ts'
import type { Verdict } from './evidence-match.ts'
import { familyName } from './family-name.ts'
import { maskNumber, maskNumbersIn } from './masks.ts'
import type { ReasonCode } from './reasons.ts'
import type { Screening } from './screening.ts'

/** What questions are made of. */
export type Situation = Pick<Screening, 'form' | 'readings' | 'cells' | 'scene'>

interface Draft {
  text: LocalisedText
  choices: Choice[]
}

const text = (zh: string, en: string): LocalisedText => ({ zh, en })
const choice = (id: string, verdict: Verdict, zh: string, en: string, value: string | null = null): Choice => ({
  id,
  text: text(zh, en),
  value,
  verdict,
})
/** Left out where there is nothing to compare with. */
const valued = (id: string, verdict: Verdict, zh: string, en: string, value: string | null): Choice[] =>
  value === null || value.trim() === '' ? [] : [choice(id, verdict, zh, en, value)]

const other = choice('other', 'MISMATCH', '说的是别的', 'Something else')
const unclear = choice('unclear', 'UNKNOWN', '说不清，或不愿说', 'Cannot or will not say')
const notMine = choice('notMine', 'MISMATCH', '有的不是本店的照片', 'Some do not show this place')

const read = ({ readings }: Situation, kind: 'business_licence' | 'id_portrait', field: string): string | null =>
  readings.get(kind)?.fields[field]?.value ?? null

/** The comparison of the merchant's name with the sign in the photo. */
export const signCell = ({ cells }: Situation) =>
  (cells ?? []).find(
    ({ fact, b }) => fact === 'merchantName' && (b.source === 'scene_signboard' || b.source === 'scene_stall'),
  )

/** The name in the photo, as the match took it out of all that stands there. */
function signShown(situation: Situation): string | null {
  const cell = signCell(situation)
  const step = cell?.steps.find((each) => each.startsWith('brand:') || each.startsWith('sign:'))
  const shown = step?.slice(step.indexOf(':') + 1) ?? cell?.b.value ?? null
  return shown === null ? null : maskNumbersIn(shown)
}

/** A long scope is read out for minutes; its beginning says which it is. */
const SCOPE_SHOWN = 60
const scopeShown = (situation: Situation): string | null => {
  const scope = read(situation, 'business_licence', 'scope')
  return scope !== null && scope.length > SCOPE_SHOWN ? `${scope.slice(0, SCOPE_SHOWN)}…` : scope
}

const isMicro = ({ form }: Situation): boolean => form.merchantType === 'micro_merchant'
/** The phone is that of the contact, who may be somebody else than the applicant. */
const isContact = ({ form }: Situation): boolean => form.contact.name.trim() !== form.legalPerson.name.trim()

export const addressed = (name: string): LocalisedText =>
  text(`${familyName(name)}先生/女士`, `Mr or Ms ${familyName(name)}`)

type Builder = (situation: Situation, codes: readonly ReasonCode[]) => Draft

/** No question says what is hoped to hear; whoever answers has to know it. */
export const questionDrafts: Record<QuestionId, Builder> = {
  person: ({ form }) => ({
    text: text(
      `您好，请问是${addressed(form.contact.name).zh}本人吗？`,
      `Hello, am I speaking to ${addressed(form.contact.name).en}?`,
    ),
    choices: [
      choice('self', 'MATCH', '是本人', 'Yes, in person'),
      { ...choice('other', 'MISMATCH', '不是本人，但认识', 'No, but knows them'), ends: 'wrong_person' },
      { ...choice('unknown', 'MISMATCH', '打错了，不认识此人', 'Wrong number'), ends: 'wrong_number' },
    ],
  }),
  applied: () => ({
    text: text(
      '请问您最近有没有申请过收款终端？大概是什么时候、通过哪里办的？',
      'Have you applied for a payment terminal lately? When was it, and through whom?',
    ),
    choices: [
      choice('self', 'MATCH', '本人申请过', 'Applied in person'),
      choice(
        'throughOther',
        'NORMALISED',
        '由家人、店员或业务员代办，本人知道',
        'Somebody did it for them, and they know',
      ),
      {
        ...choice('no', 'MISMATCH', '没有申请过，也没有让人代办', 'Never applied, nor asked anybody to'),
        ends: 'reached',
      },
      unclear,
    ],
  }),
  idTail: (situation) => ({
    text: isContact(situation)
      ? text('请问经营者本人身份证号码的后四位是多少？', 'What are the last four characters of the owner’s ID number?')
      : text('请问您身份证号码的后四位是多少？', 'What are the last four characters of your ID number?'),
    choices: [
      choice('same', 'MATCH', '后四位一致', 'The same', maskNumber(situation.form.legalPerson.idNumber).slice(-8)),
      choice('other', 'MISMATCH', '后四位不一致', 'Others'),
      unclear,
    ],
  }),
  signName: (situation, codes) => {
    const { form } = situation
    const differs = codes.includes('SCENE_SIGN_MISMATCH')
    const short = form.shortName === undefined || form.shortName === form.merchantName ? null : form.shortName
    return {
      text: isMicro(situation)
        ? text('请问您的摊位（店铺）招牌上写的是什么名字？', 'What name is written on the sign of your stall or shop?')
        : text('请问您店铺招牌上写的名字是什么？', 'What name is written on the sign of your shop?'),
      choices: [
        ...valued('shown', 'MATCH', '与照片中的招牌一致', 'As the sign in the photo', signShown(situation)),
        choice(
          'declared',
          differs ? 'PARTIAL' : 'MATCH',
          '与填写的商户名称一致',
          'As the merchant name in the form',
          form.merchantName,
        ),
        ...valued(
          'short',
          differs ? 'PARTIAL' : 'NORMALISED',
          '与填写的简称一致',
          'As the short name in the form',
          short,
        ),
        ...(isMicro(situation)
          ? [choice('none', differs ? 'PARTIAL' : 'NORMALISED', '说没有招牌', 'There is no sign')]
          : []),
        other,
        unclear,
      ],
    }
  },
  signReason: () => ({
    text: text(
      '招牌上的名字和您填写的商户名称不一样，请问是什么原因？',
      'The name on the sign differs from the merchant name that you gave. Why is that?',
    ),
    choices: [
      choice('short', 'NORMALISED', '招牌用的是简称或字号', 'The sign has a short or trade name'),
      choice('franchise', 'NORMALISED', '加盟店，招牌用的是品牌名', 'A franchise: the sign has the brand'),
      choice('renamed', 'PARTIAL', '店名改过，招牌或执照还没换', 'It was renamed; sign or licence is to follow'),
      choice('notMine', 'MISMATCH', '那不是本店的招牌', 'It is not the sign of this place'),
      { ...other, verdict: 'PARTIAL', text: text('其他原因', 'Another reason') },
      unclear,
    ],
  }),
  address: (situation, codes) => ({
    text: text(
      '请问您现在在哪里经营？请说一下详细地址，说到门牌号或摊位号。',
      'Where do you trade now? Please give the full address, with house or stall number.',
    ),
    choices: [
      choice('declared', 'MATCH', '与填写的地址一致', 'As in the form', situation.form.premises.address),
      choice(
        'part',
        'NORMALISED',
        '说得不全，但与填写的地址相符',
        'Not all of it, and as in the form as far as it goes',
      ),
      ...(codes.includes('LIC_ADDRESS_MISMATCH')
        ? valued(
            'licence',
            'PARTIAL',
            '与执照上的地址一致',
            'As on the licence',
            read(situation, 'business_licence', 'address'),
          )
        : []),
      other,
      unclear,
    ],
  }),
  addressReason: () => ({
    text: text(
      '营业执照上登记的地址和您填写的经营地址不一样，请问是什么原因？',
      'The address on the licence differs from the one that you gave. Why is that?',
    ),
    choices: [
      choice(
        'samePlace',
        'NORMALISED',
        '是同一个地方，只是写法或门牌变了',
        'The same place, written or numbered differently',
      ),
      choice('moved', 'PARTIAL', '已经搬迁，执照还没变更', 'They moved; the licence is to follow'),
      choice('several', 'PARTIAL', '有几处经营场所', 'They trade at several places'),
      choice(
        'registered',
        'PARTIAL',
        '执照用的是集中登记或他人的地址',
        'The licence has an address for registration only',
      ),
      { ...other, verdict: 'PARTIAL', text: text('其他原因', 'Another reason') },
      unclear,
    ],
  }),
  shops: () => ({
    text: text(
      '请问您一共有几家店或摊位？分别在什么地方？',
      'How many shops or stalls do you have, and where are they?',
    ),
    choices: [
      choice('one', 'NORMALISED', '只有这一家', 'This one alone'),
      choice('moved', 'NORMALISED', '原来在别处，现在搬到了这里', 'It was elsewhere and moved here'),
      choice('several', 'PARTIAL', '有几家，不在同一个地方', 'Several, at different places'),
      other,
      unclear,
    ],
  }),
  photoTimes: () => ({
    text: text('请问您提交的几张店铺照片是哪天拍的？', 'On what day, or days, were the photos of your place taken?'),
    choices: [
      choice('several', 'MATCH', '分几次拍的，都在本店', 'On several days, all here'),
      choice('sameDay', 'PARTIAL', '都是同一天拍的', 'All on one day'),
      notMine,
      unclear,
    ],
  }),
  photoPhones: (situation) => ({
    text: text('请问这几张店铺照片是谁拍的，用什么手机拍的？', 'Who took these photos, and with what phone?'),
    choices: [
      choice(
        'several',
        'MATCH',
        '用了不止一部手机，都在本店拍的',
        'With more than one phone, all here',
        [...new Set(camerasOf(situation))].join(' / ') || null,
      ),
      choice('one', 'PARTIAL', '都用同一部手机拍的', 'All with one phone'),
      notMine,
      unclear,
    ],
  }),
  photoPlaces: () => ({
    text: text('请问这几张店铺照片分别是在哪里拍的？', 'Where was each of these photos taken?'),
    choices: [
      choice('here', 'NORMALISED', '都是在本店拍的', 'All of them here'),
      choice('apart', 'PARTIAL', '有的在仓库、市场入口等另一处拍的', 'Some elsewhere, as in a store or at a gate'),
      notMine,
      unclear,
    ],
  }),
  trade: (situation, codes) => ({
    text: text('请问您店里主要卖什么，或者做什么服务？', 'What do you mainly sell, or what service do you offer?'),
    choices: [
      choice('declared', 'MATCH', '与填写的行业相符', 'As the industry in the form', situation.form.industry),
      ...(codes.includes('SCOPE_MISMATCH')
        ? valued(
            'scope',
            'PARTIAL',
            '与执照经营范围相符，与所填行业不同',
            'In the licence’s scope, not the industry given',
            scopeShown(situation),
          )
        : []),
      other,
      unclear,
    ],
  }),
  scope: (situation) => ({
    text: text(
      '请您看一下营业执照，念一下经营范围里写的主要项目，好吗？',
      'Could you take the licence and read out the main items of its scope of business?',
    ),
    choices: [
      choice(
        'includes',
        'MATCH',
        '念到了与所填行业相符的项目',
        'Items of the industry in the form are among them',
        situation.form.industry,
      ),
      ...valued(
        'asRead',
        'PARTIAL',
        '与照片上识别的一样，没有相符的项目',
        'As read from the photo; none of that industry',
        scopeShown(situation),
      ),
      { ...other, verdict: 'PARTIAL' },
      choice('notAtHand', 'UNKNOWN', '执照不在手边，或说不清', 'The licence is not at hand, or they cannot say'),
    ],
  }),
  since: (situation) => {
    const registered = read(situation, 'business_licence', 'registeredOn')
    const known = registered !== null
    return {
      text: isMicro(situation)
        ? text('请问您的摊位（店铺）是什么时候开始营业的？', 'Since when has your stall or shop been open?')
        : text('请问您的店是什么时候开始营业的？', 'Since when has your shop been open?'),
      choices: [
        ...valued('registered', 'MATCH', '与执照注册日期相近', 'About when the licence was registered', registered),
        ...(known ? [choice('earlier', 'NORMALISED', '比执照注册更早', 'Before it was registered')] : []),
        ...(known ? [choice('later', 'NORMALISED', '执照注册以后才开业', 'Some time after')] : []),
        ...(known ? [] : [choice('while', 'MATCH', '三个月以上', 'For more than three months')]),
        ...(known ? [] : [choice('recent', 'NORMALISED', '不到三个月', 'For less than three months')]),
        choice('notYet', 'MISMATCH', '还没有开始营业', 'It is not open yet'),
        unclear,
      ],
    }
  },
  accountName: (situation) => ({
    text: text(
      '请问您结算银行卡上的开户姓名是哪几个字？请逐个字说一下。',
      'What is the name of the holder of your settlement account? Please spell it character by character.',
    ),
    choices: [
      choice(
        'asOnId',
        'MATCH',
        '与身份证上的姓名一致',
        'As on the ID card',
        read(situation, 'id_portrait', 'name') ?? situation.form.legalPerson.name,
      ),
      choice(
        'atBank',
        'NORMALISED',
        '是本人姓名，银行登记的写法不同（生僻字、间隔号、拼音等）',
        'Their own, which the bank writes otherwise (rare characters, dot, pinyin)',
        situation.form.settlementAccount.accountName,
      ),
      choice('someoneElse', 'MISMATCH', '是别人的姓名', 'Somebody else’s'),
      unclear,
    ],
  }),
  cardTail: ({ form: { settlementAccount } }) => {
    const tail = maskNumber(settlementAccount.cardNumber).slice(-8)
    return {
      text: text(
        '请问这张结算卡是哪家银行的？卡号后四位是多少？',
        'Which bank is the settlement card of, and what are the last four digits of its number?',
      ),
      choices: [
        choice('same', 'MATCH', '后四位一致', 'The same', [settlementAccount.bankName, tail].filter(Boolean).join(' ')),
        choice('other', 'MISMATCH', '后四位不一致', 'Others'),
        unclear,
      ],
    }
  },
}

const camerasOf = ({ scene }: Situation): string[] =>
  (scene?.photos ?? []).flatMap(({ metadata: { make, model } }) => (model ? [`${make ?? ''} ${model}`.trim()] : []))

/** What a question rests on. Nothing that a decision's record leaves out: it is decided again from that. */
export function basisOf(id: QuestionId, situation: Situation): Record<string, string> {
  const { form, scene } = situation
  const { merchantName, shortName = '', industry, premises, contact, legalPerson, settlementAccount } = form
  const sign = signCell(situation)?.b.value ?? ''
  const licence = (field: string) => read(situation, 'business_licence', field) ?? ''
  const photos = () =>
    JSON.stringify(
      (scene?.photos ?? []).map(({ kind, metadata: { make, model, takenAt, gps } }) => [
        kind,
        make,
        model,
        takenAt,
        gps,
      ]),
    )
  const others = () => [
    ...new Set(
      (scene?.reuse?.found ?? []).flatMap(({ other: { reference }, samePlace }) =>
        samePlace === false ? [reference] : [],
      ),
    ),
  ]
  const bases: Record<QuestionId, () => Record<string, string>> = {
    person: () => ({ name: contact.name, phone: contact.phone }),
    applied: () => ({ name: contact.name, phone: contact.phone }),
    idTail: () => ({ idNumber: legalPerson.idNumber }),
    signName: () => ({ merchantName, shortName, sign }),
    signReason: () => ({ merchantName, sign }),
    address: () => ({ address: premises.address, licence: licence('address') }),
    addressReason: () => ({ address: premises.address, licence: licence('address') }),
    shops: () => ({ address: premises.address, others: others().sort().join() }),
    photoTimes: () => ({ photos: photos() }),
    photoPhones: () => ({ photos: photos() }),
    photoPlaces: () => ({ photos: photos() }),
    trade: () => ({ industry, scope: licence('scope') }),
    scope: () => ({ industry, scope: licence('scope') }),
    since: () => ({ registeredOn: licence('registeredOn') }),
    accountName: () => ({ accountName: settlementAccount.accountName, name: legalPerson.name }),
    cardTail: () => ({ cardNumber: settlementAccount.cardNumber }),
  }
  return bases[id]()
}
