import { describe, expect, it } from 'vitest'
import { bytesText, countText, rateText, waitText } from '../../../src/console/pages/operations/sizes.ts'

describe('sizes as the pages of operations say them', () => {
  it.each([
    [0, '0 B'],
    [512, '512 B'],
    [1_023, '1023 B'],
    [1_024, '1 KB'],
    [6_871_947_674, '6.4 GB'],
    [100 * 1_024, '100 KB'],
    [10_239, '10 KB'],
    [1_048_575, '1 MB'],
    [2 ** 60, '1048576 TB'],
  ])('%d bytes: %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text)
  })

  it.each([
    [0, '0'],
    [0.04, '<0.1'],
    [0.2, '0.2'],
    [9.94, '9.9'],
    [9.99, '10'],
    [1_234.5, '1,235'],
  ])('%d a minute: %s', (rate, text) => {
    expect(rateText(rate)).toBe(text)
  })

  it.each([
    [0.9, '0 秒', '0 s'],
    [59.9, '59 秒', '59 s'],
    [61, '1 分钟', '1 min'],
    [7_200, '2 小时', '2 h'],
  ])('a wait of %d s: %s, %s', (span, zh, en) => {
    expect([waitText(span, 'zh'), waitText(span, 'en')]).toEqual([zh, en])
  })

  it('parts thousands', () => {
    expect([countText(0), countText(7_412), countText(1_000_000)]).toEqual(['0', '7,412', '1,000,000'])
  })
})
