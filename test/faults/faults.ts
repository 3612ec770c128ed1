import sharp from 'sharp'
import type { PhotoMethods } from '../../src/checks/photo-methods.ts'
import type { OcrEngine } from '../../src/ocr/engine.ts'

/** Never freed: what a leak is. */
const kept: unknown[] = []

function exhaustHeap(): never {
  for (;;) kept.push(Array.from({ length: 100_000 }, () => ({ kept: true })))
}

function spin(milliseconds: number): void {
  const start = performance.now()
  while (performance.now() - start < milliseconds);
}

/** What reading a marked photo does to the process that reads it. */
const faults = {
  segfault: () => void process.kill(process.pid, 'SIGSEGV'),
  exit: () => process.exit(0),
  'heap exhausted': exhaustHeap,
  'never ending': () => spin(Infinity),
  'never answering': () => new Promise<void>(() => {}),
  throwing: () => {
    throw new RangeError('no line can be told from another')
  },
  slow: () => spin(500),
  leaking: () => void kept.push(Buffer.alloc(2 ** 21, 1)),
}
export type Fault = keyof typeof faults
export const faultNames = Object.keys(faults) as Fault[]

const mark = (fault: Fault): string => `brings the reader down: ${fault};`

/** The same photo with a mark in its EXIF description. */
export const markPhoto = (photo: Uint8Array, fault: Fault): Promise<Uint8Array> =>
  sharp(photo)
    .jpeg({ quality: 95 })
    .withExif({ IFD0: { ImageDescription: mark(fault) } })
    .toBuffer()

/** The methods as they are, but that reading a marked photo comes to grief. */
export const withFaults = (methods: PhotoMethods): PhotoMethods => ({
  ...methods,
  ocr: async (kind, bytes) => {
    const fault = faultNames.find((name) => Buffer.from(bytes).includes(mark(name)))
    if (fault) await faults[fault]()
    return methods.ocr(kind, bytes)
  },
})

/** Sees no text in any photo, at once. */
export const blindEngine: OcrEngine = {
  name: 'ppocr',
  version: 'blind/1',
  read: async ({ width, height }) => ({ engine: 'blind/1', rotation: 0, width, height, lines: [] }),
  close: async () => {},
}
