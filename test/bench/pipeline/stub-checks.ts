import type { PhotoChecks } from '../../../src/checks/photo-checks.ts'
import { visionVersion } from '../../../src/vision/version.ts'
import { answersOf } from './photos.ts'

/**
 * Engines that find in each file what they are to say of it: evidence of the real form, stored, matched and decided on as
 * any other, at the price of parsing it. What is measured is everything around the engines.
 */
export const stubChecks: PhotoChecks = {
  inspect: () => Promise.resolve({ mime: 'image/jpeg', width: 1600, height: 1200 }),
  ocr: async (_, bytes) => told(answersOf(bytes).ocr),
  clarity: async (_, bytes) => answersOf(bytes).clarity,
  premises: async (bytes) => told(answersOf(bytes).premises),
  confirm: () => Promise.resolve({ same: false, correlation: 0, overlap: 0, mirrored: false }),
  scene: () => Promise.reject(new Error('the workers put the scene together themselves')),
  versions: { ocr: 'bench/1', clarity: visionVersion, scene: 'bench/1' },
  close: async () => {},
}

function told<T>(answer: T | null): T {
  if (answer === null) throw new Error('this file has no such answer')
  return answer
}
