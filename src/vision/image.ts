/** Pixels in memory: 8 bits a channel, red green blue, row by row, no padding. */
export interface RgbImage {
  data: Uint8Array
  width: number
  height: number
}

/** What intake learns of a file before it is stored. */
export interface PhotoFacts {
  mime: 'image/jpeg' | 'image/png' | 'image/webp'
  /** Pixels as a viewer shows it (EXIF orientation applied). */
  width: number
  height: number
}
