import type { OcrReading } from '../domain/text-line.ts'
import type { RgbImage } from '../vision/image.ts'

export const engineNames = ['ppocr', 'tesseract'] as const
export type EngineName = (typeof engineNames)[number]

/** An upright rectangle in pixels: x to the right, y down, from its top left corner. */
export interface Region {
  x: number
  y: number
  width: number
  height: number
}

export interface ReadOptions {
  /**
   * Longest side, in pixels, of the picture in which text is looked for: the whole photo, or `within`. Larger finds smaller
   * text and costs more; the engine may choose a smaller one where an earlier reading shows that the print is large.
   */
  detectAt?: number
  /**
   * An earlier reading of the same photo. Its rotation stands, and lines that it read surely are not read again where
   * they are found again: a second look costs little more than the looking.
   */
  earlier?: OcrReading
  /**
   * Look only inside this part, in pixels of the upright picture: those of `earlier`'s boxes. Lines of `earlier` outside
   * it are carried over, so that the answer is again the reading of the whole photo. Means nothing without `earlier`.
   */
  within?: Region
  /**
   * Read at most this many lines, each once: those along the upper and lower edge and the largest. For photos of which
   * every line is not worth its cost, as of shelves full of labels. An engine that reads a page at once reads all of it.
   */
  mostLines?: number
}

/** Reads all text of one photo, in any of the four orientations. One call at a time; CPU-bound, so never on the event loop. */
export interface OcrEngine {
  readonly name: EngineName
  /** Changes whenever the same photo may read differently: part of the evidence's key. */
  readonly version: string
  /** Boxes of the answer are in pixels of the whole photo turned upright, whatever the options. */
  read(image: RgbImage, options?: ReadOptions): Promise<OcrReading>
  close(): Promise<void>
}
