import { execFileSync } from 'node:child_process'
import { fontSets, type Fonts } from '../../fixtures/render/browser.ts'

/** The test set's own typefaces: none of them is in a set that anything was tuned on. */
export const testFontSets: readonly Fonts[] = [
  {
    hei: "Droid Sans Fallback', 'Liberation Sans",
    song: 'AR PL SungtiL GB',
    kai: 'AR PL KaitiM GB',
    mono: 'OCR B',
    monoScale: 0.83,
  },
  { hei: 'LXGW WenKai', song: 'TW-Sung', kai: 'LXGW WenKai', mono: 'Courier Prime Code' },
  { hei: "Droid Sans Fallback', 'Liberation Sans", song: 'TW-Sung', kai: 'TW-Kai', mono: 'Inconsolata' },
]

/** Debian's package of each family. */
const packages: Readonly<Record<string, string>> = {
  'Droid Sans Fallback': 'fonts-droid-fallback',
  'AR PL SungtiL GB': 'fonts-arphic-gbsn00lp',
  'AR PL KaitiM GB': 'fonts-arphic-gkai00mp',
  'LXGW WenKai': 'fonts-lxgw-wenkai',
  'TW-Sung': 'fonts-cns11643-sung',
  'TW-Kai': 'fonts-cns11643-kai',
  'OCR B': 'fonts-ocr-b',
  'Courier Prime Code': 'fonts-courier-prime',
  Inconsolata: 'fonts-inconsolata',
  'WenQuanYi Zen Hei': 'fonts-wqy-zenhei',
  'WenQuanYi Micro Hei': 'fonts-wqy-microhei',
  'Noto Sans CJK SC': 'fonts-noto-cjk',
  'Noto Serif CJK SC': 'fonts-noto-cjk',
  'AR PL UKai CN': 'fonts-arphic-ukai',
  'AR PL UMing CN': 'fonts-arphic-uming',
  'Liberation Mono': 'fonts-liberation',
  'Liberation Sans': 'fonts-liberation',
  'DejaVu Sans Mono': 'fonts-dejavu-core',
}

/** The browser would quietly take another typeface, and the set would not be the one that the figures are of. */
export function requireTypefaces(sets: readonly Fonts[]): void {
  const installed = execFileSync('fc-list', [':', 'family'], { encoding: 'utf8' }).replaceAll('\\', '')
  const known = new Set(installed.split(/[\n,]/u).map((family) => family.trim()))
  const missing = new Set(
    sets
      .flatMap(({ hei, song, kai, mono }) => [hei, song, kai, mono].flatMap((names) => names.split("', '")))
      .filter((family) => !known.has(family)),
  )
  if (missing.size === 0) return
  const wanted = new Set([...missing].map((family) => packages[family] ?? family))
  throw new Error(
    `Typefaces are missing: ${[...missing].join(', ')}. On Debian or Ubuntu: sudo apt-get install ${[...wanted].join(' ')}`,
  )
}

export const tuningFontSets: readonly Fonts[] = fontSets
