import { commonLength } from './alignment.ts'
import { brandIn, holdsBrand, withoutCarried } from './brands.ts'
import { coreToken, isGeneric, isUnnamed, normaliseBusinessName } from './business-names.ts'
import type { Verdict } from './evidence.ts'
import { splitRegion } from './regions.ts'
import { isPriced } from './scene-words.ts'
import { foldSignForms } from './sign-forms.ts'
import { endsAsShop, isSlogan, withoutDishes } from './sign-words.ts'

export interface SignComparison {
  /**
   * MATCH: the sign shows the name; NORMALISED: its distinctive part; PARTIAL: most of that; MISMATCH: a name, but another;
   * UNKNOWN: no legible name on the sign, or no name to look for and no chain's on it.
   */
  verdict: Verdict
  /** 0-1: share of the distinctive part found on the sign. */
  similarity: number
  /** The part of the sign that comes nearest; empty where there is none. */
  matchedText: string
  /** The chain whose name the sign shows in place of the merchant's. */
  brand?: string
}

/** Signs are read in bends and at angles: six of ten characters in order are enough to call it the same name. */
const signSimilarity = 0.6
/** Shorter names are not looked for backwards: two characters stand in any order on many signs. */
const leastBackwards = 3

interface Merchant {
  merchantName: string
  shortName?: string | undefined
}

/** A name to look for: all of it but its region, and its distinctive part, as signs are compared. */
interface MerchantName {
  name: string
  whole: string
  core: string
}

/** One merchant's signs and walls are looked at line by line; its names stay the same. */
const known = new WeakMap<Merchant, readonly MerchantName[]>()

function namesOf(merchant: Merchant): readonly MerchantName[] {
  const before = known.get(merchant)
  if (before) return before
  const names = [merchant.shortName, isUnnamed(merchant.merchantName) ? undefined : merchant.merchantName].filter(
    (name): name is string => name !== undefined && name.trim() !== '',
  )
  const prepared = names.map((name) => ({
    name,
    whole: splitRegion(folded(name)).rest,
    core: foldSignForms(coreToken(name)),
  }))
  known.set(merchant, prepared)
  return prepared
}

const folded = (text: string): string =>
  foldSignForms(normaliseBusinessName(text))
    .replaceAll(/\([^)]*\)/gu, '')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')

interface SignLine {
  raw: string
  text: string
}

/** The lines as compared: normalised, and only those that may hold a name. */
const legibleLines = (lines: readonly string[]): SignLine[] =>
  lines
    .map((raw) => ({ raw, text: folded(raw) }))
    .filter(({ text }) => (text.match(/\p{L}/gu)?.length ?? 0) >= 2 || /\p{Script=Han}/u.test(text))

const backwards = (text: string): string => Array.from(text).reverse().join('')

/** A name may run over several lines or columns, which follow each other from either side. */
const inEitherOrder = (texts: readonly string[]): string[] => [texts.join(''), texts.toReversed().join('')]

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

/**
 * Compares the lines of a sign, the largest first, with what the merchant calls itself. Region, brackets, trade and legal form
 * count for nothing; rows may be written from right to left and columns follow each other either way. What stands on a
 * stall is mostly what it offers (修鞋, 土鸡蛋): there another name is only a chain's, or one that ends as a shop's does.
 */
export function compareSign(
  signLines: readonly string[],
  merchant: Merchant,
  place: 'shop' | 'stall' = 'shop',
): SignComparison {
  const lines = legibleLines(signLines)
  const names = namesOf(merchant)
  if (lines.length === 0) return { verdict: 'UNKNOWN', similarity: 0, matchedText: '' }
  if (names.length === 0) return chainOnly(lines)
  const best = nearest(lines, names)
  const { similarity } = best
  if (best.verdict !== null) return { verdict: best.verdict, similarity, matchedText: best.stretch }

  const called = names.map(({ name }) => name)
  const naming = lines.find(
    (line) => isName(line) && (place === 'shop' || endsAsShop(line.text) || brandOf(line, called) !== null),
  )
  const brand = naming && brandOf(naming, called)
  // What looks like most of the own name may be a part of the brand's.
  const partly = best.share >= signSimilarity && !(brand && naming.text.includes(best.stretch))
  if (partly) return { verdict: 'PARTIAL', similarity, matchedText: best.stretch }
  if (!naming) return { verdict: 'UNKNOWN', similarity, matchedText: '' }
  return {
    verdict: 'MISMATCH',
    similarity,
    matchedText: naming.text,
    ...(brand !== null && brand !== undefined && { brand }),
  }
}

/** A merchant without a name of its own may hang out what it likes, but not the name of a chain. */
function chainOnly(lines: readonly SignLine[]): SignComparison {
  for (const line of lines) {
    const brand = isName(line) ? brandOf(line, []) : null
    if (brand !== null) return { verdict: 'MISMATCH', similarity: 0, matchedText: line.text, brand }
  }
  return { verdict: 'UNKNOWN', similarity: 0, matchedText: '' }
}

/**
 * The name, or its distinctive part, where the lines show it as MATCH or NORMALISED would; empty where they do not. What else
 * the lines name is not looked for.
 */
export function nameShown(signLines: readonly string[], merchant: Merchant): string {
  const [lines, names] = [legibleLines(signLines), namesOf(merchant)]
  if (names.length === 0 || lines.length === 0) return ''
  const texts = lines.map(({ text }) => text)
  const forwards = inEitherOrder(texts)
  const whole = wholeShown(texts, forwards, names)
  if (whole !== null) return whole
  for (const { core } of names) {
    for (const text of [...texts, ...forwards]) {
      const stretch = firstStretch(core, text)
      if (stretch !== null) return stretch
    }
  }
  return ''
}

/** The first stretch, as `bestShare` takes them, that holds all of the key in order. */
function firstStretch(key: string, text: string): string | null {
  const wanted = Array.from(key)
  // Hardly any line of a wall has all the characters.
  if (wanted.length === 0 || !wanted.every((c) => text.includes(c))) return null
  const { share, stretch } = bestShare(key, text)
  return share === 1 ? stretch : null
}

interface Nearest {
  /** Null where less than the distinctive part is shown. */
  verdict: 'MATCH' | 'NORMALISED' | null
  /** Share of the distinctive part. */
  share: number
  similarity: number
  stretch: string
}

/** A name that stands there as it is, from either side. */
function wholeShown(
  texts: readonly string[],
  forwards: readonly string[],
  names: readonly MerchantName[],
): string | null {
  for (const { whole } of names) {
    const length = Array.from(whole).length
    const shown = length < 2 ? [] : length < leastBackwards ? forwards : [...forwards, ...texts.map(backwards)]
    if (shown.some((text) => text.includes(whole))) return whole
  }
  return null
}

function nearest(lines: readonly SignLine[], names: readonly MerchantName[]): Nearest {
  const texts = lines.map(({ text }) => text)
  const forwards = inEitherOrder(texts)
  const whole = wholeShown(texts, forwards, names)
  if (whole !== null) return { verdict: 'MATCH', share: 1, similarity: 1, stretch: whole }
  const shares = names.flatMap(({ core }) => [...texts, ...forwards].map((text) => bestShare(core, text)))
  const best = shares.reduce((a, b) => (b.share > a.share ? b : a))
  return { verdict: best.share === 1 ? 'NORMALISED' : null, ...best, similarity: Math.round(best.share * 100) / 100 }
}

/** Whether a line names a shop: more than its trade, what it carries, what that costs and what any sign says. */
function isName({ raw, text }: SignLine): boolean {
  if (isPriced(raw)) return false
  const rest = withoutDishes(withoutCarried(text))
  return /\p{Script=Han}{2}|\p{L}{3}/u.test(rest) && !isGeneric(rest) && !isSlogan(rest)
}

/** The chain that a line names, unless it is a part of another name (全家 in 全家福照相) or what the merchant calls itself. */
function brandOf({ raw }: SignLine, names: readonly string[]): string | null {
  const found = brandIn(raw.normalize('NFKC').replaceAll(/\([^)]*\)/gu, ''))
  if (!found || names.some((name) => holdsBrand(name, found.name))) return null
  const rest = Array.from(found.rest.matchAll(/\p{Script=Han}/gu), ([c]) => c).join('')
  const fills = isGeneric(rest) || (found.alias.length > 2 && rest.length <= found.alias.length)
  return fills ? found.name : null
}
