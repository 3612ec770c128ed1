import { commonLength } from './alignment.ts'
import { coreToken, isGeneric, isUnnamed, normaliseBusinessName } from './business-names.ts'
import type { Verdict } from './evidence.ts'
import { splitRegion } from './regions.ts'

export interface SignComparison {
  /**
   * MATCH: the sign shows the name; NORMALISED: its distinctive part; PARTIAL: most of that; MISMATCH: a name, but another;
   * UNKNOWN: no legible name on the sign, or no name to look for.
   */
  verdict: Verdict
  /** 0-1: share of the distinctive part found on the sign. */
  similarity: number
  /** The part of the sign that comes nearest; empty where there is none. */
  matchedText: string
}

/** Signs are read in bends and at angles: six of ten characters in order are enough to call it the same name. */
const signSimilarity = 0.6

/** Advertising and service lines that stand on any sign. */
const slogans = /欢迎光临|营业中|营业时间|电话|热线|小时|外卖|支付|微信|扫码|优惠|打折|禁止|请勿|监控|推拉?门?/u

/** The lines as compared: normalised, and only those that may hold a name. */
function legibleLines(lines: readonly string[]): string[] {
  const clean = lines.map((line) => normaliseBusinessName(line).replaceAll(/[^\p{L}\p{N}]/gu, ''))
  return clean.filter((line) => (line.match(/\p{L}/gu)?.length ?? 0) >= 2 || /\p{Script=Han}/u.test(line))
}

/** Best share of `key` found in order within any stretch of `text` a little longer than it. */
function bestShare(key: string, text: string): { share: number; stretch: string } {
  const [wanted, all] = [Array.from(key), Array.from(text)]
  // A third more than the key: room for one character misread into two, none for letters gathered from a menu.
  const width = wanted.length + Math.floor(wanted.length / 3)
  let best = { share: 0, stretch: '' }
  for (let from = 0; from === 0 || from + width <= all.length; from += 1) {
    const stretch = all.slice(from, from + width)
    const share = commonLength(wanted, stretch) / wanted.length
    if (share > best.share) best = { share, stretch: stretch.join('') }
  }
  return best
}

/** Compares the lines of a sign with what the merchant calls itself. Region, brackets, trade and legal form count for nothing. */
export function compareSign(
  signLines: readonly string[],
  merchant: { merchantName: string; shortName?: string | undefined },
): SignComparison {
  const names = [merchant.shortName, isUnnamed(merchant.merchantName) ? undefined : merchant.merchantName].filter(
    (name): name is string => name !== undefined && name.trim() !== '',
  )
  const lines = legibleLines(signLines)
  if (names.length === 0 || lines.length === 0) return { verdict: 'UNKNOWN', similarity: 0, matchedText: '' }

  // A name may run over several lines, or stand twice.
  const joined = lines.join('')
  for (const name of names) {
    const whole = splitRegion(normaliseBusinessName(name).replaceAll(/\([^)]*\)/gu, '')).rest
    if (Array.from(whole).length >= 2 && joined.includes(whole))
      return { verdict: 'MATCH', similarity: 1, matchedText: whole }
  }
  const shares = names.flatMap((name) => [...lines, joined].map((line) => bestShare(coreToken(name), line)))
  const best = shares.reduce((a, b) => (b.share > a.share ? b : a))
  const similarity = Math.round(best.share * 100) / 100
  if (best.share === 1) return { verdict: 'NORMALISED', similarity, matchedText: best.stretch }
  if (best.share >= signSimilarity) return { verdict: 'PARTIAL', similarity, matchedText: best.stretch }
  const another = lines.find(
    (line) => /\p{Script=Han}{2}|\p{L}{3}/u.test(line) && !isGeneric(line) && !slogans.test(line),
  )
  return another === undefined
    ? { verdict: 'UNKNOWN', similarity, matchedText: '' }
    : { verdict: 'MISMATCH', similarity, matchedText: another }
}
