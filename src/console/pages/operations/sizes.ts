import { spanText } from '../../time-texts.ts'
import type { Language } from '../../texts.ts'

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** `512 B`, `6.4 GB`: powers of 1,024, with two figures that count. */
export function bytesText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  const n = bytes / 1_024 ** power
  const rounded = n < 10 && power > 0 ? Math.round(n * 10) / 10 : Math.round(n)
  // 1,023.9 KB are 1 MB.
  const [said, unit] = rounded < 1_024 || power === units.length - 1 ? [rounded, power] : [1, power + 1]
  return `${said} ${units[unit] ?? 'B'}`
}

/** `7,412` */
export const countText = (count: number): string => count.toLocaleString('en-GB')

/** A rate a minute: one place after the point where it is small, and never nothing where there is something. */
export function rateText(perMinute: number): string {
  if (perMinute === 0) return '0'
  if (perMinute < 0.1) return '<0.1'
  const tenths = Math.round(perMinute * 10) / 10
  return tenths >= 10 ? countText(Math.round(perMinute)) : tenths.toFixed(1)
}

const seconds: Record<Language, (n: number) => string> = { zh: (n) => `${n} 秒`, en: (n) => `${n} s` }

/** How long something has waited; seconds below a minute, as a queue that stands for 40 of them is worth a look. */
export const waitText = (span: number, language: Language): string =>
  span < 60 ? seconds[language](Math.floor(span)) : spanText(span * 1_000, language)
