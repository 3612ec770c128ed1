import { align, similarityOf } from './alignment.ts'
import type { Token } from './alignment.ts'
import type { Verdict } from './evidence.ts'
import { foldVariants } from './name-variants.ts'

/** Names of people, as a form, an ID card, a licence or a bank may write them. */
export interface NameComparison {
  /**
   * MATCH as written; NORMALISED after the steps; PARTIAL where what can be compared agrees; MISMATCH where characters
   * that count differ; UNKNOWN where nothing can be compared.
   */
  verdict: Verdict
  /** What was done or met, in order: `nfkc`, `space`, `dot`, `case`, `variant`, `mask`, `wildcard`, `rare-character`, `one-character-apart`, `word-order`. */
  steps: string[]
  /** 0-1. */
  similarity: number
  /** Whether either name holds a character that systems are known to store differently. */
  rareCharacter: boolean
}

/** The public service's rule is U+00B7 (GB 18030 A1A4); the others are what people and systems type for it. */
const dots = /[·•・‧∙⋅･．.˙●]/gu
const dot = '\u00B7'
/** White space, zero-width and direction marks, soft hyphen, variation selectors. */
const invisible = /[\s\p{Cf}\p{Cc}\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/gu

const masks = /^[*＊]$/u
/** The reader's mark for a character outside its dictionary, and what printers and banks put in such a place. */
const wildcards = /^[\uFFFD?？□〓▯]$/u
const privateUse = /^\p{Co}$/u
/**
 * Ideographs outside the block that every system has had since Unicode 1.1 (U+4E00-9FA5): extension A and later, and the
 * end of the main block, added from 2005 on. GB 18030-2022 prints them on ID cards; banks often do not.
 */
const rareIdeograph = /^[\u3400-\u4DBF\u9FA6-\u9FFF\u{20000}-\u{3FFFF}]$/u
const han = /\p{Script=Han}/u
const latin = /^[\p{Script=Latin}\p{M}]$/u

const steps: readonly (readonly [step: string, apply: (text: string) => string])[] = [
  // Dots before NFKC: it would turn U+02D9 into a space with a combining mark.
  ['dot', (text) => text.replace(dots, dot)],
  ['nfkc', (text) => text.normalize('NFKC')],
  ['space', (text) => text.replace(invisible, '')],
  ['case', (text) => text.toUpperCase()],
  ['dot', (text) => text.replaceAll(dot, '')],
  ['variant', foldVariants],
]

/** Written one way: NFKC, no spaces, the dot as U+00B7, upper-case letters. Variant characters stay as they are. */
export const normaliseName = (name: string): string => steps.slice(0, 4).reduce((text, [, apply]) => apply(text), name)

const isRare = (character: string): boolean => privateUse.test(character) || rareIdeograph.test(character)

/** Latin letters stand for a character only beside Han: a foreigner's name in letters is a name in letters. */
function tokens(name: string, pinyin: boolean): Token[] {
  const result: Token[] = []
  for (const character of name) {
    const token = tokenOf(character, pinyin)
    // One run, however long: banks print one star or question mark for a character, or three.
    if (token.run && result.at(-1)?.run && result.at(-1)?.wild === token.wild) continue
    result.push(token)
  }
  return result
}

function tokenOf(text: string, pinyin: boolean): Token {
  if (masks.test(text)) return { text: '*', wild: 'mask', run: true }
  if (wildcards.test(text)) return { text: '\uFFFD', wild: 'wildcard', run: true }
  if (isRare(text)) return { text, wild: 'rare-character' }
  if (pinyin && latin.test(text)) return { text: 'pinyin', wild: 'rare-character', run: true }
  return { text }
}

const unknown: NameComparison = { verdict: 'UNKNOWN', steps: [], similarity: 0, rareCharacter: false }

/** Symmetric. An empty name on either side is UNKNOWN. */
export function compareNames(a: string | null, b: string | null): NameComparison {
  if (!a || !b) return unknown
  const rareCharacter = Array.from(a + b).some(isRare)
  let [left, right] = [a, b]
  const taken: string[] = []
  if (left === right && !hasGap(left))
    return { verdict: left.trim() ? 'MATCH' : 'UNKNOWN', steps: [], similarity: 1, rareCharacter }
  for (const [step, apply] of steps) {
    const before = left === right
    const next = [apply(left), apply(right)] as const
    // A step counts where it changed the two differently; what both wrote alike was no difference.
    if (!before && (next[0] !== left || next[1] !== right) && !taken.includes(step)) taken.push(step)
    ;[left, right] = next
    if (left === right && !hasGap(left)) {
      return left
        ? { verdict: 'NORMALISED', steps: taken, similarity: 1, rareCharacter }
        : { ...unknown, rareCharacter }
    }
  }
  const compared = compareTokens(left, right, rareCharacter)
  const reordered = compared.verdict === 'MISMATCH' && wordsOf(a) !== null && wordsOf(a) === wordsOf(b)
  return reordered ? { ...compared, verdict: 'PARTIAL', steps: ['word-order'] } : compared
}

/** The words of a name in letters, sorted: family names stand first on some papers and last on others. */
function wordsOf(name: string): string | null {
  const words =
    name
      .normalize('NFKC')
      .toUpperCase()
      .match(/[^\s,.·-]+/gu) ?? []
  return words.length > 1 && !han.test(name) ? words.sort().join(' ') : null
}

const between = /[、,，;；/]/u

/**
 * A name against those that a licence prints where several persons run the business (家庭经营): it is enough to be one of them.
 */
export function compareWithEach(name: string, printed: string): NameComparison {
  const names = printed.split(between).filter((each) => each.trim() !== '')
  if (names.length < 2) return compareNames(name, printed)
  const compared = names.map((each) => compareNames(name, each))
  const best = compared.reduce((a, b) => (closeness.indexOf(b.verdict) < closeness.indexOf(a.verdict) ? b : a))
  const verdict = best.verdict === 'MATCH' ? 'NORMALISED' : best.verdict
  return { ...best, verdict, steps: ['several-operators', ...best.steps] }
}

const closeness: readonly Verdict[] = ['MATCH', 'NORMALISED', 'PARTIAL', 'UNKNOWN', 'MISMATCH']

/** All whom the licence prints, where the reader took what stands between their names for dirt. */
export function printedOperators(value: string | null, raw: string | undefined): string | null {
  const names =
    raw
      ?.normalize('NFKC')
      .split(between)
      .map((each) => each.trim()) ?? []
  const several = names.length > 1 && names.every((each) => /^[\p{Script=Han}·•]{2,}$/u.test(each))
  return several ? names.join('、') : value
}

/** Characters that the reader, or whoever wrote it down, could not tell. */
export const unreadIn = (name: string): number => Array.from(name).filter((c) => wildcards.test(c)).length

const hasGap = (name: string): boolean => Array.from(name).some((c) => masks.test(c) || wildcards.test(c))

function compareTokens(left: string, right: string, rareCharacter: boolean): NameComparison {
  const pinyin = han.test(left) || han.test(right)
  const [a, b] = [tokens(left, pinyin), tokens(right, pinyin)]
  const { distance, agreeing, wilds } = align(a, b)
  const similarity = similarityOf(distance + wilds.length * wildCost, a.length, b.length)
  const found: string[] = [...wilds]
  if (distance === 0) {
    return { verdict: agreeing > 0 ? 'PARTIAL' : 'UNKNOWN', steps: found, similarity, rareCharacter }
  }
  const comparable = [a, b].every((side) => side.some((token) => !token.wild))
  if (!comparable) return { verdict: 'UNKNOWN', steps: found, similarity, rareCharacter }
  if (distance === 1) found.push('one-character-apart')
  return { verdict: 'MISMATCH', steps: found, similarity, rareCharacter }
}

/** A place that cannot be compared is half a difference in the figure for people; verdicts do not use it. */
const wildCost = 0.5
