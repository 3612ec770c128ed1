import type { Box, Point, Quad, Rotation } from '../../domain/geometry.ts'

/** Where a photo and its boxes stand on the screen. The photo is fitted into its frame and turned about its middle; zoom and
 * drag move the whole frame's content. All sizes in pixels: of the photo where it says so, of the screen otherwise. */

export interface Size {
  width: number
  height: number
}

/** How the content of the frame is moved and enlarged: `screen = content × scale + (x, y)`. */
export interface View {
  scale: number
  x: number
  y: number
}

export const turnedBy = (turn: Rotation, by: 90 | -90): Rotation => {
  const next = (turn + by + 360) % 360
  return next === 90 || next === 180 || next === 270 ? next : 0
}

export const turnedSize = ({ width, height }: Size, turn: Rotation): Size =>
  turn % 180 === 0 ? { width, height } : { width: height, height: width }

/** The size at which the upright photo is laid out, so that all of it is seen in the frame once it is turned. */
export function fittedSize(photo: Size, frame: Size, turn: Rotation): Size {
  const turned = turnedSize(photo, turn)
  const scale = Math.min(frame.width / turned.width, frame.height / turned.height)
  return { width: photo.width * scale, height: photo.height * scale }
}

/** Where a point of the photo stands in the frame before zoom and drag. */
export function placed([x, y]: Point, photo: Size, frame: Size, turn: Rotation): Point {
  const fitted = fittedSize(photo, frame, turn)
  const scale = fitted.width / photo.width
  // From the photo's middle, which is the frame's middle, turned clockwise (y points down).
  const [dx, dy] = [(x - photo.width / 2) * scale, (y - photo.height / 2) * scale]
  const turned: Record<Rotation, Point> = { 0: [dx, dy], 90: [-dy, dx], 180: [-dx, -dy], 270: [dy, -dx] }
  const [tx, ty] = turned[turn]
  return [frame.width / 2 + tx, frame.height / 2 + ty]
}

export function boundsOf(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}

export const quadOf = ({ x, y, width, height }: Box): Quad => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
]

/** Share of the frame that a box looked at may fill. Own choice: with enough around it to see where it stands. */
const shareOfFrame = 0.5

/**
 * The view that shows a box large and in the middle, as far as the photo's edges allow: no more of the empty frame is
 * drawn in than was there before.
 */
export function viewOf(box: Quad, photo: Size, frame: Size, turn: Rotation, maxScale: number): View {
  const bounds = boundsOf(box.map((point) => placed(point, photo, frame, turn)))
  const room = Math.min(
    (frame.width * shareOfFrame) / Math.max(1, bounds.width),
    (frame.height * shareOfFrame) / Math.max(1, bounds.height),
  )
  const scale = Math.min(maxScale, Math.max(1, room))
  const [cx, cy] = [bounds.x + bounds.width / 2, bounds.y + bounds.height / 2]
  return {
    scale,
    x: clamp(frame.width / 2 - cx * scale, frame.width * (1 - scale), 0),
    y: clamp(frame.height / 2 - cy * scale, frame.height * (1 - scale), 0),
  }
}

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))

/** The corners as SVG writes them. */
export const pointsOf = (quad: Quad): string => quad.map(([x, y]) => `${round(x)},${round(y)}`).join(' ')
const round = (value: number): number => Math.round(value * 10) / 10
