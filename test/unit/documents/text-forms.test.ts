import { expect, test } from 'vitest'
import { halfLabel, withDigits } from '../../../src/documents/text-forms.ts'

test('small letters in house numbers are the digits that they were taken for', () => {
  expect(withDigits('贵州省贵阳市云岩区青石巷q1号')).toBe('贵州省贵阳市云岩区青石巷91号')
  expect(withDigits('白鹭大道1l号2层1o2铺')).toBe('白鹭大道11号2层102铺')
  expect(withDigits('望江路244号ql室')).toBe('望江路244号91室')
})

test('other letters stay', () => {
  for (const text of ['青石巷A1号', '科技园B座3层', 'Soho现代城6号楼', '望江路o2o体验店'])
    expect(withDigits(text)).toBe(text)
})

test('half a label goes from a name, and no name loses its own characters', () => {
  expect('姓名薛娇妹'.replace(halfLabel, '')).toBe('薛娇妹')
  expect('名张伟'.replace(halfLabel, '')).toBe('张伟')
  for (const name of ['张名伟', '名雪', '性空']) expect(name.replace(halfLabel, '')).toBe(name)
})
