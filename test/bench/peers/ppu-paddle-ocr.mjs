// The peer `ppu-paddle-ocr`: prepare() loads the models, read() gives lines of text with boxes.
import { readFile } from 'node:fs/promises'
import { PaddleOcrService } from 'ppu-paddle-ocr'
import sharp from 'sharp'

const buffer = async (file) => new Uint8Array(await readFile(file)).buffer

export async function prepare({ detection, recognition, dictionary }) {
  const keys = (await readFile(dictionary, 'utf8')).replace(/\r?\n$/, '')
  const service = new PaddleOcrService({
    model: {
      detection: await buffer(detection),
      recognition: await buffer(recognition),
      // This package wants the blank and the space in the file; one entry short, it reads fluent nonsense.
      charactersDictionary: new TextEncoder().encode(`blank\n${keys}\n `).buffer,
    },
    // One thread, as ours: more of them spin and would be counted against it.
    session: { executionProviders: ['cpu'], intraOpNumThreads: 1, interOpNumThreads: 1 },
  })
  await service.initialize()
  return {
    async read(file) {
      const photo = await readFile(file)
      const { width, height } = await sharp(photo).metadata()
      // Without noCache it would remember photos that it has seen.
      const { results } = await service.recognize(new Uint8Array(photo).buffer, { flatten: true, noCache: true })
      const lines = results.map(({ text, confidence, box: { x, y, width: w, height: h } }) => ({
        text,
        confidence,
        box: [
          [x, y],
          [x + w, y],
          [x + w, y + h],
          [x, y + h],
        ],
      }))
      return { width, height, lines }
    },
  }
}
