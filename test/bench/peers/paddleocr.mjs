// The peer `paddleocr`: prepare() loads the models, read() gives lines of text with boxes.
import { readFile } from 'node:fs/promises'
import * as ort from 'onnxruntime-node'
import { PaddleOcrService } from 'paddleocr'
import sharp from 'sharp'

// One thread, as ours: more of them spin and would be counted against it.
const oneThread = { intraOpNumThreads: 1, interOpNumThreads: 1, graphOptimizationLevel: 'all' }
const runtime = { ...ort, InferenceSession: { create: (model) => ort.InferenceSession.create(model, oneThread) } }

const buffer = async (file) => new Uint8Array(await readFile(file)).buffer

export async function prepare({ detection, recognition, dictionary }) {
  const keys = (await readFile(dictionary, 'utf8')).replace(/\r?\n$/, '').split(/\r?\n/)
  const service = await PaddleOcrService.createInstance({
    ort: runtime,
    modelPreset: 'PP-OCRv5',
    // PP-OCRv4's own limit; without it a photo is searched for text at full size, at three times the cost.
    detection: { modelBuffer: await buffer(detection), limitType: 'max', maxSideLength: 960 },
    // The models know the space, the dictionary file does not name it: without it this package refuses to start.
    recognition: { modelBuffer: await buffer(recognition), charactersDictionary: [...keys, ' '] },
  })
  return {
    async read(file) {
      const { data, info } = await sharp(file).rotate().removeAlpha().raw().toBuffer({ resolveWithObject: true })
      const results = await service.recognize({ data: new Uint8Array(data), width: info.width, height: info.height })
      const lines = results.map(({ text, confidence, box }) => ({
        text,
        confidence,
        box: box.points?.map(({ x, y }) => [x, y]) ?? corners(box),
      }))
      return { width: info.width, height: info.height, lines }
    },
  }
}

const corners = ({ x, y, width, height }) => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
]
