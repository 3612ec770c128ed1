import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printedDate, printedPeriod } from '../../../src/documents/printed-dates.ts'
import { readDocument } from '../../../src/documents/read-document.ts'
import { at, readingOf, valuesOf, type Printed } from './printed.ts'

const card = (issuer: string, period: string): Printed[] => [
  at('中华人民共和国', 500, 150, 60),
  at('居民身份证', 480, 270, 90),
  at('签发机关', 400, 600, 28),
  at(issuer, 560, 600, 28),
  at('有效期限', 400, 670, 28),
  at(period, 560, 670, 28),
]
const read = (lines: readonly Printed[], camera = {}) => readDocument('id_emblem', readingOf(lines, camera))

describe('the emblem side of an ID card', () => {
  it('reads who issued it and for how long', () => {
    const { detected, fields, wanting } = read(card('北京市公安局朝阳分局', '2015.03.12-2035.03.12'))
    expect(valuesOf(fields)).toEqual({
      issuer: '北京市公安局朝阳分局',
      validFrom: '2015-03-12',
      validUntil: '2035-03-12',
    })
    expect(detected).toEqual({ kind: 'id_emblem', confidence: 0.99 })
    expect(wanting).toEqual([])
  })

  it('reads it tilted, in perspective, and with labels joined to their values', () => {
    const joined = [at('签发机关北京市公安局朝阳分局', 400, 600, 28), at('有效期限2015.03.12-2035.03.12', 400, 670, 28)]
    fc.assert(
      fc.property(
        fc.constantFrom(card('北京市公安局朝阳分局', '2015.03.12-2035.03.12'), joined),
        fc.double({ min: -10, max: 10, noNaN: true }),
        fc.double({ min: -0.25, max: 0.25, noNaN: true }),
        (lines, tilt, keystone) => {
          expect(valuesOf(read(lines, { tilt, keystone }).fields)).toEqual({
            issuer: '北京市公安局朝阳分局',
            validFrom: '2015-03-12',
            validUntil: '2035-03-12',
          })
        },
      ),
      { numRuns: 60, seed: 5 },
    )
  })

  it('reads an issuer of two rows', () => {
    const lines = [...card('阿坝藏族羌族自治州汶川县', '2010.05.06-长期'), at('公安局', 560, 634, 28)]
    expect(valuesOf(read(lines).fields)).toEqual({
      issuer: '阿坝藏族羌族自治州汶川县公安局',
      validFrom: '2010-05-06',
      validUntil: 'long-term',
    })
  })

  it('takes no echo of a label for the value', () => {
    const lines = card('汶川县公安局', '2010.05.06-长期').map((line) =>
      line.text === '签发机关' ? { ...line, text: '签发机关关' } : line,
    )
    expect(read(lines).fields['issuer']?.value).toBe('汶川县公安局')
  })

  it('finds both without their labels, less surely', () => {
    const lines = card('汶川县公安局', '2015.03.12-2035.03.12').filter(({ text }) => !/签发|期限/.test(text))
    const { fields, wanting } = read(lines)
    expect(valuesOf(fields)).toEqual({ issuer: '汶川县公安局', validFrom: '2015-03-12', validUntil: '2035-03-12' })
    // A lawful period speaks for itself; an office without its label may be part of something else.
    expect(wanting).toEqual(['issuer'])
  })

  it('gives each date its own half of the row', () => {
    const { fields } = read(card('汶川县公安局', '2015.03.12-2035.03.12'))
    const [from, until] = [fields['validFrom']!.box!, fields['validUntil']!.box!]
    expect(Math.max(...from.map(([x]) => x))).toBeLessThanOrEqual(Math.min(...until.map(([x]) => x)) + 1)
    expect(Math.max(...until.map(([x]) => x))).toBeGreaterThan(Math.max(...from.map(([x]) => x)) + 50)
  })

  it('doubts a period that ends before it begins', () => {
    const { fields } = read(card('汶川县公安局', '2035.03.12-2015.03.12'))
    expect(fields['validUntil']?.confidence).toBeLessThan(0.6)
  })

  it('tells a temporary card', () => {
    const lines = [at('中华人民共和国', 500, 150, 60), at('临时居民身份证', 480, 270, 90), at('签发机关', 400, 600, 28)]
    expect(read(lines).detected.kind).toBe('temporary_id')
    expect(read(lines).wanting).toEqual([])
  })
})

describe('a printed period', () => {
  it.each([
    '2015.03.12-2035.03.12',
    '2015.03.12—2035.03.12',
    '2015.03.12一2035.03.12',
    '2015.03.122035.03.12',
    '20150312-20350312',
    '2015.0312-2035.03.12',
    '2015 . 03 . 12 - 2035 . 03 . 12',
    '2015．03．12－2035．03．12',
    '2O15.03.12-2035.03.I2',
    '2015·03·12~2035·03·12',
  ])('%s', (text) => {
    expect(printedPeriod(text)).toEqual({ from: '2015-03-12', until: '2035-03-12' })
  })

  it.each(['2010.05.06-长期', '2010.05.06长期', '2010.05.06-長期', '2010.05.06-长朝', '20100506一长期'])(
    '%s',
    (text) => {
      expect(printedPeriod(text)).toEqual({ from: '2010-05-06', until: 'long-term' })
    },
  )

  it.each(['', '长期', '2015.13.12-2035.03.12', '2015.03.12-2035.02.30', '2015.03.12', '2015.03.12-', '13800138000'])(
    '%s is none',
    (text) => {
      expect(printedPeriod(text)).toBeNull()
    },
  )

  it('comes back for any two days, whichever marks were lost', () => {
    const day = fc
      .date({ min: new Date('1990-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
      .map((d) => d.toISOString().slice(0, 10))
    const mark = fc.constantFrom('.', '', '．', '·')
    fc.assert(
      fc.property(day, day, mark, mark, fc.constantFrom('-', '—', '一', ''), (from, until, a, b, dash) => {
        const print = (text: string) => text.replace('-', a).replace('-', b)
        expect(printedPeriod(print(from) + dash + print(until))).toEqual({ from, until })
      }),
      { seed: 3 },
    )
  })
})

describe('a printed date', () => {
  it.each([
    '2019年03月01日',
    '2019年3月1日',
    '2019 年 3 月 1 日',
    '2019年0 3月0 1日',
    '2019.03.01',
    '2019-3-1',
    '20190301',
    '２０１９年０３月０１日',
    '注册日期：2019年03月01日',
  ])('%s', (text) => {
    expect(printedDate(text)).toBe('2019-03-01')
  })

  it.each(['', '2019年13月01日', '2019年02月30日', '03月01日', '20190301123'])('%s is none', (text) => {
    expect(printedDate(text)).toBeNull()
  })
})
