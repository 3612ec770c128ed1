/** Pixels in memory: 8 bits a channel, red green blue, row by row, no padding. */
export interface RgbImage {
  data: Uint8Array
  width: number
  height: number
}
