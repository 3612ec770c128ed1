import type { OcrEngine } from '../../src/ocr/engine.ts'
import type { RgbImage } from '../../src/vision/image.ts'

/** Never freed: what a leak is. */
const kept: unknown[] = []

function exhaustHeap(): never {
  for (;;) kept.push(Array.from({ length: 100_000 }, () => ({ kept: true })))
}

function spin(milliseconds: number): void {
  const start = performance.now()
  while (performance.now() - start < milliseconds);
}

/** What reading a photo does, by the photo's width in pixels. */
const faults = {
  segfault: { width: 301, work: () => void process.kill(process.pid, 'SIGSEGV') },
  exit: { width: 302, work: () => process.exit(0) },
  'heap exhausted': { width: 303, work: exhaustHeap },
  'never ending': { width: 304, work: () => spin(Infinity) },
  'never answering': { width: 305, work: () => new Promise<void>(() => {}) },
  throwing: {
    width: 306,
    work: () => {
      throw new Error('no line can be told from another')
    },
  },
  slow: { width: 307, work: () => spin(500) },
  leaking: { width: 308, work: () => void kept.push(Buffer.alloc(2 ** 21, 1)) },
}
export type Fault = keyof typeof faults
export const faultNames = Object.keys(faults) as Fault[]
export const widthFor = (fault: Fault): number => faults[fault].width

/** An engine that reads nothing, or as the given one does, and comes to grief over marked photos. */
export function faultyEngine(reader?: OcrEngine): OcrEngine {
  const readNothing = async (image: RgbImage) => ({
    engine: 'faulty/1',
    rotation: 0 as const,
    width: image.width,
    height: image.height,
    lines: [],
  })
  return {
    name: reader?.name ?? 'ppocr',
    version: `faulty/1 ${reader?.version ?? ''}`.trim(),
    read: async (image, options) => {
      await Object.values(faults)
        .find(({ width }) => width === image.width)
        ?.work()
      return reader ? reader.read(image, options) : readNothing(image)
    },
    close: async () => reader?.close(),
  }
}
