import { creditCodeAlphabet } from '../../domain/numbers.ts'
import { mean } from '../statistics.ts'
import type { Glyph, MaskedText, NumberAlphabet } from '../../domain/text-line.ts'

/** The probabilities of one line: `steps` rows of `symbols` values; symbol 0 is the blank. */
export interface Probabilities {
  data: Float32Array
  steps: number
  symbols: number
}

export interface ReadGlyph extends Glyph {
  /** First and last step at which the symbol won. */
  from: number
  to: number
}

export interface FreeReading {
  text: string
  confidence: number
  glyphs: ReadGlyph[]
}

/** The alphabets of the numbers: GB 11643 for the ID number, GB 32100 (no I, O, S, V, Z) for the credit code. */
const alphabets: Readonly<Record<NumberAlphabet, string>> = {
  digits: '0123456789',
  idNumber: '0123456789X',
  creditCode: creditCodeAlphabet,
}

/** Fewer number-like characters than this are no number that anyone asks for (the shortest has 15). */
const shortestNumber = 6
/** Share of digits: a credit code has 8 of 18 at least, some of which may be misread as letters. */
const digitShare = 1 / 3
/** Other texts of a number are told from this share of the probability of the best on. */
const leastShare = 0.02
const mostAlternatives = 2
/** A Han character below this may be a misread digit; above it, it is a label or a unit and bounds the number. */
const sureHan = 0.5

/**
 * Greedy CTC: the best symbol of every step, repeats joined, blanks dropped. A character's confidence is its
 * probability at its best step; the line's is their mean, 0 for an empty line.
 */
export function decodeFreely(p: Probabilities, symbols: readonly string[]): FreeReading {
  const glyphs: ReadGlyph[] = []
  let last = 0
  for (let step = 0; step < p.steps; step++) {
    const row = step * p.symbols
    const best = argmax(p.data, row, p.symbols)
    const probability = p.data[row + best]!
    const open = glyphs[glyphs.length - 1]
    if (best !== 0 && best === last && open) {
      open.to = step
      open.confidence = Math.max(open.confidence, probability)
    } else if (best !== 0) {
      glyphs.push({ text: symbols[best] ?? '', confidence: probability, from: step, to: step })
    }
    last = best
  }
  return { text: glyphs.map((g) => g.text).join(''), confidence: mean(glyphs.map((g) => g.confidence)), glyphs }
}

/**
 * The same steps once more, for numbers: between the first and the last character that may belong to a number, only the
 * blank and the alphabet are allowed. Where a letter or a digit was read, one of the alphabet must stand (a confident
 * `O` leaves the blank more probable than `0`, and would cost a digit); at spaces and marks the blank may win.
 * The confidence is that of the free probabilities, so that nonsense forced into digits stays low.
 * Undefined where the line holds no number-like stretch.
 */
export function decodeMasked(
  p: Probabilities,
  glyphs: readonly ReadGlyph[],
  symbols: readonly string[],
  indexOf: ReadonlyMap<string, number>,
): Partial<Record<NumberAlphabet, MaskedText>> | undefined {
  const stretch = numberStretch(glyphs)
  if (!stretch) return undefined
  const masked: Partial<Record<NumberAlphabet, MaskedText>> = {}
  for (const name of ['digits', 'idNumber', 'creditCode'] as const) {
    const allowed = Array.from(alphabets[name], (symbol) => indexOf.get(symbol)!)
    masked[name] = decodeStretch(p, stretch, name, allowed, symbols)
  }
  return masked
}

function decodeStretch(
  p: Probabilities,
  stretch: { from: number; to: number },
  name: NumberAlphabet,
  allowed: readonly number[],
  symbols: readonly string[],
): MaskedText {
  const found: MaskedGlyph[] = []
  let last = 0
  for (let step = stretch.from; step <= stretch.to; step++) {
    const row = step * p.symbols
    let best = allowed[0]!
    for (const symbol of allowed) if (p.data[row + symbol]! > p.data[row + best]!) best = symbol
    const free = argmax(p.data, row, p.symbols)
    const mustStand = free !== 0 && isLetterOrDigit(symbols[free] ?? '')
    if (!mustStand && p.data[row]! >= p.data[row + best]!) best = 0
    const probability = p.data[row + best]!
    const open = found[found.length - 1]
    if (best !== 0 && best === last && open) {
      if (probability > open.probability) Object.assign(open, { probability, step })
    } else if (best !== 0) found.push({ symbol: best, probability, step })
    last = best
  }
  const text = found.map((f) => symbols[f.symbol]).join('')
  const alternatives = name === 'idNumber' ? [] : otherTexts(p, found, allowed, symbols)
  return {
    text,
    confidence: mean(found.map((f) => f.probability)),
    ...(alternatives.length > 0 ? { alternatives } : {}),
  }
}

interface MaskedGlyph {
  symbol: number
  probability: number
  /** Where it was surest. */
  step: number
}

/**
 * The texts that differ in one character: at its surest step another of the alphabet came near. With the steps taken as
 * independent, as CTC does, the two texts are as probable to each other as the two characters are.
 */
function otherTexts(
  p: Probabilities,
  found: readonly MaskedGlyph[],
  allowed: readonly number[],
  symbols: readonly string[],
): { text: string; share: number }[] {
  return found
    .flatMap((glyph, place) =>
      allowed
        .filter((symbol) => symbol !== glyph.symbol)
        .map((symbol) => ({
          text: found.map((other, i) => symbols[i === place ? symbol : other.symbol]).join(''),
          share: p.data[glyph.step * p.symbols + symbol]! / Math.max(glyph.probability, Number.EPSILON),
        })),
    )
    .filter(({ share }) => share >= leastShare)
    .sort((a, b) => b.share - a.share)
    .slice(0, mostAlternatives)
    .map(({ text, share }) => ({ text, share: Math.min(1, Math.round(share * 1e4) / 1e4) }))
}

/**
 * The stretch without a sure Han character or a colon that holds most letters and digits: the number behind its label
 * (公民身份号码…). A web address or DEBIT CARD has too few digits to be one.
 */
function numberStretch(glyphs: readonly ReadGlyph[]): { from: number; to: number } | undefined {
  let best: Stretch | undefined
  let open: Stretch | undefined
  for (const glyph of glyphs) {
    if (boundsNumber(glyph)) {
      open = undefined
      continue
    }
    open ??= { from: glyph.from, to: glyph.to, count: 0, digits: 0 }
    open.to = glyph.to
    if (/[0-9A-Za-z]/.test(glyph.text)) open.count++
    if (/[0-9]/.test(glyph.text)) open.digits++
    if (!best || open.count > best.count) best = open
  }
  return best && best.count >= shortestNumber && best.digits >= digitShare * best.count ? best : undefined
}

interface Stretch {
  from: number
  to: number
  /** Letters and digits; digits alone. */
  count: number
  digits: number
}

const boundsNumber = (glyph: ReadGlyph): boolean =>
  /[:：]/.test(glyph.text) || (/\p{Script=Han}/u.test(glyph.text) && glyph.confidence >= sureHan)

const isLetterOrDigit = (text: string): boolean => /[\p{L}\p{N}]/u.test(text)

function argmax(data: Float32Array, from: number, length: number): number {
  let best = from
  let value = data[from]!
  for (let i = from + 1; i < from + length; i++) {
    if (data[i]! > value) {
      value = data[i]!
      best = i
    }
  }
  return best - from
}
