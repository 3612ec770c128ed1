import type { RgbImage } from './image.ts'
import { lumaScales, type Plane } from './planes.ts'

/** Long side, pixels, at which a frame is looked for: it is a hundredth of that and more. */
const LONG_SIDE = 320
/** Lines across a side at which brightness is followed inwards. */
const PROBES = 40
/** Pixels of frame and of picture that are held against each other. */
const BAND = 4
/** Levels of 0-255. The frame is at most so bright; a letterbox, which no camera took, is darker than the least. */
const FRAME_AT_MOST = 80
const FRAME_AT_LEAST = 4
/** Levels from frame to picture. */
const STEP = 35
/** The frame lies in this outer share of the photo. */
const REACH = 0.42
/** Steepest frame: pixels per pixel. */
const SLOPE = 0.3
/** Share of a side that must show it, without a gap of more than two probes. */
const LEAST_RUN = 0.6
const GAP = 2

/** A straight edge as it is seen from one side of the photo: which probes show it, 0-1 along the side. */
interface Edge {
  from: number
  to: number
}

/**
 * Whether a corner of a screen shows: two straight dark bars that meet, each along most of a side of the photo, with a brighter
 * picture inside. Doors, windows and picture frames may show the same, so it says something only beside another sign.
 */
export function hasBezel(image: RgbImage): boolean {
  const plane = lumaScales(image)(Math.min(1, LONG_SIDE / Math.max(image.width, image.height)))
  const { width, height } = plane
  const sides = [
    // From the top and the bottom, left to right; from the left and the right, top to bottom.
    edgeFrom(plane, width, height, (along, inwards) => inwards * width + along),
    edgeFrom(plane, width, height, (along, inwards) => (height - 1 - inwards) * width + along),
    edgeFrom(plane, height, width, (along, inwards) => along * width + inwards),
    edgeFrom(plane, height, width, (along, inwards) => along * width + width - 1 - inwards),
  ] as const
  const [top, bottom, left, right] = sides
  const meet = (a: Edge | null, atEnd: boolean, b: Edge | null, bAtEnd: boolean) =>
    a !== null && b !== null && reaches(a, atEnd) && reaches(b, bAtEnd)
  return (
    meet(top, false, left, false) ||
    meet(top, true, right, false) ||
    meet(bottom, false, left, true) ||
    meet(bottom, true, right, true)
  )
}

const reaches = ({ from, to }: Edge, atEnd: boolean): boolean => (atEnd ? to >= 1 - REACH : from <= REACH)

/**
 * The line of most probes at which a dark bar gives way to a brighter picture, going inwards; null where too few do.
 * `at` is the place in the plane of a pixel so far along the side and so far inwards.
 */
function edgeFrom(
  { data }: Plane,
  along: number,
  inwards: number,
  at: (along: number, inwards: number) => number,
): Edge | null {
  const deep = Math.floor(REACH * inwards)
  const rise = Math.floor(SLOPE * along)
  // With room for lines that begin or end outside of the photo.
  const steps = new Uint8Array(PROBES * (deep + 2 * rise))
  const light = new Float32Array(Math.min(inwards, deep + BAND))
  for (let probe = 0; probe < PROBES; probe++) {
    const where = Math.floor(((probe + 0.5) * along) / PROBES)
    for (let i = 0; i < light.length; i++) light[i] = data[at(where, i)]!
    // A step counts for the pixel before and after it too: lines are tried at every other pixel.
    const base = probe * (deep + 2 * rise) + rise
    for (let i = BAND; i < deep; i++) if (isStep(light, i)) steps.fill(1, base + i - 1, base + i + 2)
  }
  let best: Edge | null = null
  for (let first = 0; first < deep + 2 * rise; first += 2) {
    const to = Math.min(deep + 2 * rise - 1, first + rise)
    for (let last = Math.max(0, first - rise); last <= to; last += 2) {
      const run = longestRun(steps, first, last)
      if (run && (!best || run.to - run.from > best.to - best.from)) best = run
    }
  }
  return best && best.to - best.from >= LEAST_RUN ? best : null
}

/** Whether the pixels before `i` are frame and those from `i` on picture. */
function isStep(light: Float32Array, i: number): boolean {
  if (i < BAND || i + BAND > light.length) return false
  let frame = 0
  let picture = 0
  for (let k = 1; k <= BAND; k++) {
    const dark = light[i - k]!
    if (k > 1 && dark > FRAME_AT_MOST) return false
    frame += dark
    picture += light[i + k - 1]!
  }
  frame /= BAND
  return frame >= FRAME_AT_LEAST && frame <= FRAME_AT_MOST && picture / BAND - frame >= STEP
}

function longestRun(steps: Uint8Array, first: number, last: number): Edge | null {
  const deep = steps.length / PROBES
  const slope = (last - first) / PROBES
  const shows = (probe: number) => steps[probe * deep + Math.floor(first + slope * (probe + 0.5))] === 1
  // A run that is long enough passes the middle; hardly a line does.
  if (![0, 1, 2].some((apart) => shows(PROBES / 2 - 1 + apart))) return null
  let longest = 0
  let longestFrom = 0
  let from = 0
  let seen = -1 - GAP
  for (let probe = 0; probe < PROBES; probe++) {
    if (!shows(probe)) continue
    if (probe - seen > GAP + 1) from = probe
    seen = probe
    if (probe + 1 - from > longest) {
      longest = probe + 1 - from
      longestFrom = from
    }
  }
  return { from: longestFrom / PROBES, to: (longestFrom + longest) / PROBES }
}
