import { describe, expect, it } from 'vitest'
import { applicationFile, meansNoBusiness, submission } from '../../../src/contracts/submission.ts'
import { formProblems, merchantTypes } from '../../../src/domain/application.ts'
import { sampleForm } from '../../support/sample-form.ts'

describe('submission', () => {
  it('takes the form with material ids, and the folder form with files', () => {
    const byId = { ...sampleForm(), materials: [{ kind: 'bank_card', id: 'mat_1' }] }
    const byFile = { ...sampleForm(), materials: [{ kind: 'bank_card', file: 'card.jpg' }] }
    expect(submission.safeParse(byId).error).toBeUndefined()
    expect(applicationFile.safeParse(byFile).error).toBeUndefined()
    expect(submission.safeParse(byFile).success).toBe(false)
    expect(applicationFile.safeParse(byId).success).toBe(false)
  })

  it('gives a micro merchant no licence', () => {
    const { licence, ...rest } = { ...sampleForm(), merchantType: 'micro_merchant', materials: [] }
    expect(submission.safeParse(rest).success).toBe(true)
    expect(submission.safeParse({ ...rest, licence }).success).toBe(false)
  })

  it.each([null, [], 'text'])('%j is told to be no object, in our words', (body) => {
    expect(formProblems(submission.safeParse(body).error!)).toEqual([
      { field: '(body)', code: 'FIELD_WRONG', message: { zh: '请求体须为 JSON 对象', en: 'Send a JSON object.' } },
    ])
  })

  it('leaves a kind sent twice to the one who can name it', () => {
    const twice = { kind: 'bank_card', id: 'mat_1' }
    expect(submission.safeParse({ ...sampleForm(), materials: [twice, twice] }).success).toBe(true)
  })
})

describe('meansNoBusiness', () => {
  it.each(['person', 'Individual', ' natural person ', 'natural-person', 'NONE', '个人', '自然人', 'ｐｅｒｓｏｎ'])(
    '%j does',
    (type) => {
      expect(meansNoBusiness(type)).toBe(true)
    },
  )

  it.each([...merchantTypes, 'enterprise', 'company', '', 'individual_busines', null, undefined, 7, {}])(
    '%j does not',
    (type) => {
      expect(meansNoBusiness(type)).toBe(false)
    },
  )
})
