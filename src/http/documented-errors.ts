import { type ErrorAnswer, errorAnswer } from '../contracts/error-answer.ts'
import { type ErrorCode, errorCatalogue, type ErrorValues, ZhunruError } from '../platform/errors.ts'
import { errorBody } from './error-handling.ts'

/** What any route may answer. */
const always: ErrorCode[] = ['BAD_REQUEST', 'NOT_READY', 'INTERNAL']

type ErrorResponses = Record<
  number,
  { description: string; content: { 'application/json': { schema: typeof errorAnswer } } }
>

/** The answers of a route with further errors beside those that it names itself. */
export function addErrors(responses: object, ...codes: ErrorCode[]): object {
  const all: Record<string, unknown> = { ...responses }
  for (const [status, { description, content }] of Object.entries(errorAnswers(...codes))) {
    const own = all[status]
    const named = typeof own === 'object' && own !== null && 'description' in own ? String(own.description) : ''
    const further = description.split(', ').filter((code) => !named.split(', ').includes(code))
    all[status] = { description: [...(named ? [named] : []), ...further].join(', '), content }
  }
  return all
}

/** The error answers of a route for its `response` schema: by status, each named by its codes. */
export function errorAnswers(...codes: ErrorCode[]): ErrorResponses {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of new Set([...codes, ...always])) {
    const status = errorCatalogue[code][0]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  const responses: ErrorResponses = {}
  for (const [status, of] of byStatus) {
    responses[status] = { description: of.join(', '), content: { 'application/json': { schema: errorAnswer } } }
  }
  return responses
}

const exampleValues: ErrorValues = {
  why: { zh: '必须使用 https', en: 'must be https' },
  detail: 'line 3, column 14: a comma or } is missing',
  count: 1,
  id: 'mat_06dq7wk3p2v8n4x0c5t9hzbrym',
  uploaded: 'bank_card',
  declared: 'id_portrait',
  kind: 'bank_card',
  type: 'text/plain',
  expected: 'application/json',
  changed: { zh: '照片有变化', en: 'the photos are others' },
  what: { zh: '此编号的进件', en: 'application with this id' },
  reference: 'A-1001',
  limit: '1 MB',
  file: 'business_licence.jpg',
  looksLike: 'a PDF document',
  width: 120,
  height: 90,
  status: 'review_pending',
  revision: 1,
  kinds: 'bank_card, scene_interior',
  until: '2026-12-08',
  fromHour: 9,
  untilHour: 20,
  days: 15,
  because: { zh: '该进件由本人录入，须由他人审核', en: 'whoever entered an application does not review it' },
  state: { zh: '已结案', en: 'closed' },
  requestId: 'req_2f4c8e',
  minutes: 5,
  seconds: 30,
  name: 'wang.fang',
}

/** One answer for each code that a description names, under that name. */
export function errorExamples(description: string): Record<string, { value: ErrorAnswer }> {
  const codes = description.split(', ').filter(isErrorCode)
  return Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }]))
}

const isErrorCode = (text: string): text is ErrorCode => text in errorCatalogue

function exampleOf(code: ErrorCode): ErrorAnswer {
  const errors =
    code === 'INVALID_FIELD'
      ? [
          {
            field: 'legalPerson.idNumber',
            code: 'ID_NUMBER_INVALID',
            message: {
              zh: '请对照身份证核对号码：18 位，出生日期真实，校验位正确',
              en: 'Check the ID number against the card: 18 characters, a real date of birth and the right check digit.',
            },
          },
        ]
      : []
  return errorBody(new ZhunruError(code, exampleValues, errors), 'req_2f4c8e')
}

export const fileErrors = [
  'FILE_MISSING',
  'FILE_EMPTY',
  'FILE_TOO_LARGE',
  'FILE_NOT_AN_IMAGE',
  'FILE_HEIC',
  'FILE_TYPE_REFUSED',
  'FILE_TRUNCATED',
  'FILE_BROKEN',
  'FILE_TOO_MANY_PIXELS',
  'FILE_TOO_SMALL',
  'FILE_POLYGLOT',
] as const satisfies readonly ErrorCode[]
