import type { EngineName, OcrEngine } from './engine.ts'
import { createPpocr } from './ppocr/index.ts'
import { createTesseract } from './tesseract/index.ts'

/** Loads an engine by name; a second or so. Close it when done. */
export function createEngine(name: EngineName): Promise<OcrEngine> {
  return name === 'ppocr' ? createPpocr() : createTesseract()
}
