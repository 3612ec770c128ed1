import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { knownBank, ownName } from '../../../src/documents/banks.ts'
import { readDocument } from '../../../src/documents/read-document.ts'
import { at, readingOf, valuesOf, type Printed } from './printed.ts'

const number = '6222021001012345671'
const groups = ['6222', '0210', '0101', '2345', '671']
const card = (digits: Printed[], kind = '储蓄卡'): Printed[] => [
  at('中国工商银行', 300, 200, 60),
  at('INDUSTRIAL AND COMMERCIAL BANK OF CHINA', 300, 280, 20),
  at(kind, 1200, 200, 40),
  ...digits,
  at('VALID THRU 12/28', 300, 800, 30),
  at('客户服务热线 95588', 300, 880, 30),
  at('银联', 1300, 850, 60),
]
const whole = (more: Partial<Printed> = {}, text = groups.join(' ')) => [at(text, 280, 600, 70, more)]
const read = (lines: readonly Printed[], camera = {}) => readDocument('bank_card', readingOf(lines, camera))

describe('a bank card', () => {
  it('reads number, bank and kind', () => {
    const { detected, fields, wanting } = read(card(whole()))
    expect(valuesOf(fields)).toEqual({ cardNumber: number, bankName: '中国工商银行', cardType: 'debit' })
    expect(fields['cardNumber']?.checkDigit).toBe('valid')
    expect(detected.kind).toBe('bank_card')
    expect(wanting).toEqual([])
  })

  it('joins groups that were found apart, at any tilt up to 10 degrees', () => {
    const apart = groups.map((group, i) => at(group, 280 + i * 200, 600, 70))
    fc.assert(
      fc.property(fc.double({ min: -10, max: 10, noNaN: true }), (tilt) => {
        expect(read(card(apart), { tilt }).fields['cardNumber']?.value).toBe(number)
      }),
      { numRuns: 40, seed: 3 },
    )
  })

  it('prefers the decode of the whole row, where it passes Luhn', () => {
    const masked = { digits: { text: number, confidence: 0.93 } }
    const { fields } = read(card(whole({ masked }, '6222 0210 O1O1 2345 G71')))
    expect(fields['cardNumber']).toMatchObject({ value: number, checkDigit: 'valid' })
  })

  it('takes the free text where the whole row fails Luhn', () => {
    const masked = { digits: { text: '6222021001012345670', confidence: 0.99 } }
    expect(read(card(whole({ masked }))).fields['cardNumber']).toMatchObject({ value: number, checkDigit: 'valid' })
  })

  it('doubts two different valid numbers', () => {
    const masked = { digits: { text: '6222021001012345689', confidence: 0.99 } }
    expect(read(card(whole({ masked }))).fields['cardNumber']?.confidence).toBeLessThan(0.7)
  })

  it('leaves a number that fails Luhn as it is', () => {
    const { fields, wanting } = read(card(whole({}, '6222 0210 0101 2345 670')))
    expect(fields['cardNumber']).toMatchObject({ value: '6222021001012345670', checkDigit: 'invalid' })
    expect(wanting).toEqual(['cardNumber'])
  })

  it('takes no phone number, date or part of another number for it', () => {
    const lines = card([at('13800138000', 300, 500, 40), at('400-669-5588', 300, 560, 40), at('2028', 300, 620, 40)])
    expect(read(lines).fields['cardNumber']).toEqual({ value: null, confidence: 0 })
  })

  it.each([
    ['储蓄卡', 'debit'],
    ['借记卡', 'debit'],
    ['DEBIT CARD', 'debit'],
    ['Debit', 'debit'],
    ['信用卡', 'credit'],
    ['CREDIT', 'credit'],
    ['贷记卡', 'credit'],
    ['准贷记卡', 'credit'],
    ['预付卡', 'prepaid'],
    ['金卡', null],
  ])('%s is %s', (text, kind) => {
    expect(read(card(whole(), text)).fields['cardType']?.value).toBe(kind)
  })
})

describe('the name of a bank', () => {
  it.each([
    ['中国银行', '中国银行'],
    ['BANK OF CHINA', '中国银行'],
    ['AGRICULTURAL BANK OF CHINA', '中国农业银行'],
    ['ICBC', '中国工商银行'],
    ['ICBC中国工商银行', '中国工商银行'],
    ['邮储银行', '中国邮政储蓄银行'],
    ['SPD BANK', '上海浦东发展银行'],
    ['UnionPay', null],
    ['银联', null],
  ])('%s is %s', (line, name) => {
    expect(knownBank(line)).toBe(name)
  })

  it.each([
    ['梧桐银行', '梧桐银行'],
    ['某某农村商业银行', '某某农村商业银行'],
    ['桂林银行股份有限公司', '桂林银行'],
    ['银行卡', null],
    ['请到发卡银行办理', null],
    ['持卡人须知', null],
  ])('%s prints %s', (line, name) => {
    expect(ownName(line)).toBe(name)
  })
})
