import { isPremises, type MaterialKind } from '../domain/application.ts'
import type { Box } from '../domain/geometry.ts'
import { bandAlong, blur } from './blur.ts'
import { detailExtent, type Grid } from './document-extent.ts'
import type { RgbImage } from './image.ts'
import {
  grain,
  lumaScales,
  quantile,
  shrink,
  tileQuantiles,
  tiles,
  type Grain,
  type Plane,
  type Tile,
} from './planes.ts'
import { cut } from './trim.ts'

/** What clarity is judged from; brightness in levels of 0-255, lengths in pixels of the image measured. */
export interface ClaritySignals {
  /** Estimated height of the text. */
  glyph: number
  /** Amplitude of the stroke band in the detail-bearing squares, in the weakest direction, without what noise adds. */
  stroke: number
  /** The same over the amplitude of a band three times as coarse: falls with blur, not with contrast or light. */
  crispness: number
  /** Crispness of the lower quarter of the squares with detail, noise not taken off. */
  crispnessLow: number
  /** Stroke band of the flattest squares: noise as it stands in the stroke band. */
  noise: number
  /** Mean of the picture. */
  brightness: number
  /** Share of the picture, 0-1, that is blown out or black. */
  clippedLight: number
  clippedDark: number
  /** Share of the document's area, 0-1, that is blown out and without any detail. */
  glare: number
  /** Share of the print that is needed, 0-1: under a reflection; in black. */
  patch: number
  night: number
  /** Around the document, as its detail shows it; around its largest reflection. */
  document: Box
  reflection: Box | null
  /** Which way the brightness changes in the detail: a camera that moved leaves little change along its way. */
  smear: Grain
  /** What was looked at, row by row. */
  squares: readonly Square[]
  grid: Grid
}

/** One square of the picture, as large as one and a half characters; pixels of the image measured. */
export interface Square extends Box {
  /** `soft` has light and dark parts and no detail: what was there is blurred. */
  look: 'detail' | 'soft' | 'plain' | 'blown' | 'black'
  /** Stroke band over coarse band, along the weaker of the directions in which there is anything; 0 of plain squares. */
  crispness: number
}

/**
 * Height of the text that matters over the long side of what is photographed. ID-1 cards (85.6 mm): characters of about
 * 2.8 mm, card numbers of 3-4 mm; licences (A4 copy, 297 mm): about 5 mm; other papers A4 with 10.5 pt print. A premises
 * photo has no known layout; there it stands for the scale of the details one wants to recognise.
 */
const glyphShare = (kind: MaterialKind): number => {
  if (kind === 'id_portrait' || kind === 'id_emblem' || kind === 'bank_card') return 1 / 30
  if (kind === 'business_licence') return 1 / 60
  return isPremises(kind) ? 1 / 60 : 1 / 75
}

/** Working scale: at most so many pixels per glyph; strokes (about a tenth of a glyph) are still well sampled at half of it. */
const workingGlyph = { document: 24, premises: 12 }
/** Long side, at most, of the picture in which the document is looked for. */
const overviewSide = 512
/** Stroke band: sigma as a share of the glyph, and the ratio of the two Gaussians whose difference it is (measured). */
const strokeShare = 1 / 16
const bandRatio = 1.6
/** What noise of one standard deviation adds to a stroke's amplitude, quadratically (measured; 2.3 for noise alone). */
const noiseInStroke = 1.9
/** Levels of the coarse band; less is no detail. */
const leastDetail = 0.5
/** Levels between light and dark of a square that is not plain. */
const softFrom = 20

/**
 * Measures what the eye would use to say whether a photo can be read. Only detail-bearing squares count: a sharp document on a
 * plain desk is sharp. The text's height comes from the extent of the detail (96 % of it, along the longer side)
 * times the known layout; a patterned desk makes it too large, which errs on the side of the applicant.
 */
export function measureSignals(image: RgbImage, kind: MaterialKind): ClaritySignals {
  const halved = halvings(image)
  const longSide = Math.max(image.width, image.height)
  const overview = halved((width) => width <= overviewSide)
  const isScene = isPremises(kind)
  const { box, reflection, ...lost } = detailExtent(overview.plane, kind)
  const document = isScene ? { x: 0, y: 0, width: image.width, height: image.height } : enlarged(box, overview.factor)
  const extent = Math.min(longSide, Math.max(document.width, document.height))
  const glyph = extent * glyphShare(kind)

  const most = isScene ? workingGlyph.premises : workingGlyph.document
  const { plane: whole, factor } = halved((width) => (glyph * width) / longSide <= most)
  const workGlyph = glyph / factor
  // What lies around a document says nothing about it.
  const { plane: working, left, top } = crop(whole, grown(enlarged(document, 1 / factor), isScene ? 0 : workGlyph))
  const sigma = Math.max(0.6, workGlyph * strokeShare)
  const fine = bands(working, sigma)
  const [fineX, fineY] = fine.across
  // Three times as coarse needs half the pixels a side.
  const [coarseX, coarseY] = bands(shrink(working, 0.5), 1.5 * sigma).across
  const side = Math.max(16, Math.round(1.6 * workGlyph))
  const looked = tiles(working, side).map((tile) => {
    // Every other row of so many is enough for quantiles.
    const [flatX = 0, strokeX = 0] = tileQuantiles(fineX, tile, [0.5, 0.98], 2)
    const [flatY = 0, strokeY = 0] = tileQuantiles(fineY, tile, [0.5, 0.98], 2)
    const half = halfOf(tile)
    const [cx = 0] = tileQuantiles(coarseX, half, [0.9])
    const [cy = 0] = tileQuantiles(coarseY, half, [0.9])
    return { tile, strokeX, strokeY, cx, cy, coarse: Math.sqrt(cx * cy), flat: Math.max(flatX, flatY) }
  })
  const coarses = looked.map(({ coarse }) => coarse)
  const strong = quantile(coarses, 0.95)
  const detailed = looked.filter(({ coarse }) => coarse >= strong / 2)
  const median = (value: (look: (typeof looked)[number]) => number) => quantile(detailed.map(value), 0.5)
  // Premises have slanting lines of their own; writing has none that dominate.
  const smear = grain(
    fine.base,
    detailed.map(({ tile }) => tile),
  )
  const slant = isScene ? 1 : smear.slant
  const seen =
    slant *
    Math.min(
      median(({ strokeX }) => strokeX),
      median(({ strokeY }) => strokeY),
    )
  const coarse = Math.sqrt(median((t) => t.cx) * median((t) => t.cy))
  const flats = looked.map(({ flat }) => flat)
  // A median of |band| over 0.6745 is a standard deviation.
  const noise = quantile(flats, 0.1) / 0.6745
  const stroke = Math.sqrt(Math.max(0, seen ** 2 - (noiseInStroke * noise) ** 2))
  const squares = looked.map(({ tile, strokeX, strokeY, cx, cy, coarse: own }): Square => {
    const place = enlarged({ ...tile, x: tile.x + left, y: tile.y + top }, factor)
    const crispness = slant * localCrispness(strokeX, strokeY, cx, cy)
    if (own >= strong / 3 && own > leastDetail) return { ...place, look: 'detail', crispness }
    const [low = 0, high = 0] = tileQuantiles(working, tile, [0.1, 0.9], 2)
    if (low >= 250) return { ...place, look: 'blown', crispness: 0 }
    if (high <= 6) return { ...place, look: 'black', crispness: 0 }
    // Soft light and dark of a document is its shadow.
    const soft = isScene && high - low >= softFrom
    return soft ? { ...place, look: 'soft', crispness } : { ...place, look: 'plain', crispness: 0 }
  })
  const crispnesses = looked
    .filter(({ coarse: own }) => own >= strong / 3 && own > leastDetail)
    .map(({ strokeX, strokeY, coarse: own }) => (slant * Math.min(strokeX, strokeY)) / own)
  return {
    glyph,
    stroke,
    crispness: stroke / Math.max(0.25, coarse),
    crispnessLow: quantile(crispnesses, 0.25),
    noise,
    ...light(overview.plane),
    ...lost,
    document,
    reflection: reflection && enlarged(reflection, overview.factor),
    smear,
    squares,
    grid: { columns: Math.floor(working.width / Math.min(side, working.width)), count: squares.length },
  }
}

/**
 * How much is blown out even amid detail, 0-1. In a photo that is too bright all over it is the paper, and print may still
 * stand out of it; under a reflection nothing does.
 */
export const blownAllOver = ({ clippedLight, glare }: Pick<ClaritySignals, 'clippedLight' | 'glare'>): number =>
  Math.min(1, Math.max(0, (clippedLight - glare) / (1.001 - glare)))

/** The luma halved until it is as wanted of its long side; each halving is done once. */
function halvings(image: RgbImage): (enough: (longSide: number) => boolean) => { plane: Plane; factor: number } {
  const lumaAt = lumaScales(image)
  const done: Plane[] = []
  const at = (times: number): Plane =>
    (done[times] ??= times === 0 ? lumaAt(1) : times === 1 ? lumaAt(0.5) : shrink(at(times - 1), 0.5))
  const longSide = Math.max(image.width, image.height)
  const most = Math.max(0, Math.floor(Math.log2(Math.min(image.width, image.height))) - 3)
  return (enough) => {
    let times = 0
    while (times < most && !enough(longSide / 2 ** times)) times += 1
    return { plane: at(times), factor: 2 ** times }
  }
}

const enlarged = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x * by,
  y: y * by,
  width: width * by,
  height: height * by,
})

const grown = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
})

function crop(plane: Plane, { x, y, width, height }: Box): { plane: Plane; left: number; top: number } {
  const left = Math.max(0, Math.floor(x))
  const top = Math.max(0, Math.floor(y))
  const right = Math.min(plane.width, Math.ceil(x + width))
  const bottom = Math.min(plane.height, Math.ceil(y + height))
  return { plane: cut(plane, { x: left, y: top, width: right - left, height: bottom - top }), left, top }
}

/** A straight edge changes in one direction only: the other says nothing of it. */
function localCrispness(strokeX: number, strokeY: number, coarseX: number, coarseY: number): number {
  const counts = 0.35 * Math.max(coarseX, coarseY)
  return Math.min(
    coarseX >= counts ? strokeX / Math.max(0.25, coarseX) : Number.POSITIVE_INFINITY,
    coarseY >= counts ? strokeY / Math.max(0.25, coarseY) : Number.POSITIVE_INFINITY,
  )
}

const halfOf = ({ x, y, width, height }: Tile): Tile => ({
  x: x >> 1,
  y: y >> 1,
  width: Math.max(1, width >> 1),
  height: Math.max(1, height >> 1),
})

/** |difference of Gaussians| across and along: a stroke that motion has smeared stays only in one of the two. */
function bands(plane: Plane, sigma: number): { base: Plane; across: [Plane, Plane] } {
  const base = blur(plane, sigma)
  const further = sigma * Math.sqrt(bandRatio ** 2 - 1)
  return { base, across: [bandAlong(base, 'x', further), bandAlong(base, 'y', further)] }
}

function light({ data }: Plane): Pick<ClaritySignals, 'brightness' | 'clippedLight' | 'clippedDark'> {
  let sum = 0
  let blown = 0
  let black = 0
  // By index: an iterator makes an object of each pixel.
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!
    sum += value
    if (value >= 250) blown += 1
    if (value <= 5) black += 1
  }
  return { brightness: sum / data.length, clippedLight: blown / data.length, clippedDark: black / data.length }
}
