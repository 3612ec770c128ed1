import type { Point, Quad, Rotation } from '../domain/geometry.ts'

/** Maps a point of the picture, `width` by `height`, to the upright one. */
export function turnUpright(rotation: Rotation, width: number, height: number): (p: Point) => Point {
  const turned: Record<Rotation, (p: Point) => Point> = {
    0: ([x, y]) => [x, y],
    90: ([x, y]) => [height - y, x],
    180: ([x, y]) => [width - x, height - y],
    270: ([x, y]) => [y, width - x],
  }
  return turned[rotation]
}

/** Maps a point of the upright picture back; `width` and `height` are those before the picture was turned. */
export function turnBack(rotation: Rotation, width: number, height: number): (p: Point) => Point {
  const back: Record<Rotation, (p: Point) => Point> = {
    0: ([u, v]) => [u, v],
    90: ([u, v]) => [v, height - u],
    180: ([u, v]) => [width - u, height - v],
    270: ([u, v]) => [width - v, u],
  }
  return back[rotation]
}

export const mapCorners = ([a, b, c, d]: Quad, map: (p: Point) => Point): Quad => [map(a), map(b), map(c), map(d)]

/** Maps a quad of the picture to the upright one; the inverse of `fromUpright` at scale 1. */
export function toUpright(rotation: Rotation, width: number, height: number): (box: Quad) => Quad {
  const map = turnUpright(rotation, width, height)
  return (box) => mapCorners(box, map)
}

/**
 * Maps a quad of the upright picture to whole pixels of the photo. `width` and `height` are those of the picture before it
 * was turned, `scale` is pixels of the photo for one of the picture.
 */
export function fromUpright(rotation: Rotation, width: number, height: number, scale: number): (box: Quad) => Quad {
  const back = turnBack(rotation, width, height)
  return (box) =>
    mapCorners(box, (p) => {
      const [x, y] = back(p)
      return [Math.round(x * scale), Math.round(y * scale)]
    })
}
