import { describe, expect, it } from 'vitest'
import { readDocument } from '../../../src/documents/read-document.ts'
import { at, readingOf, type Printed } from './printed.ts'

const read = (lines: readonly Printed[], camera = {}) => readDocument('scene_signboard', readingOf(lines, camera))
const text = (lines: readonly Printed[]) => read(lines).fields['text']?.value

describe('the lettering of a sign', () => {
  it('names the largest first, phone numbers last', () => {
    const lines = [at('烟酒饮料', 300, 100, 60), at('电话13800138000', 300, 420, 70), at('春风里便利店', 300, 200, 160)]
    expect(text(lines)).toBe('春风里便利店\n烟酒饮料\n电话13800138000')
  })

  it('joins letters that stand far apart', () => {
    const lines = ['春', '风', '里'].map((sign, i) => at(sign, 200 + i * 300, 200, 160))
    expect(text(lines)).toBe('春风里')
    expect(read(lines, { tilt: 8 }).fields['text']?.value).toBe('春风里')
  })

  it('leaves out what was hardly read, single small signs and small print', () => {
    const lines = [
      at('春风里便利店', 300, 200, 160),
      at('木林森', 300, 600, 120, { confidence: 0.35 }),
      at('一', 900, 700, 40),
      at('营业时间', 900, 800, 20),
    ]
    expect(text(lines)).toBe('春风里便利店')
  })

  it('weighs the confidence by size', () => {
    const sure = read([at('春风里便利店', 300, 200, 160), at('烟酒饮料', 300, 500, 50, { confidence: 0.6 })])
    const unsure = read([at('春风里便利店', 300, 200, 160, { confidence: 0.6 }), at('烟酒饮料', 300, 500, 50)])
    expect(sure.fields['text']?.confidence).toBeGreaterThan(0.95)
    expect(unsure.fields['text']?.confidence).toBeLessThan(0.7)
    expect(sure.wanting).toEqual([])
    expect(unsure.wanting).toEqual(['text'])
  })

  it('reads vertical lettering', () => {
    const reading = readingOf([])
    const box = [
      [100, 100],
      [180, 100],
      [180, 600],
      [100, 600],
    ] as const
    const lines = [{ text: '春风里', confidence: 0.98, box }]
    expect(readDocument('scene_signboard', { ...reading, lines }).fields['text']?.value).toBe('春风里')
  })

  it('says that there is none', () => {
    expect(read([])).toEqual({
      detected: { kind: 'no_text', confidence: 0.99 },
      fields: { text: { value: null, confidence: 0 } },
      wanting: ['text'],
    })
  })
})

describe('photos that carry no document', () => {
  it('have no fields', () => {
    const reading = readDocument('scene_interior', readingOf([at('收银台', 300, 200, 60)]))
    expect(reading).toEqual({ detected: { kind: 'other_text', confidence: 0.99 }, fields: {}, wanting: [] })
  })
})
