import { describe, expect, it } from 'vitest'
import type { FieldValue } from '../../../src/domain/evidence.ts'
import { mergeReadings, type DocumentReading } from '../../../src/documents/read-document.ts'

const reading = (fields: Record<string, FieldValue>, confidence = 0.9): DocumentReading => ({
  detected: { kind: 'id_portrait', confidence },
  fields,
  wanting: [],
})
const merged = (a: FieldValue, b: FieldValue, name = 'name') =>
  mergeReadings('id_portrait', reading({ [name]: a }), reading({ [name]: b })).fields[name]

describe('two readings of one photo', () => {
  it('keep the surer value', () => {
    expect(merged({ value: '张二', confidence: 0.7 }, { value: '张三', confidence: 0.95 })?.value).toBe('张三')
    expect(merged({ value: '张三', confidence: 0.95 }, { value: '张二', confidence: 0.7 })).toEqual({
      value: '张三',
      confidence: 0.95,
    })
  })

  it('keep a value rather than none', () => {
    expect(merged({ value: null, confidence: 0 }, { value: '张三', confidence: 0.3 })?.value).toBe('张三')
  })

  it('keep a number that passes its check rather than a surer one that fails', () => {
    const valid: FieldValue = { value: '11010519491231002X', confidence: 0.8, checkDigit: 'valid' }
    const invalid: FieldValue = { value: '110105194912310021', confidence: 0.99, checkDigit: 'invalid' }
    expect(merged(invalid, valid, 'idNumber')).toEqual(valid)
    expect(merged(valid, invalid, 'idNumber')).toEqual(valid)
  })

  it('doubt what both were sure of and differs', () => {
    expect(merged({ value: '张三', confidence: 0.98 }, { value: '张兰', confidence: 0.95 })?.confidence).toBeLessThan(
      0.9,
    )
  })

  it('keep the longer address where it is nearly as sure, for its end may have been missed', () => {
    const short: FieldValue = { value: '深圳市南山区高新南', confidence: 0.99 }
    const long: FieldValue = { value: '深圳市南山区高新南九道10号', confidence: 0.95 }
    const dirty: FieldValue = { value: '深圳市南山区高新南十口一', confidence: 0.5 }
    expect(merged(short, long, 'address')).toEqual(long)
    expect(merged(dirty, short, 'address')).toEqual(short)
  })

  it('keep the longer name where the shorter one is its beginning: a row was missed', () => {
    const short: FieldValue = { value: '厦门市思明区福来', confidence: 0.99 }
    const long: FieldValue = { value: '厦门市思明区福来水果店（个体工商户）', confidence: 0.9 }
    expect(merged(short, long)).toEqual(long)
    expect(merged(long, short)).toEqual(long)
  })

  it('keep a character that the other look did not know, but are not sure of it: it may only look like the one printed', () => {
    const gap: FieldValue = { value: '贾\uFFFD媛', confidence: 0.75 }
    expect(merged({ value: '贾坤媛', confidence: 0.98 }, gap)).toEqual({ value: '贾坤媛', confidence: 0.89 })
    expect(merged(gap, { value: '贾坤媛', confidence: 0.4 })).toEqual(gap)
  })

  it('ask anew what is still wanting', () => {
    const a = reading({ name: { value: '张三', confidence: 0.99 }, sex: { value: null, confidence: 0 } })
    const b = reading({
      sex: { value: 'male', confidence: 0.99 },
      idNumber: { value: '1', confidence: 0.4, checkDigit: 'invalid' },
    })
    expect(mergeReadings('id_portrait', a, b).wanting).toEqual(['ethnicity', 'birthDate', 'address', 'idNumber'])
  })

  it('keep the better guess at what the photo is', () => {
    const other: DocumentReading = { detected: { kind: 'other_text', confidence: 0.99 }, fields: {}, wanting: [] }
    expect(mergeReadings('id_portrait', other, reading({}, 0.6)).detected.kind).toBe('id_portrait')
    expect(mergeReadings('id_portrait', reading({}, 0.6), reading({}, 0.8)).detected.confidence).toBe(0.8)
  })
})
