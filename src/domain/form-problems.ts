import type { z } from 'zod'

/** One wrong field of a form: a path such as `materials[2].kind`, a code, and a sentence that says how to mend it. */
export interface FormProblem {
  field: string
  code: string
  message: string
}

/**
 * What a schema says about one of its fields: code and sentence travel in zod's message, because zod passes on nothing
 * else for its built-in checks. Never holds what was typed: problems are logged, and these are people's numbers.
 */
export const told =
  (code: string, sentence: string) =>
  (issue: { input?: unknown }): string =>
    issue.input === undefined ? missing : `${code}: ${sentence}`

const missing = 'FIELD_MISSING: This field is required; add it.'
const coded = /^([A-Z][A-Z_]+): (.+)$/s

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
      message: 'This field is not known here; remove it or correct its name.',
    }))
  }
  const own = coded.exec(issue.message)
  if (own) return [{ field, code: own[1]!, message: own[2]! }]
  // Schemas that are not ours to word, such as the list of materials: zod's own messages quote no values.
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) {
    return [{ field, ...split(missing) }]
  }
  if (issue.code === 'invalid_union') return [{ field, code: 'FIELD_WRONG', message: unionMessage(field) }]
  return [{ field, code: 'FIELD_WRONG', message: `${issue.message}.` }]
}

function split(text: string): { code: string; message: string } {
  const [, code = '', message = ''] = coded.exec(text) ?? []
  return { code, message }
}

const unionMessage = (field: string): string =>
  field === 'merchantType' ? merchantTypeSentence : 'This value has none of the accepted forms.'

export const merchantTypeSentence = 'Write individual_business (with a licence) or micro_merchant (without one).'

/** One problem a field, in the order of the form; the first is the one to mend first. */
export function formProblems(error: z.ZodError): FormProblem[] {
  const problems = new Map<string, FormProblem>()
  for (const problem of error.issues.flatMap(problemsOf)) {
    if (!problems.has(problem.field)) problems.set(problem.field, problem)
  }
  return [...problems.values()]
}
