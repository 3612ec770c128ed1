import type { QuestionId } from './callback.ts'
import {
  type Builder,
  choice,
  isMicro,
  other,
  read,
  signCell,
  type Situation,
  text,
  unclear,
  valued,
} from './callback-parts.ts'
import { maskNumbersIn } from './masks.ts'

type PlaceQuestion = Extract<
  QuestionId,
  'signName' | 'signReason' | 'address' | 'addressReason' | 'shops' | 'photoTimes' | 'photoPhones' | 'photoPlaces'
>

const notMine = choice('notMine', 'MISMATCH', '有的不是本店的照片', 'Some do not show this place')

/** The name in the photo, as the match took it out of all that stands there. */
function signShown(situation: Situation): string | null {
  const cell = signCell(situation)
  const step = cell?.steps.find((each) => each.startsWith('brand:') || each.startsWith('sign:'))
  const shown = step?.slice(step.indexOf(':') + 1) ?? cell?.b.value ?? null
  return shown === null ? null : maskNumbersIn(shown)
}

const camerasOf = ({ scene }: Situation): string[] =>
  (scene?.photos ?? []).flatMap(({ metadata: { make, model } }) => (model ? [`${make ?? ''} ${model}`.trim()] : []))

/** The place and its photos. No question says what is hoped to hear; whoever answers has to know it. */
export const placeQuestions: Record<PlaceQuestion, Builder> = {
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
}
