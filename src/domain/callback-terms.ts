import type { QuestionId } from './callback.ts'
import type { LocalisedText } from './decision.ts'

const text = (zh: string, en: string): LocalisedText => ({ zh, en })

/** What a question is about, in short: for lists, and for what reviewers are told. */
export const questionNames: Record<QuestionId, LocalisedText> = {
  person: text('本人身份', 'identity'),
  applied: text('是否本人申请', 'whether they applied'),
  idTail: text('身份证号后四位', 'end of the ID number'),
  signName: text('招牌名称', 'name on the sign'),
  signReason: text('招牌名称不同的原因', 'why the sign differs'),
  address: text('经营地址', 'address'),
  addressReason: text('地址不同的原因', 'why the address differs'),
  shops: text('门店数量', 'number of shops'),
  photoTimes: text('照片拍摄时间', 'when the photos were taken'),
  photoPhones: text('照片拍摄设备', 'what took the photos'),
  photoPlaces: text('照片拍摄地点', 'where the photos were taken'),
  trade: text('经营内容', 'what is sold'),
  scope: text('执照经营范围', 'scope of the licence'),
  since: text('开业时间', 'since when'),
  accountName: text('开户姓名', 'account name'),
  cardTail: text('银行卡号后四位', 'end of the card number'),
}
