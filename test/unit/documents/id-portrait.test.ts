import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDocument } from '../../../src/documents/read-document.ts'
import { at, readingOf, valuesOf, type Printed } from './printed.ts'

const number = '11010519491231002X'
const separate: Printed[] = [
  at('姓名', 200, 200, 26),
  at('张三', 320, 198, 32),
  at('性别', 200, 280, 26),
  at('女', 320, 280, 30),
  at('民族', 480, 280, 26),
  at('汉', 590, 280, 30),
  at('出生', 200, 360, 26),
  at('1949', 320, 360, 30),
  at('年', 405, 360, 26),
  at('12', 455, 360, 30),
  at('月', 500, 360, 26),
  at('31', 545, 360, 30),
  at('日', 590, 360, 26),
  at('住址', 200, 440, 26),
  at('北京市朝阳区民族园路一号', 320, 440, 30),
  at('院民族大厦3号楼2单元', 320, 486, 30),
  at('501室', 320, 532, 30),
  at('公民身份号码', 200, 660, 26),
  at(number, 480, 658, 34),
]
const merged: Printed[] = [
  at('姓名张三', 200, 200, 30),
  at('性别女民族汉', 200, 280, 30),
  at('出生1949年12月31日', 200, 360, 30),
  at('住址北京市朝阳区民族园路一号', 200, 440, 30),
  at('院民族大厦3号楼2单元', 262, 486, 30),
  at('501室', 262, 532, 30),
  at(`公民身份号码${number}`, 200, 660, 30),
]
const truth = {
  name: '张三',
  sex: 'female',
  ethnicity: '汉',
  birthDate: '1949-12-31',
  address: '北京市朝阳区民族园路一号院民族大厦3号楼2单元501室',
  idNumber: number,
}
const read = (lines: readonly Printed[], camera = {}) => readDocument('id_portrait', readingOf(lines, camera))
const replace = (lines: readonly Printed[], old: string, text: string, more: Partial<Printed> = {}) =>
  lines.map((line) => (line.text === old ? { ...line, text, ...more } : line))

describe('the portrait side of an ID card', () => {
  it('reads labels and values apart, and says what it is', () => {
    const { detected, fields, wanting } = read(separate)
    expect(valuesOf(fields)).toEqual(truth)
    expect(detected.kind).toBe('id_portrait')
    expect(detected.confidence).toBeGreaterThan(0.9)
    expect(wanting).toEqual([])
    expect(fields['idNumber']?.checkDigit).toBe('valid')
    expect(fields['name']?.confidence).toBeGreaterThan(0.95)
  })

  it('reads labels and values joined in one line', () => {
    expect(valuesOf(read(merged).fields)).toEqual(truth)
  })

  it.each([separate, merged])('reads any tilt up to 10 degrees and strong perspective', (...lines) => {
    fc.assert(
      fc.property(
        fc.double({ min: -10, max: 10, noNaN: true }),
        fc.double({ min: -0.25, max: 0.25, noNaN: true }),
        (tilt, keystone) => {
          expect(valuesOf(read(lines, { tilt, keystone }).fields)).toEqual(truth)
        },
      ),
      { numRuns: 60, seed: 7 },
    )
  })

  it('does not depend on the order in which lines were found', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(separate, { minLength: separate.length }), (lines) => {
        expect(valuesOf(read(lines).fields)).toEqual(truth)
      }),
      { numRuns: 30, seed: 7 },
    )
  })

  it('finds fields under misread labels', () => {
    const lines = replace(replace(replace(separate, '姓名', '娃名'), '住址', '住扯'), '公民身份号码', '公民身分号玛')
    expect(valuesOf(read(lines).fields)).toEqual(truth)
  })

  it('finds the name above the sex and the address below the birth where their labels were not read, less surely', () => {
    const lines = separate.filter(({ text }) => text !== '姓名' && text !== '住址')
    const { fields } = read(lines)
    expect(valuesOf(fields)).toEqual(truth)
    expect(fields['name']?.confidence).toBeLessThan(0.9)
    expect(fields['address']?.confidence).toBeLessThan(0.9)
  })

  it('keeps a long name with its dot, however the dot was read', () => {
    for (const dot of ['·', '•', '．', '・', '.']) {
      const lines = replace(replace(separate, '张三', `阿卜杜热西提${dot}买买提`), '汉', '维吾尔')
      expect(valuesOf(read(lines).fields)).toMatchObject({ name: '阿卜杜热西提·买买提', ethnicity: '维吾尔' })
    }
  })

  it('joins a name that fills its row with the next one, and only such a name', () => {
    const long = [...replace(separate, '张三', '古丽巴哈尔·阿卜杜'), at('热合曼江', 320, 240, 30)]
    expect(read(long).fields['name']?.value).toBe('古丽巴哈尔·阿卜杜热合曼江')
  })

  it('reads a name whose two characters were found apart', () => {
    const lines = [...separate.filter(({ text }) => text !== '张三'), at('张', 320, 198, 32), at('三', 400, 198, 32)]
    expect(read(lines).fields['name']?.value).toBe('张三')
  })

  it('lets an unknown character through as a wildcard that asks for a closer look', () => {
    const { fields, wanting } = read(replace(separate, '张三', '张\uFFFD'))
    expect(fields['name']?.value).toBe('张\uFFFD')
    expect(wanting).toContain('name')
  })

  it('takes the masked decode where the free text is no valid number', () => {
    const masked = { idNumber: { text: number, confidence: 0.96 } }
    const { fields } = read(replace(separate, number, '110105194912310O2X', { masked }))
    expect(fields['idNumber']).toMatchObject({ value: number, checkDigit: 'valid' })
  })

  it('prefers a valid free text to another valid masked decode', () => {
    const masked = { idNumber: { text: '440524188001010014', confidence: 0.99 } }
    expect(read(replace(separate, number, number, { masked })).fields['idNumber']?.value).toBe(number)
  })

  it('never repairs a number that fails its check digit', () => {
    const wrong = '110105194912310021'
    const { fields, wanting } = read(replace(separate, number, wrong))
    expect(fields['idNumber']).toMatchObject({ value: wrong, checkDigit: 'invalid' })
    expect(fields['idNumber']?.confidence).toBeGreaterThan(0.95)
    expect(wanting).toEqual(['idNumber'])
  })

  it('shows a number that lacks digits, with little trust', () => {
    const { fields } = read(replace(separate, number, '1101051949123100'))
    expect(fields['idNumber']).toMatchObject({ value: '1101051949123100', checkDigit: 'invalid' })
    expect(fields['idNumber']?.confidence).toBeLessThan(0.6)
  })

  it('mends an ethnicity by the closed list and keeps what stood there', () => {
    const { fields } = read(replace(separate, '汉', '维吾示'))
    expect(fields['ethnicity']).toMatchObject({ value: '维吾尔', raw: '维吾示' })
  })

  it('answers with empty fields, not with an error, for a page without them', () => {
    const { detected, fields, wanting } = read([at('今日特价', 200, 200, 60), at('牛肉面', 200, 300, 60)])
    expect(detected.kind).toBe('other_text')
    expect(Object.values(valuesOf(fields)).every((value) => value === null)).toBe(true)
    expect(wanting).toHaveLength(6)
  })

  it('takes any lines without failing', () => {
    const text = fc.string({
      unit: fc.constantFrom(...'姓名性别民族住址出生公身份号码 1X年月·\uFFFD𠮷a('),
      maxLength: 24,
    })
    const line = fc.record({
      text,
      x: fc.integer({ min: 0, max: 1500 }),
      y: fc.integer({ min: 0, max: 1100 }),
      size: fc.integer({ min: 1, max: 80 }),
    })
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
        for (const { confidence } of Object.values(read(lines).fields)) {
          expect(confidence).toBeGreaterThanOrEqual(0)
          expect(confidence).toBeLessThanOrEqual(1)
        }
      }),
      { seed: 7 },
    )
  })
})
