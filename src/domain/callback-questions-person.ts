import type { QuestionId } from './callback.ts'
import { type Builder, choice, isMicro, other, read, type Situation, text, unclear, valued } from './callback-parts.ts'
import type { LocalisedText } from './decision.ts'
import { familyName } from './family-name.ts'
import { maskNumber } from './masks.ts'

type PersonQuestion = Extract<
  QuestionId,
  'person' | 'applied' | 'idTail' | 'trade' | 'scope' | 'since' | 'accountName' | 'cardTail'
>

/** A long scope is read out for minutes; its beginning says which it is. */
const SCOPE_SHOWN = 60
const scopeShown = (situation: Situation): string | null => {
  const scope = read(situation, 'business_licence', 'scope')
  return scope !== null && scope.length > SCOPE_SHOWN ? `${scope.slice(0, SCOPE_SHOWN)}…` : scope
}

/** The phone is that of the contact, who may be somebody else than the applicant. */
const isContact = ({ form }: Situation): boolean => form.contact.name.trim() !== form.legalPerson.name.trim()

export const addressed = (name: string): LocalisedText =>
  text(`${familyName(name)}先生/女士`, `Mr or Ms ${familyName(name)}`)

/** Who it is, what they do, and where they are paid. No question says what is hoped to hear. */
export const personQuestions: Record<PersonQuestion, Builder> = {
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
