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

  it('reads vertical lettering, and columns from the right', () => {
    const column = (text: string, x: number) => {
      const box = [
        [x, 100],
        [x + 80, 100],
        [x + 80, 600],
        [x, 600],
      ] as const
      return { text, confidence: 0.98, box }
    }
    const shown = (lines: ReturnType<typeof column>[]) =>
      readDocument('scene_signboard', { ...readingOf([]), lines }).fields['text']?.value
    expect(shown([column('春风里', 500)])).toBe('春风里')
    expect(shown([column('便利店', 380), column('春风里', 500)])).toBe('春风里\n便利店')
  })

  it('reads letters set one below the other', () => {
    const stack = ['春', '风', '里'].map((sign, i) => at(sign, 300, 100 + i * 130, 100))
    expect(text([...stack, at('电话13800138000', 600, 900, 40)])).toBe('春风里\n电话13800138000')
  })

  it('says that there is none', () => {
    const none = { value: null, confidence: 0 }
    expect(read([])).toEqual({
      detected: { kind: 'no_text', confidence: 0.99 },
      fields: { text: none, overlay: none, screenText: none },
      wanting: ['text'],
    })
  })
})

describe('the words of a place', () => {
  const words = (lines: readonly Printed[]) => readDocument('scene_interior', readingOf(lines)).fields['text']?.value

  it('stand there once each, and are not asked for again', () => {
    const shelf = [0, 1, 2, 3].map((i) => at('牛奶', 300 + i * 120, 300, 24))
    expect(words([at('收银台', 300, 600, 60), ...shelf, at('果汁', 300, 800, 22)])).toBe('收银台\n牛奶\n果汁')
    expect(readDocument('scene_interior', readingOf([])).wanting).toEqual([])
  })
})
