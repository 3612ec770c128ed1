import { describe, expect, it } from 'vitest'
import { matchAccount } from '../../../src/domain/account-match.ts'
import type { ApplicationForm } from '../../../src/domain/application.ts'
import { decide } from '../../../src/domain/decide.ts'
import type { Decision } from '../../../src/domain/decision.ts'
import type { MatchCell, OcrEvidence } from '../../../src/domain/evidence.ts'
import type { BankAnswer, RegistryRecord, Verification } from '../../../src/domain/verification.ts'
import { bankQuestion, verificationCells } from '../../../src/domain/verification-cells.ts'
import { type Changes, codesOf, individual, micro, policy, screening } from './sample.ts'

const elements = (changes: Partial<BankAnswer['elements']> = {}): BankAnswer['elements'] => ({
  name: 'match',
  idNumber: 'match',
  cardNumber: 'match',
  phone: 'match',
  ...changes,
})
const bank = (answer: Extract<Verification, { source: 'bank' }>['answer']): Verification => ({ source: 'bank', answer })
const registry = (answer: Extract<Verification, { source: 'registry' }>['answer']): Verification => ({
  source: 'registry',
  answer,
})
const record: RegistryRecord = {
  name: '深圳市南山区阿明便利店',
  operator: '陈小明',
  address: '深圳市南山区科技南路12号',
  status: 'active',
  established: '2019-05-06',
}
const found = (changes: Partial<RegistryRecord> = {}) => registry({ state: 'found', record: { ...record, ...changes } })

/** The sample's decision with these answers in its match, as the use case puts them there. */
function decidedWith(verifications: Verification[], changes: Changes = {}): Decision & { cells: readonly MatchCell[] } {
  const input = screening(changes)
  const readings = input.evidence.filter((e): e is OcrEvidence => e.check === 'ocr')
  const declared = { form: input.form, readings }
  const matched = matchAccount(declared)
  const cells = [...matched.cells, ...verificationCells(declared, verifications)]
  const evidence = input.evidence.map((e) => (e.check === 'account-match' ? { ...matched, cells, verifications } : e))
  return { ...decide({ ...input, evidence }), cells }
}

const formWith = (changes: Partial<ApplicationForm>) => ({ ...individual, ...changes }) as ApplicationForm
const account = (accountName: string) => ({ settlementAccount: { ...individual.settlementAccount, accountName } })

describe('what the bank is asked', () => {
  const asked = (form: ApplicationForm, readings: readonly OcrEvidence[] = []) => bankQuestion({ form, readings })

  it('is all four elements of the applicant’s own account', () => {
    const { legalPerson, settlementAccount, contact } = individual
    expect(asked(individual)).toEqual({
      account: 'personal',
      name: settlementAccount.accountName,
      cardNumber: settlementAccount.cardNumber,
      idNumber: legalPerson.idNumber,
      phone: contact.phone,
    })
  })

  it('leaves out the phone of somebody else', () =>
    expect(asked(formWith({ contact: { name: '王秀英', phone: '13900139000' } }))).toMatchObject({
      idNumber: individual.legalPerson.idNumber,
      phone: null,
    }))

  it('leaves out the ID number where the account is another person’s', () =>
    expect(asked(formWith(account('王秀英')))).toMatchObject({ account: 'personal', idNumber: null, phone: null }))

  it('knows an account in the name of the business, as typed or as licensed', () => {
    const corporate = { account: 'corporate', idNumber: null, phone: null }
    expect(asked(formWith(account('深圳市南山区阿明便利店')))).toMatchObject(corporate)
    const { evidence } = screening({ read: { business_licence: { name: '深圳市南山区另名便利店' } } })
    const readings = evidence.filter((e): e is OcrEvidence => e.check === 'ocr')
    expect(asked(formWith(account('深圳市南山区另名便利店')), readings)).toMatchObject(corporate)
    const form = { ...micro, ...account(micro.merchantName) }
    expect(asked(form)).toMatchObject({ account: 'personal', idNumber: null })
  })
})

describe('nobody asked', () => {
  it('leaves no cell and no reason', () => {
    const { cells, reasons, outcome } = decidedWith([])
    expect(cells.some(({ b }) => b.source === 'bank' || b.source === 'registry')).toBe(false)
    expect(codesOf({ reasons } as Decision)).toEqual([])
    expect(outcome).toBe('approved')
  })
})

describe('the bank', () => {
  it('confirms: approved, with a cell for each element', () => {
    const decision = decidedWith([bank({ state: 'confirmed', elements: elements() })])
    expect(decision.outcome).toBe('approved')
    const said = decision.cells.filter(({ b }) => b.source === 'bank')
    expect(said.map(({ fact, verdict }) => [fact, verdict])).toEqual([
      ['accountName', 'MATCH'],
      ['cardNumber', 'MATCH'],
      ['idNumber', 'MATCH'],
      ['phone', 'MATCH'],
    ])
  })

  it('that does not support the phone says so in its cell, and nothing follows', () => {
    const decision = decidedWith([bank({ state: 'confirmed', elements: elements({ phone: 'unknown' }) })])
    expect(decision.outcome).toBe('approved')
    const cell = decision.cells.find(({ fact }) => fact === 'phone')
    expect(cell).toMatchObject({ verdict: 'UNKNOWN', steps: ['not-told'] })
  })

  it.each([
    ['name', 'settlementAccount.accountName', '结算账户户名'],
    ['idNumber', 'legalPerson.idNumber', '身份证号码'],
    ['cardNumber', 'settlementAccount.cardNumber', '银行卡号'],
    ['phone', 'contact.phone', '手机号'],
  ] as const)('says that the %s differs: returned, and told which', (element, field, word) => {
    const decision = decidedWith([bank({ state: 'differs', elements: elements({ [element]: 'differs' }) })])
    expect(decision.outcome).toBe('resubmission_required')
    expect(codesOf(decision)).toEqual(['ACCT_NOT_CONFIRMED'])
    expect(decision.reasons[0]).toMatchObject({ field, material: null })
    expect(decision.reasons[0]!.message.zh).toContain(word)
    expect(decision.cells.filter(({ verdict }) => verdict === 'MISMATCH').map(({ b }) => b)).toEqual([
      { source: 'bank', field: element, value: null },
    ])
  })

  it('knows no such account', () => {
    const none = { name: 'unknown', idNumber: 'unknown', cardNumber: 'differs', phone: 'unknown' } as const
    const decision = decidedWith([bank({ state: 'not_found', elements: none })])
    expect(codesOf(decision)).toEqual(['ACCT_NOT_CONFIRMED'])
    expect(decision.reasons[0]!.field).toBe('settlementAccount.cardNumber')
  })

  it('says that something differs, and not what', () => {
    const unknown = { name: 'unknown', idNumber: 'unknown', cardNumber: 'unknown', phone: 'unknown' } as const
    const decision = decidedWith([bank({ state: 'differs', elements: unknown })])
    expect(codesOf(decision)).toEqual(['ACCT_NOT_CONFIRMED'])
    expect(decision.reasons[0]!.message.zh).toContain('银行未说明哪一项')
  })

  it.each([
    ['古丽娜·买买提', 'dot'],
    ['王㛃', 'rare-character'],
  ])('that keeps %s otherwise leads to a call, not to a return', (name, step) => {
    const form = formWith({
      legalPerson: { ...individual.legalPerson, name },
      contact: { ...individual.contact, name },
      ...account(name),
    })
    const read = { id_portrait: { name }, business_licence: { operator: name } }
    const answer = bank({ state: 'differs', elements: elements({ name: 'differs' }) })
    const decision = decidedWith([answer], { form, read })
    expect(decision.outcome).toBe('callback_required')
    expect(codesOf(decision)).toEqual(['ACCT_NAME_VARIANT'])
    expect(decision.reasons[0]!.evidence).toMatchObject({ steps: step })
    // With the card differing as well the name is no longer what explains it.
    const more = bank({ state: 'differs', elements: elements({ name: 'differs', cardNumber: 'differs' }) })
    expect(codesOf(decidedWith([more], { form, read }))).toEqual(['ACCT_NOT_CONFIRMED'])
  })

  it('that gives no answer sends it to a person, and never looks like a rejection', () => {
    const decision = decidedWith([bank({ state: 'unavailable', error: 'timeout' })])
    expect(decision.outcome).toBe('manual_review')
    expect(codesOf(decision)).toEqual(['ACCT_UNVERIFIED'])
    expect(decision.reasons[0]!.message.zh).toBe('系统处理中，无需重新提交')
    expect(decision.reasons[0]!.internal.zh).toContain('超时')
    expect(decision.cells.filter(({ b }) => b.source === 'bank').every(({ verdict }) => verdict === 'UNKNOWN')).toBe(
      true,
    )
  })
})

describe('the registry', () => {
  it('knows the licence as it is: approved', () => {
    const decision = decidedWith([found()])
    expect(decision.outcome).toBe('approved')
    const said = decision.cells.filter(({ b }) => b.source === 'registry')
    expect(said).toHaveLength(7)
    expect(said.every(({ verdict }) => verdict === 'MATCH' || verdict === 'NORMALISED')).toBe(true)
  })

  it('of a status alone leaves the rest open', () => {
    const decision = decidedWith([found({ name: null, operator: null, address: null })])
    expect(decision.outcome).toBe('approved')
    expect(decision.cells.filter(({ b, verdict }) => b.source === 'registry' && verdict === 'UNKNOWN')).toHaveLength(6)
  })

  it('is not asked of a micro merchant’s', () => {
    expect(verificationCells({ form: micro, readings: [] }, [found()])).toEqual([])
  })

  it('knows no such licence: to a person, and the applicant is told nothing', () => {
    const decision = decidedWith([registry({ state: 'not_found' })])
    expect(decision.outcome).toBe('manual_review')
    expect(codesOf(decision)).toEqual(['LIC_NOT_REGISTERED'])
    expect(decision.reasons[0]!.message.zh).toBe('资料需要进一步核实')
  })

  it.each([
    ['revoked', '吊销'],
    ['cancelled', '注销'],
    ['suspended', '歇业'],
    ['moved_out', '迁出'],
    ['annulled', '撤销登记'],
  ] as const)('has it as %s: returned, with the status', (status, word) => {
    const decision = decidedWith([found({ status })])
    expect(decision.outcome).toBe('resubmission_required')
    expect(codesOf(decision)).toEqual(['LIC_NOT_ACTIVE'])
    expect(decision.reasons[0]!.message.zh).toContain(`“${word}”`)
  })

  it.each([
    [{ name: '深圳市南山区大伟五金店' }, 'name', '名称'],
    [{ operator: '欧阳修远' }, 'operator', '经营者'],
    [{ address: '黑龙江省哈尔滨市道里区中央大街8号' }, 'address', '地址'],
  ])('has another record: %o', (changes, field, word) => {
    const decision = decidedWith([found(changes)])
    expect(decision.outcome).toBe('manual_review')
    expect(codesOf(decision)).toEqual(['LIC_REGISTRY_DIFFERS'])
    expect(decision.reasons[0]).toMatchObject({ field, material: 'business_licence' })
    expect(decision.reasons[0]!.message.zh).toContain(word)
  })

  it('names all that differs in one reason', () => {
    const { reasons } = decidedWith([found({ name: '深圳市南山区大伟五金店', operator: '欧阳修远' })])
    expect(reasons).toHaveLength(1)
    expect(reasons[0]!.message.zh).toContain('名称、经营者')
  })

  it('is not contradicted by a licence that was misread: what was typed decides', () => {
    const read = { business_licence: { operator: { value: '陈小日', confidence: 0.7 } } }
    expect(codesOf(decidedWith([found()], { read }))).not.toContain('LIC_REGISTRY_DIFFERS')
    expect(codesOf(decidedWith([found({ operator: '欧阳修远' })], { read }))).toContain('LIC_REGISTRY_DIFFERS')
  })

  it.each([
    ['name', '深圳市南山区阿朋便利店'],
    ['operator', '陈小朋'],
    ['address', '深圳市南山区科技南路13号'],
  ])('has it as typed: a %s misread by a character, however surely, accuses nobody', (field, value) => {
    const read = { business_licence: { [field]: { value, confidence: 0.99 } } }
    expect(codesOf(decidedWith([found()], { read }))).not.toContain('LIC_REGISTRY_DIFFERS')
    // Typed as it stands on that licence, it is another record.
    const typed = {
      name: { merchantName: value },
      operator: { legalPerson: { ...individual.legalPerson, name: value } },
      address: { premises: { ...individual.premises, address: value } },
    }[field]
    expect(codesOf(decidedWith([found()], { read, form: formWith(typed!) }))).toContain('LIC_REGISTRY_DIFFERS')
  })

  it.each([
    ['陈小明、王丽华', '陈小明'],
    ['陈小明', '王丽华、陈小明'],
    ['陈小明、王丽华', '王丽华、陈小明'],
  ])('names one or all of several operators: %s and %s', (printed, operator) => {
    const read = { business_licence: { operator: { value: printed, confidence: 0.99 } } }
    expect(decidedWith([found({ operator })], { read }).outcome).toBe('approved')
    const other = codesOf(decidedWith([found({ operator: '欧阳修远、李娜' })], { read }))
    expect(other).toContain('LIC_REGISTRY_DIFFERS')
  })

  it('and has another name than the licence, which was read for sure', () => {
    const read = { business_licence: { name: { value: '深圳市南山区大伟五金店', confidence: 0.99 } } }
    expect(codesOf(decidedWith([found()], { read }))).toContain('LIC_REGISTRY_DIFFERS')
  })

  it('stands in for an address on the licence that could not be read', () => {
    const read = { business_licence: { address: null } }
    expect(codesOf(decidedWith([], { read }))).toContain('READING_UNSURE')
    expect(codesOf(decidedWith([found()], { read }))).not.toContain('READING_UNSURE')
    const elsewhere = found({ address: '黑龙江省哈尔滨市道里区中央大街8号' })
    expect(codesOf(decidedWith([elsewhere], { read }))).toContain('READING_UNSURE')
  })

  it('says nothing of this licence where the typed code is another’s', () => {
    const other = { business_licence: { creditCode: { value: '92440300MA5EL9K99R', confidence: 0.98 } } }
    for (const answer of [registry({ state: 'not_found' }), found({ status: 'revoked', name: '别家' })]) {
      expect(codesOf(decidedWith([answer], { read: other }))).toEqual(['LIC_CODE_MISMATCH'])
    }
  })

  it('that gives no answer sends it to a person', () => {
    const decision = decidedWith([registry({ state: 'unavailable', error: 'circuit-open' })])
    expect(decision.outcome).toBe('manual_review')
    expect(codesOf(decision)).toEqual(['LIC_UNVERIFIED'])
    expect(decision.cells.filter(({ b }) => b.source === 'registry')).toMatchObject([
      { fact: 'creditCode', verdict: 'UNKNOWN', steps: ['unavailable'] },
    ])
  })
})

it('weighs no answer lightly: it says nothing of the merchant', () => {
  expect(policy.risk.code.ACCT_UNVERIFIED).toBeLessThan(policy.risk.severity.review)
  expect(policy.risk.code.LIC_UNVERIFIED).toBeLessThan(policy.risk.severity.review)
})
