import type { Glyph } from '../../domain/text-line.ts'
import { median } from '../statistics.ts'
import type { ReadGlyph } from './ctc.ts'

/** Distance between the middles of two Han characters as a share of the line's height, where the line does not show it. */
const usualPitch = 0.8
/** Shares of the height: a wider pitch is a gap between two words, a narrower one no pitch of Han characters. */
const widestPitch = 1.15
const narrowestPitch = 0.3
/** Width of a letter, a digit or a mark, in pitches. */
const narrow = 0.55

/**
 * The characters with their places. CTC says at which steps a character won: that is about its middle, not its width. So
 * each gets the width that characters have in this line, and neighbours that would overlap meet halfway.
 */
export function placeGlyphs(
  glyphs: readonly ReadGlyph[],
  pixelsPerStep: number,
  { width, height }: { width: number; height: number },
): Glyph[] {
  const middles = glyphs.map((glyph) => ((glyph.from + glyph.to + 1) / 2) * pixelsPerStep)
  const pitch = pitchOf(glyphs, middles, height)
  const half = glyphs.map((glyph) => (pitch * (isWide(glyph) ? 1 : narrow)) / 2)
  return glyphs.map(({ text, confidence }, i) => {
    const left = Math.max(middles[i]! - half[i]!, i === 0 ? 0 : meeting(i - 1, i))
    const right = Math.min(middles[i]! + half[i]!, i === glyphs.length - 1 ? width : meeting(i, i + 1))
    return { text, confidence, from: share(left), to: share(Math.max(left, right)) }
  })

  /** Where two neighbours meet if they touch: between their middles, in proportion to their widths. */
  function meeting(i: number, j: number): number {
    return middles[i]! + ((middles[j]! - middles[i]!) * half[i]!) / (half[i]! + half[j]!)
  }
  function share(pixels: number): number {
    return Math.round(Math.min(1, Math.max(0, pixels / width)) * 1e4) / 1e4
  }
}

function pitchOf(glyphs: readonly ReadGlyph[], middles: readonly number[], height: number): number {
  const pitches: number[] = []
  for (let i = 1; i < glyphs.length; i++) {
    const pitch = middles[i]! - middles[i - 1]!
    if (
      isWide(glyphs[i]!) &&
      isWide(glyphs[i - 1]!) &&
      pitch <= widestPitch * height &&
      pitch >= narrowestPitch * height
    ) {
      pitches.push(pitch)
    }
  }
  return pitches.length > 0 ? median(pitches) : usualPitch * height
}

const isWide = (glyph: ReadGlyph): boolean => /[\p{Script=Han}\uFFFD]/u.test(glyph.text)
