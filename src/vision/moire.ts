import { createFft } from './fft.ts'
import type { RgbImage } from './image.ts'

const side = 256
const fft = createFft(side)

export function measureMoire(_image: RgbImage): { moire: number; moireQuantile: number } {
  void fft
  return { moire: 0, moireQuantile: 0 }
}
