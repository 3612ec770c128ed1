import type { LocalisedText } from './decision.ts'
import type { FormProblem } from './form-problems.ts'

/** What is wrong with what a reviewer chose: the field of the request, a code, and how to mend it. */
export type ChoiceProblem = FormProblem

/** `{it}` is the reason or the value that it is about. */
const texts = {
  REASON_MISSING: ['请至少选择一项原因', 'Name at least one reason.'],
  REASON_NOT_WANTED: [
    '通过时不选原因；现有原因请说明为何不采纳',
    'An approval names no reasons; it says why those that stand are passed over.',
  ],
  REASON_TWICE: ['同一原因选了两次', 'This reason is named twice.'],
  ASK_NOT_WANTED: ['只有电话回访才需选择询问内容', 'Only a callback asks questions.'],
  OVERRIDE_NOT_WANTED: ['只有通过时才需说明为何不采纳', 'Only an approval passes reasons over.'],
  OVERRIDE_NOT_STANDING: ['当前没有这项原因，请刷新', 'This reason does not stand; load the case again.'],
  WHY_MISSING: ['请说明为何不采纳：{it}', 'Say why this is passed over: {it}.'],
  NOT_FOUND_BY_CHECKS: [
    '“{it}”只能由检查或电话得出，当前没有',
    '“{it}” comes from checks or calls alone, and does not stand.',
  ],
  NOT_FOR_approved: ['通过时不选原因', 'An approval names no reasons.'],
  NOT_FOR_callback_required: ['“{it}”无法通过电话核实', '“{it}” cannot be cleared up by a call.'],
  NOT_FOR_resubmission_required: [
    '“{it}”申请人无法补正，不能作为退回原因',
    'An applicant cannot mend “{it}”; it cannot be returned for that.',
  ],
  NOT_FOR_rejected: ['“{it}”不能作为拒绝原因', 'Nobody is refused for “{it}”.'],
  MATERIAL_WRONG: ['请选择这项原因所指的照片', 'Name the photo that this is about.'],
  MATERIAL_NOT_THERE: ['该进件没有这张照片', 'The application has no such photo.'],
  MATERIAL_THERE: ['该进件已有这张照片', 'The application has this photo.'],
  FIELD_WRONG: ['请选择这项原因所指的内容', 'Name the field that this is about.'],
  VALUE_WRONG: ['请填写：{it}', 'Give this: {it}.'],
  VALUE_UNKNOWN: ['这项原因不需要此内容', 'This reason has no such value.'],
  DATE_CONTRADICTS: ['日期与原因矛盾，请核对', 'The date contradicts the reason.'],
  NOTHING_TO_BRING: [
    '请选择照片或字段，否则申请人不知该补什么',
    'Name a photo or a field, or the applicant cannot know what to bring.',
  ],
} as const satisfies Record<string, readonly [zh: string, en: string]>

export function problem(
  code: keyof typeof texts,
  field: string,
  it: LocalisedText = { zh: '', en: '' },
): ChoiceProblem {
  const [zh, en] = texts[code]
  return {
    field,
    code: code.startsWith('NOT_FOR_') ? 'REASON_NOT_POSSIBLE' : code,
    message: { zh: zh.replace('{it}', it.zh), en: en.replace('{it}', it.en) },
  }
}
