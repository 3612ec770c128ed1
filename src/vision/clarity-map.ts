import type { MaterialKind } from '../domain/application.ts'
import type { ClarityFault } from '../domain/evidence.ts'
import type { Box } from '../domain/geometry.ts'
import { judgeSignals, type MeasuredClarity } from './clarity.ts'
import { blurredBelow } from './clarity-faults.ts'
import { measureSignals, type ClaritySignals, type Square } from './clarity-signals.ts'
import { cutOff } from './cut-off.ts'
import type { RgbImage } from './image.ts'
import { lumaScales, type Plane } from './planes.ts'
import { fill, lettersSize, writeLetters } from './small-letters.ts'

/** Long side of the picture drawn, pixels; smaller only where the photo is. */
const mapSide = 1200

type Colour = readonly [red: number, green: number, blue: number]
/** From blurred to sharp. */
const scale: readonly Colour[] = [
  [214, 39, 40],
  [244, 160, 36],
  [240, 220, 70],
  [60, 170, 90],
]
const blownColour: Colour = [186, 85, 235]
const blackColour: Colour = [45, 125, 235]
const ink: Colour = [255, 255, 255]
const panel: Colour = [24, 26, 30]

/**
 * A picture of why a photo is clear or not: the photo in grey, over it how well its detail can be made out, from red (cannot) to
 * green; violet where light has wiped everything out, blue where it is black. Flat parts stay grey: there is nothing to see. The
 * regions of faults are framed and named. `image` is the upright photo at any size, `full` its real one (small print is judged
 * by that), `kind` the slot it was taken for.
 */
export function clarityMap(image: RgbImage, kind: MaterialKind, full: { width: number; height: number }): RgbImage {
  const signals = measureSignals(image, kind)
  const seen = judgeSignals(signals, cutOff(image, kind, signals.document), kind, { image, full })
  const map = inGrey(lumaScales(image)(Math.min(1, mapSide / Math.max(image.width, image.height))))
  const longSide = Math.max(map.width, map.height)
  tint(map, signals, seen, longSide / Math.max(image.width, image.height))
  const point = Math.max(1, Math.round(longSide / 500))
  for (const fault of seen.faults) frame(map, fault, longSide / Math.max(full.width, full.height), point)
  legend(map, signals, point)
  return map
}

/** Dimmed a little, so that colours stand out; a dark photo is lifted, so that one sees what it is of. */
function inGrey({ data, width, height }: Plane): RgbImage {
  const ascending = data.filter((_, i) => i % 97 === 0).toSorted()
  const bright = ascending[Math.floor(0.98 * ascending.length)] ?? 255
  const gain = Math.min(5, 225 / Math.max(1, bright))
  const out = new Uint8Array(3 * data.length)
  for (let i = 0; i < data.length; i++) out.fill(Math.min(225, data[i]! * gain), 3 * i, 3 * i + 3)
  return { data: out, width, height }
}

/** What holds for the whole photo dulls every part of it. */
function goodness(square: Square, { factors }: MeasuredClarity): number {
  const own = 1 / (1 + Math.exp(-6 * Math.log(Math.max(0.01, square.crispness) / blurredBelow)))
  return own * Math.min(factors.noise, factors.size, factors.exposure)
}

const opacity = 0.55

/** Colours of the squares, laid over the picture, fading from one into the next. */
function tint(map: RgbImage, signals: ClaritySignals, seen: MeasuredClarity, ratio: number): void {
  const { squares } = signals
  const { columns } = signals.grid
  const [first] = squares
  if (!first) return
  const rows = squares.length / columns
  // Red, green, blue and opacity, the colours times their opacity.
  const cells = new Float32Array(4 * squares.length)
  squares.forEach((square, i) => {
    if (square.look === 'plain') return
    const colour =
      square.look === 'blown' ? blownColour : square.look === 'black' ? blackColour : onScale(goodness(square, seen))
    cells.set([...colour.map((c) => c * opacity), opacity], 4 * i)
  })
  const side = first.width * ratio
  for (let y = 0; y < map.height; y++) {
    const v = (y - first.y * ratio) / side - 0.5
    if (v < -1 || v > rows) continue
    for (let x = 0; x < map.width; x++) {
      const u = (x - first.x * ratio) / side - 0.5
      if (u < -1 || u > columns) continue
      blend(map.data, 3 * (y * map.width + x), cells, u, v, columns, rows)
    }
  }
}

function blend(
  data: Uint8Array,
  at: number,
  cells: Float32Array,
  u: number,
  v: number,
  columns: number,
  rows: number,
): void {
  const [left, top] = [Math.floor(u), Math.floor(v)]
  let [red, green, blue, alpha] = [0, 0, 0, 0]
  for (let j = 0; j < 4; j++) {
    const column = left + (j & 1)
    const row = top + (j >> 1)
    if (column < 0 || row < 0 || column >= columns || row >= rows) continue
    const share = (j & 1 ? u - left : 1 - u + left) * (j >> 1 ? v - top : 1 - v + top)
    const cell = 4 * (row * columns + column)
    red += share * cells[cell]!
    green += share * cells[cell + 1]!
    blue += share * cells[cell + 2]!
    alpha += share * cells[cell + 3]!
  }
  data[at] = data[at]! * (1 - alpha) + red
  data[at + 1] = data[at + 1]! * (1 - alpha) + green
  data[at + 2] = data[at + 2]! * (1 - alpha) + blue
}

function onScale(value: number): Colour {
  const at = Math.min(scale.length - 1.001, Math.max(0, value) * (scale.length - 1))
  const [from, to] = [scale[Math.floor(at)]!, scale[Math.floor(at) + 1]!]
  const mix = (c: 0 | 1 | 2) => from[c] + (to[c] - from[c]) * (at % 1)
  return [mix(0), mix(1), mix(2)]
}

const names: Record<ClarityFault['code'], string> = {
  IMG_BLURRY: 'BLURRED',
  IMG_DARK: 'DARK',
  IMG_OVEREXPOSED: 'TOO BRIGHT',
  IMG_GLARE: 'GLARE',
  IMG_LOW_RES: 'TOO SMALL',
  IMG_INCOMPLETE: 'NOT ALL OF IT',
}

/** A frame around the fault's region with its name on it. */
function frame(map: RgbImage, { code, region }: ClarityFault, ratio: number, point: number): void {
  if (!region) return
  const x = Math.max(0, region.x * ratio)
  const y = Math.max(0, region.y * ratio)
  const box: Box = {
    x,
    y,
    width: Math.min(map.width - x, region.width * ratio),
    height: Math.min(map.height - y, region.height * ratio),
  }
  border(map, box, 3 * point, panel)
  border(map, { x: x + point, y: y + point, width: box.width - 2 * point, height: box.height - 2 * point }, point, ink)
  const words = names[code]
  const size = lettersSize(words, point)
  fill(map, { x, y, width: size.width + 8 * point, height: size.height + 8 * point }, panel, 0.9)
  writeLetters(map, words, { x: Math.round(x) + 4 * point, y: Math.round(y) + 4 * point, point }, ink)
}

function border(map: RgbImage, { x, y, width, height }: Box, thick: number, colour: Colour): void {
  fill(map, { x, y, width, height: thick }, colour)
  fill(map, { x, y: y + height - thick, width, height: thick }, colour)
  fill(map, { x, y, width: thick, height }, colour)
  fill(map, { x: x + width - thick, y, width: thick, height }, colour)
}

/** The scale, and what else the picture has colours for, in the lower left corner. */
function legend(map: RgbImage, { squares }: ClaritySignals, point: number): void {
  const also = [
    { look: 'blown', words: 'BLOWN OUT', colour: blownColour },
    { look: 'black', words: 'BLACK', colour: blackColour },
  ].filter(({ look }) => squares.filter((square) => square.look === look).length > squares.length / 100)
  const high = 7 * point
  const gap = 5 * point
  const bar = 60 * point
  const [blurred, sharp] = ['BLURRED', 'SHARP']
  const start = gap + lettersSize(blurred, point).width + gap
  const width =
    start +
    bar +
    gap +
    lettersSize(sharp, point).width +
    gap +
    also.reduce(
      (sum, { words }) => sum + high + gap + lettersSize(words, point).width + 2 * gap,
      also.length > 0 ? gap : 0,
    )
  const top = map.height - high - 3 * gap
  fill(map, { x: gap, y: top, width, height: high + 2 * gap }, panel, 0.88)
  const y = top + gap
  writeLetters(map, blurred, { x: 2 * gap, y, point }, ink)
  for (let i = 0; i < bar; i++) fill(map, { x: gap + start + i, y, width: 1, height: high }, onScale(i / bar))
  let x = gap + start + bar + gap
  writeLetters(map, sharp, { x, y, point }, ink)
  x += lettersSize(sharp, point).width + 2 * gap
  for (const { words, colour } of also) {
    fill(map, { x, y, width: high, height: high }, colour)
    writeLetters(map, words, { x: x + high + gap, y, point }, ink)
    x += high + gap + lettersSize(words, point).width + 2 * gap
  }
}
