import type { z } from 'zod'
import type { LocalisedText } from './decision.ts'

/** One wrong field of a form: a path such as `materials[2].kind`, a code, and a sentence that says how to mend it. */
export interface FormProblem {
  field: string
  code: string
  message: LocalisedText
}

/**
 * What a schema says about one of its fields: code and sentences travel in zod's message, because zod passes on nothing
 * else for its built-in checks. Never holds what was typed: problems are logged, and these are people's numbers.
 */
export const told =
  (code: string, sentence: LocalisedText) =>
  (issue: { input?: unknown }): string =>
    issue.input === undefined ? missing : packed(code, sentence)

/** For schemas that word their own messages: a code, and how to mend it. */
export const packed = (code: string, { zh, en }: LocalisedText): string => `${code}: ${en}\n${zh}`
const packedText = /^([A-Z][A-Z_]+): ([^\n]+)\n([^\n]+)$/

const missingText: LocalisedText = { zh: '此项必填，请补充', en: 'This field is required; add it.' }
const unknownText: LocalisedText = {
  zh: '此处没有这一项，请删除或更正名称',
  en: 'This field is not known here; remove it or correct its name.',
}
const missing = packed('FIELD_MISSING', missingText)

/** `['materials', 2, 'kind']` → `materials[2].kind`. */
const toPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text === '' ? String(part) : `${text}.${String(part)}`
  }, '') || '(body)'

function problemsOf(issue: z.core.$ZodIssue): FormProblem[] {
  const field = toPath(issue.path)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: toPath([...issue.path, key.slice(0, 64)]),
      code: 'FIELD_UNKNOWN',
      message: unknownText,
    }))
  }
  const [, code, en, zh] = packedText.exec(issue.message) ?? []
  if (code !== undefined && en !== undefined && zh !== undefined) return [{ field, code, message: { zh, en } }]
  // Schemas that are not ours to word, such as the list of materials: zod's own messages quote no values.
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) {
    return [{ field, code: 'FIELD_MISSING', message: missingText }]
  }
  if (issue.code === 'invalid_union') return [{ field, code: 'FIELD_WRONG', message: unionText(field) }]
  return [
    { field, code: 'FIELD_WRONG', message: { zh: plainly[issue.code] ?? '内容有误，请检查', en: `${issue.message}.` } },
  ]
}

/** What zod finds wrong, in Chinese; it says more in English. */
const plainly: Partial<Record<z.core.$ZodIssue['code'], string>> = {
  invalid_type: '数据类型不正确',
  invalid_value: '不是可接受的值',
  invalid_format: '格式不正确',
  too_big: '过长、过大或数量过多',
  too_small: '过短、过小或数量不足',
}

const unionText = (field: string): LocalisedText =>
  field === 'merchantType'
    ? merchantTypeText
    : { zh: '不是可接受的任何一种形式', en: 'This value has none of the accepted forms.' }

export const merchantTypeText: LocalisedText = {
  zh: '请填写 individual_business（有营业执照）或 micro_merchant（无营业执照）',
  en: 'Write individual_business (with a licence) or micro_merchant (without one).',
}

/** One problem a field, in the order of the form; the first is the one to mend first. */
export function formProblems(error: z.ZodError): FormProblem[] {
  const problems = new Map<string, FormProblem>()
  for (const problem of error.issues.flatMap(problemsOf)) {
    if (!problems.has(problem.field)) problems.set(problem.field, problem)
  }
  return [...problems.values()]
}
