import type { Box } from '../domain/geometry.ts'
import type { Plane } from './planes.ts'

/** Levels of 255 by which a border may differ from itself: JPEG ripples near an edge. */
const tolerance = 12
/** Share of a line that must differ from the border's brightness for it to be picture; what a status bar writes is less. */
const pictureShare = 0.35
/** Share of the pixels of an outermost line that may be unlike the rest of it: photos seldom end in a plain line, borders do. */
const strayShare = 0.01
/** Share of the side that must be left: less is a detail on a plain ground and not a photo with borders. */
const least = 0.25

/**
 * The picture inside uniform borders: a frame, the bars above and below a photo on a phone's screen, with or without a line
 * of writing in them. Null where there is none. Pixels of the plane.
 */
export function contentBox(plane: Plane): Box | null {
  const { width, height } = plane
  let box: Box = { x: 0, y: 0, width, height }
  // Once more, because a column beside bars is judged without them, and a row inside a frame without its sides.
  for (let pass = 0; pass < 2; pass++) {
    const rows = longestRun(lineShares(plane, box, 'row'))
    box = { ...box, y: box.y + rows.from, height: rows.length }
    const columns = longestRun(lineShares(plane, box, 'column'))
    box = { ...box, x: box.x + columns.from, width: columns.length }
  }
  if (box.width === width && box.height === height) return null
  return box.width >= least * width && box.height >= least * height ? box : null
}

/** The part of the plane in a box of whole pixels. */
export function cut({ data, width }: Plane, box: Box): Plane {
  const part = new Float32Array(box.width * box.height)
  for (let row = 0; row < box.height; row++) {
    const from = (box.y + row) * width + box.x
    part.set(data.subarray(from, from + box.width), row * box.width)
  }
  return { data: part, width: box.width, height: box.height }
}

/** For each line of the box the share of its pixels that are unlike the border on either side of it. */
function lineShares({ data, width }: Plane, box: Box, along: 'row' | 'column'): Float64Array {
  const lines = along === 'row' ? box.height : box.width
  const length = along === 'row' ? box.width : box.height
  const lineStep = along === 'row' ? width : 1
  const step = along === 'row' ? 1 : width
  const start = box.y * width + box.x
  const median = (line: number) => {
    const values = Array.from({ length }, (_, i) => data[start + line * lineStep + i * step]!).sort((a, b) => a - b)
    return values[length >> 1]!
  }
  const unlike = (line: number, ground: number) => {
    let count = 0
    for (let i = 0, at = start + line * lineStep; i < length; i++, at += step) {
      if (Math.abs(data[at]! - ground) > tolerance) count += 1
    }
    return count / length
  }
  const grounds = [0, lines - 1].map((line) => {
    const ground = median(line)
    return unlike(line, ground) <= strayShare ? ground : null
  })
  return Float64Array.from({ length: lines }, (_, line) => {
    const ground = grounds[line < lines / 2 ? 0 : 1]
    return ground === null || ground === undefined ? 1 : unlike(line, ground)
  })
}

/** From the first to the last line of the longest stretch of picture; short gaps in it belong to it. */
function longestRun(shares: Float64Array): { from: number; length: number } {
  const gap = Math.max(1, Math.round(shares.length / 50))
  let best = { from: 0, length: shares.length }
  let longest = 0
  let from = -1
  let last = -1
  const close = () => {
    if (from >= 0 && last - from + 1 > longest) {
      longest = last - from + 1
      best = { from, length: longest }
    }
  }
  shares.forEach((share, line) => {
    if (share <= pictureShare) return
    if (from < 0 || line - last > gap) {
      close()
      from = line
    }
    last = line
  })
  close()
  return best
}
