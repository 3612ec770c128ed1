import { expect, test } from 'vitest'
import { withoutIdleSpaces } from '../../../src/ocr/tesseract/lines.ts'
import { toGreymap } from '../../../src/ocr/tesseract/page-image.ts'

test('spaces between Chinese characters go, those around digits and letters stay', () => {
  expect(withoutIdleSpaces(' 姓 名  张 三\n')).toBe('姓名张三')
  expect(withoutIdleSpaces('号码 6222  0212')).toBe('号码 6222 0212')
  expect(withoutIdleSpaces('餐饮 ； 食品')).toBe('餐饮；食品')
})

test('a greymap says its size and holds the luma of every pixel', () => {
  const file = toGreymap({ width: 3, height: 1, data: Uint8Array.from([255, 255, 255, 0, 0, 0, 255, 0, 0]) })
  expect(file.subarray(0, 2).toString('latin1')).toBe('P5')
  expect(file.toString('latin1')).toContain('\n3 1\n255\n')
  expect([...file.subarray(-3)]).toEqual([255, 0, 76])
})

test('pixels stand behind the first 500 bytes, where an EXIF orientation would be looked for', () => {
  const file = toGreymap({ width: 1, height: 1, data: Uint8Array.from([1, 2, 3]) })
  expect(file.length - 1).toBeGreaterThanOrEqual(500)
})
