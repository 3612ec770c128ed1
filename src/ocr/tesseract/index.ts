import type { Rotation } from '../../domain/geometry.ts'
import type { OcrReading, TextLine } from '../../domain/text-line.ts'
import type { RgbImage } from '../../vision/image.ts'
import type { OcrEngine } from '../engine.ts'
import { capLongSide, turn } from '../pixels.ts'
import { mean } from '../statistics.ts'
import { mapQuad, quadHeight, quadWidth, turnedSize } from '../quads.ts'
import { linesOf } from './lines.ts'
import { toGreymap } from './page-image.ts'
import { openSession, type Session } from './session.ts'

/** Raise the number after the slash with every change that may read a photo differently. */
const version = 'tesseract-chi_sim/1'

/** Longest side that is read, in pixels: WebAssembly memory grows with it and never shrinks. */
const readSide = 2200
/** Longest side at which the four turns are compared: a quarter of the pixels, large characters still legible. */
const probeSide = 1000
/** Pages after which the worker is replaced: its memory grows a little with each, and it adapts to what it has read. */
const pagesPerWorker = 40
/**
 * A page with this many characters in lying lines at this mean confidence stands upright. Nonsense read from a page on its
 * head comes with 0.85 to 0.93, clear print with 0.97: poor pages between are compared in all turns.
 */
const enoughCharacters = 10
const enoughConfidence = 0.95
/** What a character's confidence exceeds this by is evidence: 2 to 4 times as much the right way up as on its head. */
const evidentFrom = 0.9
/** A turn must read this many times better than the photo as taken, and this much at all: ten clear characters. */
const clearWin = 1.25
const leastEvidence = 0.7

/**
 * tesseract.js with simplified Chinese, all from npm packages: works wherever Node does, reads less than PP-OCR, and gives
 * no masked numbers. It has no notion of orientation without data that npm does not carry, so a page that reads poorly
 * is read four times more at a quarter of the pixels and, where another turn wins, once more in full: about three times
 * the work of an upright page. `detectAt` has no meaning here; the whole page is read at once.
 */
export async function createTesseract(): Promise<OcrEngine> {
  let session: Session | undefined = await openSession()
  let pages = 0
  const recognise = async (image: RgbImage): Promise<TextLine[]> => {
    if (session && pages >= pagesPerWorker) {
      const old = session
      session = undefined
      await old.close()
    }
    if (!session) {
      session = await openSession()
      pages = 0
    }
    pages++
    try {
      return linesOf(await session.recognise(toGreymap(image)))
    } catch (error) {
      // After a failure the worker's memory cannot be trusted: the next page gets a new one.
      pages = pagesPerWorker
      throw error
    }
  }
  return {
    name: 'tesseract',
    version,
    read: (image) => read(recognise, image),
    close: async () => session?.close(),
  }
}

type Recognise = (image: RgbImage) => Promise<TextLine[]>

async function read(recognise: Recognise, photo: RgbImage): Promise<OcrReading> {
  const working = capLongSide(photo, readSide)
  let rotation: Rotation = 0
  let lines = await recognise(working)
  if (!standsUpright(lines)) {
    rotation = await bestTurn(recognise, capLongSide(working, probeSide))
    if (rotation !== 0) lines = await recognise(turn(working, rotation))
  }
  const scale = Math.max(photo.width, photo.height) / Math.max(working.width, working.height)
  return {
    engine: version,
    rotation,
    ...turnedSize(photo.width, photo.height, rotation),
    lines: lines.map((line) => ({ ...line, box: mapQuad(line.box, ([x, y]) => [x * scale, y * scale]) })),
  }
}

function standsUpright(lines: readonly TextLine[]): boolean {
  const confidences = lyingConfidences(lines)
  return confidences.length >= enoughCharacters && mean(confidences) >= enoughConfidence
}

async function bestTurn(recognise: Recognise, small: RgbImage): Promise<Rotation> {
  const asTaken = legibility(await recognise(small))
  let best: Rotation = 0
  let most = Math.max(leastEvidence, asTaken * clearWin)
  for (const rotation of [90, 180, 270] as const) {
    const score = legibility(await recognise(turn(small, rotation)))
    if (score > most) [best, most] = [rotation, score]
  }
  return best
}

/** How much was read, and how surely: nonsense has as many characters as sense, but less confidence in them. */
const legibility = (lines: readonly TextLine[]): number =>
  lyingConfidences(lines).reduce((sum, confidence) => sum + Math.max(0, confidence - evidentFrom), 0)

/**
 * Of the characters in lines that lie. Tesseract reads lines that stand, too, turned by itself: so well that a page on
 * its side would pass for upright.
 */
const lyingConfidences = (lines: readonly TextLine[]): number[] =>
  lines
    .filter(({ box }) => quadWidth(box) > quadHeight(box))
    .flatMap((line) => line.glyphs ?? [])
    .map((glyph) => glyph.confidence)
