import type { Verdict } from '../../../src/domain/evidence.ts'

/** Pairs of names of businesses, what comparing them must say, and the step that it must give. */
export const businessNamePairs: readonly (readonly [a: string, b: string, verdict: Verdict, step?: string])[] = [
  ['深圳市阿明便利店', '深圳市阿明便利店', 'MATCH'],
  ['深圳市（南山）阿明店', '深圳市(南山)阿明店', 'NORMALISED', 'nfkc'],
  ['深圳市 阿明 便利店', '深圳市阿明便利店', 'NORMALISED', 'nfkc'],
  ['深圳市阿明ＡＢ店', '深圳市阿明ab店', 'NORMALISED', 'nfkc'],
  ['深圳市“阿明”便利店', '深圳市阿明便利店', 'NORMALISED', 'nfkc'],
  ['深圳市陳記麵館', '深圳市陈记麵館', 'NORMALISED', 'nfkc'],
  ['深圳市阿明便利店', '深圳市阿明便利店（个体工商户）', 'NORMALISED', 'legal-form'],
  ['深圳市阿明便利店(个体)', '深圳市阿明便利店', 'NORMALISED', 'legal-form'],
  ['阿明便利店', '深圳市南山区阿明便利店', 'PARTIAL', 'region'],
  ['南山区阿明便利店', '深圳市南山区阿明便利店', 'PARTIAL', 'region'],
  ['深圳市阿明便利店', '深圳市阿明商店', 'PARTIAL', 'trade'],
  ['阿明小吃店', '阿明餐饮店', 'PARTIAL', 'trade'],
  ['深圳市阿\uFFFD便利店', '深圳市阿明便利店', 'PARTIAL', 'wildcard'],
  ['深圳市阿明便利店', '深圳市阿月便利店', 'MISMATCH', 'one-character-apart'],
  ['深圳市阿明便利店', '深圳市阿明明便利店', 'MISMATCH', 'one-character-apart'],
  ['广州市阿明便利店', '深圳市阿明便利店', 'MISMATCH'],
  ['福田区阿明便利店', '南山区阿明便利店', 'MISMATCH'],
  ['深圳市阿明便利店', '成都市好味道餐饮店', 'MISMATCH'],
  ['***', '深圳市阿明便利店', 'UNKNOWN'],
  ['', '深圳市阿明便利店', 'UNKNOWN'],
]
