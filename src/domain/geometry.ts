/** A point in pixels: x to the right, y down. */
export type Point = readonly [x: number, y: number]

/** Four corners, clockwise from the corner where the text begins. */
export type Quad = readonly [Point, Point, Point, Point]

/** Clockwise quarter turns that make the photo's content upright. */
export type Rotation = 0 | 90 | 180 | 270

/** An upright rectangle in pixels. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}
