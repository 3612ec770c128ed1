import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { applicationForm, formProblems, individualBusiness, microMerchant } from '../../../src/domain/application.ts'
import { creditCode, individual, micro } from './sample.ts'

// Any: the tests write into the form what its type forbids.
// oxlint-disable-next-line typescript/no-explicit-any
type Change = (form: Record<string, any>) => void

function problemsAfter(change: Change, schema: z.ZodType = applicationForm) {
  const form = structuredClone(individual)
  change(form)
  const parsed = schema.safeParse(form)
  return parsed.success ? [] : formProblems(parsed.error)
}

describe('formProblems', () => {
  it.each<[string, Change, string, string]>([
    [
      'a wrong check digit of the ID number',
      (f) => (f['legalPerson'].idNumber = '110105194912310021'),
      'legalPerson.idNumber',
      'ID_NUMBER_INVALID',
    ],
    [
      'an ID number that is a number',
      (f) => (f['legalPerson'].idNumber = 11),
      'legalPerson.idNumber',
      'ID_NUMBER_INVALID',
    ],
    [
      'a 15-digit ID number',
      (f) => (f['legalPerson'].idNumber = '110105491231002'),
      'legalPerson.idNumber',
      'ID_NUMBER_INVALID',
    ],
    [
      'a wrong credit code',
      (f) => (f['licence'].creditCode = creditCode.slice(0, 17) + '?'),
      'licence.creditCode',
      'CREDIT_CODE_INVALID',
    ],
    [
      'a wrong card number',
      (f) => (f['settlementAccount'].cardNumber = '6222024000123456780'),
      'settlementAccount.cardNumber',
      'CARD_NUMBER_INVALID',
    ],
    ['a phone that is none', (f) => (f['contact'].phone = '12345'), 'contact.phone', 'PHONE_INVALID'],
    ['a phone with its country code', (f) => (f['contact'].phone = '+8613800138000'), 'contact.phone', 'PHONE_INVALID'],
    ['a missing phone', (f) => delete f['contact'].phone, 'contact.phone', 'FIELD_MISSING'],
    ['a missing part', (f) => delete f['legalPerson'], 'legalPerson', 'FIELD_MISSING'],
    ['a missing ID number', (f) => delete f['legalPerson'].idNumber, 'legalPerson.idNumber', 'FIELD_MISSING'],
    ['an unknown field', (f) => (f['licence'].colour = 'red'), 'licence.colour', 'FIELD_UNKNOWN'],
    ['an unknown terminal', (f) => (f['terminal'] = 'abacus'), 'terminal', 'FIELD_WRONG'],
    ['an unknown merchant type', (f) => (f['merchantType'] = 'company'), 'merchantType', 'FIELD_WRONG'],
    ['an empty name', (f) => (f['merchantName'] = '  '), 'merchantName', 'FIELD_WRONG'],
    ['a name with a line break', (f) => (f['legalPerson'].name = '陈\n明'), 'legalPerson.name', 'FIELD_WRONG'],
    ['a name of 101 characters', (f) => (f['merchantName'] = '明'.repeat(101)), 'merchantName', 'FIELD_WRONG'],
    ['an address of a word', (f) => (f['premises'].address = '深圳'), 'premises.address', 'FIELD_WRONG'],
    ['an address of two lines', (f) => (f['premises'].address += '\n2楼'), 'premises.address', 'FIELD_WRONG'],
    [
      'a latitude beyond the pole',
      (f) => (f['premises'].location.latitude = 91),
      'premises.location.latitude',
      'FIELD_WRONG',
    ],
    ['a reference with a slash', (f) => (f['reference'] = 'a/b'), 'reference', 'FIELD_WRONG'],
    ['a null', (f) => (f['contact'] = null), 'contact', 'FIELD_WRONG'],
  ])('%s', (_, change, field, code) => {
    const problems = problemsAfter(change)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ field, code })
    expect(problems[0]!.message.en).toMatch(/^[A-Z].*\.$/s)
    expect(problems[0]!.message.zh).toMatch(/\p{Script=Han}/u)
  })

  it('a licence is not known of a micro merchant', () => {
    const parsed = applicationForm.safeParse({ ...micro, licence: { creditCode } })
    expect(formProblems(parsed.error!)).toMatchObject([{ field: 'licence', code: 'FIELD_UNKNOWN' }])
  })

  it('names all wrong fields at once, each once', () => {
    const problems = problemsAfter((f) => {
      f['contact'] = { name: '', phone: '1' }
      f['legalPerson'].idNumber = 'x'
      delete f['terminal']
    })
    expect(problems.map(({ field }) => field).sort()).toEqual([
      'contact.name',
      'contact.phone',
      'legalPerson.idNumber',
      'terminal',
    ])
  })

  it('never repeats what was typed', () => {
    const secrets = ['110105194912310021', '6222024000123456780', '13912345', 'SECRET', '陈某某']
    const problems = problemsAfter((f) => {
      f['legalPerson'] = { name: { first: secrets[4] }, idNumber: secrets[0] }
      f['settlementAccount'].cardNumber = secrets[1]
      f['contact'].phone = secrets[2]
      f['terminal'] = secrets[3]
      f['reference'] = `${secrets[3]}/`
    })
    expect(problems).toHaveLength(6)
    for (const secret of secrets) expect(JSON.stringify(problems)).not.toContain(secret)
  })

  it('words paths into lists, and what other schemas find', () => {
    const withMaterials = individualBusiness.extend({
      materials: z.array(z.strictObject({ kind: z.enum(['id_portrait']) })),
    })
    const of = (materials: unknown) => problemsAfter((f) => (f['materials'] = materials), withMaterials)
    expect(of([{ kind: 'id_portrait' }, {}, { kind: 'x' }])).toMatchObject([
      { field: 'materials[1].kind', code: 'FIELD_WRONG' },
      { field: 'materials[2].kind', code: 'FIELD_WRONG' },
    ])
    expect(of(undefined)).toMatchObject([{ field: 'materials', code: 'FIELD_MISSING' }])
  })

  it.each([null, 5, 'text', []])('%j is no form', (value) => {
    expect(formProblems(applicationForm.safeParse(value).error!)).toMatchObject([
      { field: '(body)', code: 'FIELD_WRONG' },
    ])
  })
})

it('accepts lower case, spaces in the card number and around names', () => {
  const parsed = applicationForm.parse({
    ...individual,
    legalPerson: { name: ' 陈小明 ', idNumber: '11010519491231002x' },
    licence: { creditCode: creditCode.toLowerCase() },
    settlementAccount: { accountName: '陈小明', cardNumber: '4111 1111 1111 1111' },
  })
  expect(parsed).toMatchObject({
    legalPerson: { name: '陈小明', idNumber: '11010519491231002X' },
    licence: { creditCode },
    settlementAccount: { cardNumber: '4111111111111111' },
  })
})

it('both merchant types can be extended, and described as JSON schema', () => {
  for (const schema of [individualBusiness, microMerchant]) {
    const described = z.toJSONSchema(schema, { io: 'input' })
    expect(described.required).toEqual(expect.arrayContaining(['reference', 'merchantType', 'settlementAccount']))
  }
})
