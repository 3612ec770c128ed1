import type { MaterialKind } from '../domain/application.ts'
import type { Box } from '../domain/geometry.ts'
import { absoluteDifference, bandAlong, blur } from './blur.ts'
import type { RgbImage } from './image.ts'
import { directionality, lumaScales, quantile, shrink, tileQuantiles, tiles, type Plane, type Tile } from './planes.ts'

/** What clarity is judged from; brightness in levels of 0-255, lengths in pixels of the image measured. */
export interface ClaritySignals {
  /** Estimated height of the text. */
  glyph: number
  /** Amplitude of the stroke band in the detail-bearing tiles, in the weaker of the two directions. */
  stroke: number
  /** The same over the amplitude of a band three times as coarse: falls with blur, not with contrast or light. */
  crispness: number
  /** Stroke band of the flattest tiles: noise as it stands in the stroke band. */
  noise: number
  /** Mean of the picture, and of its detail-bearing tiles. */
  brightness: number
  detailBrightness: number
  /** Share of the picture, 0-1, that is blown out or black. */
  clippedLight: number
  clippedDark: number
  /** Share of the document's area, 0-1, that is blown out and without any detail. */
  glare: number
  /** Around what is blown out, pixels of the image measured; null where nothing is. */
  blown: Box | null
}

/**
 * Height of the text that matters over the long side of what is photographed. ID-1 cards (85.6 mm): characters of about
 * 2.8 mm, card numbers of 3-4 mm; licences (A4 copy, 297 mm): about 5 mm; other papers A4 with 10.5 pt print. A premises
 * photo has no known layout; there it stands for the scale of the details one wants to recognise.
 */
const glyphShare = (kind: MaterialKind): number => {
  if (kind === 'id_portrait' || kind === 'id_emblem' || kind === 'bank_card') return 1 / 30
  if (kind === 'business_licence') return 1 / 60
  return kind.startsWith('scene_') ? 1 / 60 : 1 / 75
}

/** Working scale: pixels per glyph at which strokes (about a tenth of a glyph) are still well sampled. */
const workingGlyph = 16
/** Long side of the picture in which the document is looked for. */
const overviewSide = 400
/** Stroke band: sigma as a share of the glyph, and the ratio of the two Gaussians whose difference it is (measured). */
const strokeShare = 1 / 16
const bandRatio = 1.6

/**
 * Measures what the eye would use to say whether a photo can be read. Only detail-bearing tiles count: a sharp document on a
 * plain desk is sharp. The text's height comes from the extent of the detail (98 % of it, along the longer side)
 * times the known layout; a patterned desk makes it too large, which errs on the side of the applicant.
 */
export function measureSignals(image: RgbImage, kind: MaterialKind): ClaritySignals {
  const lumaAt = lumaScales(image)
  const longSide = Math.max(image.width, image.height)
  const overview = lumaAt(overviewSide / longSide)
  const isScene = kind.startsWith('scene_')
  const document = detailExtent(overview)
  const extent = kind.startsWith('scene_')
    ? longSide
    : (document.long * longSide) / Math.max(overview.width, overview.height)
  const glyph = extent * glyphShare(kind)

  const working = lumaAt(workingGlyph / glyph)
  const workGlyph = (glyph * Math.max(working.width, working.height)) / longSide
  const sigma = Math.max(0.6, workGlyph * strokeShare)
  const fine = bands(working, sigma)
  const [fineX, fineY] = fine.across
  // Three times as coarse needs half the pixels a side.
  const [coarseX, coarseY] = bands(shrink(working, 0.5), 1.5 * sigma).across
  const looked = tiles(working, Math.max(16, Math.round(1.6 * workGlyph))).map((tile) => {
    const [flatX = 0, strokeX = 0] = tileQuantiles(fineX, tile, [0.5, 0.98])
    const [flatY = 0, strokeY = 0] = tileQuantiles(fineY, tile, [0.5, 0.98])
    const half = halved(tile)
    const [cx = 0] = tileQuantiles(coarseX, half, [0.9])
    const [cy = 0] = tileQuantiles(coarseY, half, [0.9])
    return { tile, strokeX, strokeY, cx, cy, coarse: Math.sqrt(cx * cy), flat: Math.max(flatX, flatY) }
  })
  const strong = quantile(
    looked.map((tile) => tile.coarse),
    0.95,
  )
  const detailed = looked.filter((tile) => tile.coarse >= strong / 2)
  const median = (value: (tile: (typeof looked)[number]) => number) => quantile(detailed.map(value), 0.5)
  const weaker = Math.min(
    median((t) => t.strokeX),
    median((t) => t.strokeY),
  )
  // Premises have slanting lines of their own; writing has none that dominate.
  const slant = isScene
    ? 1
    : directionality(
        fine.base,
        detailed.map(({ tile }) => tile),
      )
  const stroke = weaker * slant
  const coarse = Math.sqrt(median((t) => t.cx) * median((t) => t.cy))
  return {
    glyph,
    stroke,
    crispness: stroke / Math.max(0.25, coarse),
    // A median of |band| over 0.6745 is a standard deviation.
    noise:
      quantile(
        looked.map((tile) => tile.flat),
        0.1,
      ) / 0.6745,
    detailBrightness: median(({ tile }) => tileQuantiles(working, tile, [0.5])[0] ?? 0),
    ...light(overview),
    glare: document.blown,
    blown: around(document.blownTiles, longSide / Math.max(overview.width, overview.height)),
  }
}

function around(tiles: readonly Tile[], scale: number): Box | null {
  if (tiles.length === 0) return null
  const x = Math.min(...tiles.map((tile) => tile.x))
  const y = Math.min(...tiles.map((tile) => tile.y))
  const right = Math.max(...tiles.map((tile) => tile.x + tile.width))
  const bottom = Math.max(...tiles.map((tile) => tile.y + tile.height))
  return { x: x * scale, y: y * scale, width: (right - x) * scale, height: (bottom - y) * scale }
}

const halved = ({ x, y, width, height }: Tile): Tile => ({
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

/** Where the detail is: the longer side of its extent in pixels of the overview, and how much of it is blown out. */
function detailExtent(overview: Plane): { long: number; blown: number; blownTiles: Tile[] } {
  const side = 10
  const band = absoluteDifference(overview, blur(overview, 4))
  const looked = tiles(overview, side).map((tile) => ({
    tile,
    detail: tileQuantiles(band, tile, [0.8])[0] ?? 0,
  }))
  const enough = Math.max(
    2,
    0.3 *
      quantile(
        looked.map(({ detail }) => detail),
        0.95,
      ),
  )
  const detailed = looked.filter(({ detail }) => detail > enough).map(({ tile }) => tile)
  const span = (at: number[]) => [quantile(at, 0.02), quantile(at, 0.98)] as const
  // Without any detail the whole picture stands for the document.
  const [left, right] = detailed.length > 0 ? span(detailed.map((tile) => tile.x)) : [0, overview.width]
  const [top, bottom] = detailed.length > 0 ? span(detailed.map((tile) => tile.y)) : [0, overview.height]
  const inside = looked.filter(({ tile: t }) => t.x >= left && t.x <= right && t.y >= top && t.y <= bottom)
  const blown = inside.filter(({ tile, detail }) => detail < 2 && (tileQuantiles(overview, tile, [0.1])[0] ?? 0) >= 250)
  return {
    long: Math.min(Math.max(right - left, bottom - top) + side, Math.max(overview.width, overview.height)),
    blown: blown.length / Math.max(1, inside.length),
    blownTiles: blown.map(({ tile }) => tile),
  }
}

function light({ data }: Plane): Pick<ClaritySignals, 'brightness' | 'clippedLight' | 'clippedDark'> {
  let sum = 0
  let blown = 0
  let black = 0
  for (const value of data) {
    sum += value
    if (value >= 250) blown += 1
    if (value <= 5) black += 1
  }
  return { brightness: sum / data.length, clippedLight: blown / data.length, clippedDark: black / data.length }
}
