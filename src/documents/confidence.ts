import { calibration, type ValueKind } from './calibration.ts'
import { unknownCharacter, type Character } from './characters.ts'

/** What speaks for and against a value, as the readers saw it. All between 0 and 1. */
export interface Signs {
  /** Probability of the weakest character. */
  weakest: number
  /** Mean probability of the characters. */
  mean: number
  /** 1, less for each guess at the place or the meaning. */
  trust: number
  /** Rows that were joined beyond the first, as a share of four. */
  rows: number
  /** 1 where another reading of the same place, equally good, says otherwise. */
  contested: number
  /** 1 where another source, which would hardly fail in the same way, says the same. */
  confirmed: number
  /** Whether something that is printed beside it, and was read itself, says otherwise. */
  contradicted: boolean
  /** Whether a character stands in it that the reader does not know. */
  unknown: boolean
}

/**
 * A value with a gap is never exactly right, but the rest of it is there to compare: it goes to a person, not back to the
 * applicant, who cannot take a better photo of a rare character. Above the policy's line for legible, below the one for sure.
 */
const mostWithGap = 0.75

/**
 * A character that the dictionary does not hold is a gap, not a misreading: the signs are those of the others, and the
 * gap is `unknown`.
 */
export function signsOf(characters: readonly Character[], trust = 1, rows = 1): Signs {
  const known = characters.filter(({ text }) => text !== unknownCharacter)
  const mean = known.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, known.length)
  return {
    weakest: known.length === 0 ? 0 : Math.min(...known.map(({ confidence }) => confidence)),
    mean: clamp(mean),
    trust,
    rows: Math.min(1, (rows - 1) / 4),
    contested: 0,
    confirmed: 0,
    contradicted: false,
    unknown: known.length < characters.length,
  }
}

const clamp = (share: number) => Math.max(0, Math.min(1, share))

/**
 * What a contradiction leaves of a sure reading: too little to rely on, enough for the judge, who asks for 0.9, to say that
 * the document contradicts itself. Of one that was in doubt before, the misreading is the likelier explanation.
 */
const contradictedSure = 0.92
const contradictedShare = 0.75
const sureBefore = 0.97

/**
 * The chance that a value is exactly right: a logistic function of its signs, fitted by kind of value. Square roots,
 * because 0.999 and 0.99 differ as much in what they are worth as 0.9 and 0.75 do.
 */
export function confidenceOf(kind: ValueKind, signs: Signs): number {
  const w = calibration[kind]
  const against = features(signs)
  const odds =
    w.base -
    w.weakest * against.weakest -
    w.mean * against.mean -
    w.trust * against.trust -
    w.rows * against.rows -
    w.contested * against.contested +
    w.confirmed * against.confirmed
  const alone = 1 / (1 + Math.exp(-odds))
  const confidence = signs.contradicted ? (alone >= sureBefore ? contradictedSure : alone * contradictedShare) : alone
  return signs.unknown ? Math.min(mostWithGap, confidence) : confidence
}

/** The signs as the logistic function takes them: 0 is no doubt. */
export function features(signs: Signs): Signs {
  return {
    ...signs,
    weakest: Math.sqrt(clamp(1 - signs.weakest)),
    mean: Math.sqrt(clamp(1 - signs.mean)),
    trust: 1 - signs.trust,
  }
}
