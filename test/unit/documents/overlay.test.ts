import { describe, expect, it } from 'vitest'
import { readDocument } from '../../../src/documents/read-document.ts'
import { at, readingOf, type Camera, type Printed } from './printed.ts'

/** Pages are 1600 by 1200 pixels. */
const fields = (lines: readonly Printed[], camera: Camera = {}) =>
  readDocument('scene_interior', readingOf(lines, camera)).fields
const overlay = (lines: readonly Printed[]) => fields(lines)['overlay']?.value ?? null
const screenText = (lines: readonly Printed[]) => fields(lines)['screenText']?.value ?? null

const goods = [at('牛奶', 600, 500, 30), at('9.9元', 700, 560, 26), at('收银台', 500, 700, 70)]
const stamp = [
  at('10:24', 40, 960, 60),
  at('2026-11-20 星期五', 40, 1035, 26),
  at('深圳市南山区·科技南路', 40, 1075, 26),
  at('多云 23℃', 40, 1115, 26),
]

describe('the stamp of a watermark camera', () => {
  it('is told from the lettering of the place', () => {
    expect(overlay([...goods, ...stamp])).toBe('10:24\n2026-11-20星期五\n深圳市南山区·科技南路\n多云23℃')
    expect(fields([...goods, ...stamp])['text']?.value).toBe('收银台\n牛奶\n9.9元')
  })

  it('is found in any corner', () => {
    const moved = (dx: number, dy: number) => stamp.map((line) => ({ ...line, x: line.x + dx, y: line.y + dy }))
    for (const lines of [moved(1200, 0), moved(0, -930), moved(1200, -930)])
      expect(overlay([...goods, ...lines])).toContain('2026-11-20')
  })

  it('may be one line with a date', () =>
    expect(overlay([at('2026/11/20 10:24:05', 1250, 1140, 28)])).toContain('10:24'))

  it.each([
    ['opening hours', at('营业时间 9:00-22:00', 60, 1100, 30)],
    ['opening hours without the word', at('9:00-22:00', 60, 1100, 30)],
    ['the days of an offer', at('2026.11.1-2026.11.30', 60, 1100, 30)],
    ['a clock alone', at('10:24', 60, 1100, 30)],
    ['a date in the middle', at('2026-11-20', 700, 600, 30)],
    ['a large date', at('2026-11-20', 60, 900, 130)],
    ['a date of expiry', at('有效期至2027-11-20', 60, 1100, 30)],
  ])('is not %s', (_, line) => expect(overlay([...goods, line])).toBeNull())

  it('stands level', () => {
    expect(fields([...goods, ...stamp], { tilt: 9 })['overlay']?.value).toBeNull()
  })
})

describe('marks of the web', () => {
  it.each([
    at('视觉中国', 700, 600, 40),
    at('shutterstock', 100, 300, 40),
    at('www.58pic.com', 600, 900, 30),
    at('小红书号：12345678', 1250, 1120, 28),
    at('抖音号：abc123', 40, 1130, 28),
    at('大众点评', 1480, 1150, 28),
  ])('$text', (line) => expect(overlay([...goods, line])).toBe(line.text))

  it.each([
    ['a sticker on the door', at('美团', 500, 700, 60)],
    ['a sticker at the edge, at an angle', at('大众点评', 1300, 900, 40)],
    ['an account on a poster', at('抖音号：abc123', 700, 500, 30)],
    ['ways to pay', at('微信支付', 1400, 1120, 40)],
    ['a name in large letters', at('图虫', 300, 200, 160)],
  ])('%s is none', (_, line) => expect(overlay([...goods, line])).toBeNull())
})

describe('the screen of a phone', () => {
  it('shows two things of its status bar in one row at the top', () => {
    expect(screenText([at('10:24', 60, 18, 26), at('5G', 1400, 18, 26), at('85%', 1500, 18, 26), ...goods])).toBe(
      '10:24\n5G\n85%',
    )
    expect(screenText([at('中国移动 4G 10:24', 60, 18, 26), ...goods])).not.toBeNull()
  })

  it('or its buttons', () => {
    expect(screenText([...goods, at('返回', 40, 60, 40), at('10:24', 60, 18, 26)])).not.toBeNull()
  })

  it.each([
    ['a clock', [at('10:24', 60, 18, 26)]],
    ['a discount', [at('85%', 60, 18, 26)]],
    ['a poster of 5G at the top', [at('5G', 60, 18, 26), at('中国移动', 500, 300, 80)]],
    ['two rows', [at('10:24', 60, 2, 20), at('5G', 1200, 40, 24)]],
  ])('is not %s', (_, lines) => expect(screenText([...lines, ...goods])).toBeNull())
})
