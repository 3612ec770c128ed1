import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creditCodesIn, withQr } from '../../../src/documents/qr-licence.ts'
import type { DocumentReading } from '../../../src/documents/reading.ts'
import type { FieldValue } from '../../../src/domain/evidence.ts'
import type { Quad } from '../../../src/domain/geometry.ts'
import { isCreditCode } from '../../../src/domain/numbers.ts'

const code = '92440305MAJDALKQ5R'
const otherCode = '92530102MA2R7XEG3H'

describe('what a licence’s QR code says', () => {
  it.each([
    ['the address of the public register', `http://www.gsxt.gov.cn/index.html?uniscid=${code}`],
    ['the same in capitals and escaped', `HTTP%3A%2F%2FWWW.GSXT.GOV.CN%2FINDEX.HTML%3FUNISCID%3D${code}`],
    ['small letters', `https://sc.gsxt.gov.cn/q?uniscid=${code.toLowerCase()}&t=1`],
    ['plain text', `统一社会信用代码：${code}；名称：南山区甘泉鸡煲；登记机关：南山监管局`],
    ['the code alone', code],
    ['lines', `名称:甘泉鸡煲\r\n代码:${code}\r\n红盾网链接：http://zj.gsxt.gov.cn/%7BA6E009D6C186F8%7D`],
  ])('is found in %s', (_, text) => expect(creditCodesIn(text)).toEqual([code]))

  it.each([
    [
      'an opaque address',
      'http://www.gsxt.gov.cn/%7BIpUiz2ySe_d1Zd8nSikrFMeQFGfCJEpu1v92i6rnuPLauFNB0zqm-1508980989967%7D',
    ],
    ['a code within a longer word', `x${code}`],
    ['a code with a wrong check character', `${code.slice(0, -1)}T`],
    ['nothing', ''],
    ['a broken escape', '%E0%A4%A'],
    ['a payment code', 'https://qr.95516.com/00010000/62021234567890'],
  ])('is nothing in %s', (_, text) => expect(creditCodesIn(text)).toEqual([]))

  it('is, whatever the text, codes that pass their check', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(creditCodesIn(text).every(isCreditCode)).toBe(true)
      }),
    )
  })

  it('is found once, though it stands there twice', () => expect(creditCodesIn(`${code} ${code}`)).toEqual([code]))
})

const box: Quad = [
  [10, 10],
  [90, 10],
  [90, 90],
  [10, 90],
]
const printedBox: Quad = [
  [200, 10],
  [400, 10],
  [400, 40],
  [200, 40],
]
const register = (said: string) => ({ text: `http://www.gsxt.gov.cn/index.html?uniscid=${said}`, box })

const reading = (creditCode: FieldValue): DocumentReading => ({
  detected: { kind: 'business_licence', confidence: 0.99 },
  fields: { creditCode, name: { value: '甘泉鸡煲', confidence: 0.99 } },
  wanting: ['creditCode'],
})

const merged = (creditCode: FieldValue, ...said: string[]) =>
  withQr(reading(creditCode), said.map(register)).fields['creditCode']

describe('a licence with a QR code', () => {
  const printed: FieldValue = { value: code, confidence: 0.93, checkDigit: 'valid', box: printedBox }

  it('is surer of a printed code that the QR code repeats, and wants it no longer', () => {
    expect(merged(printed, code)).toEqual({ ...printed, confidence: 0.995, qr: 'agrees' })
    expect(withQr(reading(printed), [register(code)]).wanting).not.toContain('creditCode')
  })

  it('takes the code from the QR code where the print was not read, with modest confidence', () => {
    const alone = { value: code, confidence: 0.85, checkDigit: 'valid', box, qr: 'alone' }
    expect(merged({ value: null, confidence: 0 }, code)).toEqual(alone)
    expect(merged({ value: '92440305MAJDALKQ5', confidence: 0.4, checkDigit: 'invalid' }, code)).toEqual({
      ...alone,
      raw: '92440305MAJDALKQ5',
    })
  })

  it('takes back a repair that chose another character than the QR code has', () => {
    const raw = `${code.slice(0, 8)}7${code.slice(9)}`
    const wrong: FieldValue = { value: otherCode, confidence: 0.7, raw, checkDigit: 'valid', repaired: true }
    expect(merged(wrong, code)).toEqual({ value: code, raw, confidence: 0.85, checkDigit: 'valid', box, qr: 'alone' })
  })

  it('keeps the printed code in doubt where the QR code names another licence', () => {
    const differs = { ...printed, confidence: 0.7, qr: 'differs', qrValue: otherCode }
    expect(merged(printed, otherCode)).toEqual(differs)
  })

  it('does not let a QR code explain away a print that surely fails its check', () => {
    const forged: FieldValue = { value: `${code.slice(0, -1)}T`, confidence: 0.99, checkDigit: 'invalid' }
    expect(merged(forged, code)).toMatchObject({ value: forged.value, qr: 'differs', qrValue: code })
  })

  it('says nothing where two QR codes name two licences, unless one of them is the printed one', () => {
    expect(merged(printed, otherCode, '92360102MAE23LE749')).toBe(printed)
    expect(merged(printed, otherCode, code)).toMatchObject({ qr: 'agrees' })
  })

  it('holds nothing against the registration number that the code has replaced', () => {
    const old: FieldValue = { value: '110108000000016', confidence: 0.98, checkDigit: 'valid' }
    expect(merged(old, code)).toBe(old)
  })

  it('is read as before without a QR code, or with one that says no code', () => {
    expect(merged(printed)).toBe(printed)
    expect(withQr(reading(printed), [{ text: 'https://example.com/', box }]).fields['creditCode']).toBe(printed)
  })
})
