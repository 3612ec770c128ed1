import type { Quad } from '../../domain/geometry.ts'
import type { OcrReading, TextLine } from '../../domain/text-line.ts'
import type { RgbImage } from '../../vision/image.ts'
import type { OcrEngine, ReadOptions } from '../engine.ts'
import { capLongSide, workingSide } from '../pixels.ts'
import { mapQuad, turnedSize } from '../quads.ts'
import { cropLine } from './crop.ts'
import { detect } from './detect.ts'
import { downward, isTall } from './downward.ts'
import { closeModels, loadModels, type Models } from './models.ts'
import { makeUpright } from './orientation.ts'
import { recognise } from './recognise.ts'
import { digitRows, inReadingOrder, joinBoxes, type BoxedLine } from './rows.ts'

/** Raise the number after the slash with every change that may read a photo differently. */
const version = 'ppocr-v4/2'

/** Longest side, in pixels, at which text is looked for: 1280 finds no more on documents and costs a third more. */
const defaultDetectAt = 960

/** Lines below this mean confidence are texture, not text (PaddleOCR's drop_score); a masked number may still be one. */
const leastConfidence = 0.5
/** A lone character needs more: any stroke reads as 一 or 1. */
const leastForOne = 0.8
/** Characters of the shortest number that keeps a line of low confidence: embossed bank cards. */
const numberLength = 14

/** PP-OCRv4 on onnxruntime, from files of npm packages alone. */
export async function createPpocr(): Promise<OcrEngine> {
  const models = await loadModels()
  return {
    name: 'ppocr',
    version,
    read: (image, options) => read(models, image, options),
    close: () => closeModels(models),
  }
}

async function read(
  models: Models,
  photo: RgbImage,
  { detectAt = defaultDetectAt }: ReadOptions = {},
): Promise<OcrReading> {
  const working = capLongSide(photo, workingSide)
  const detectIn = (image: RgbImage) => detect(models.detect, image, detectAt)
  const upright = await makeUpright(models, working, await detectIn(working), detectIn)
  const lines = await readLines(models, upright.image, upright.boxes)
  const size = turnedSize(photo.width, photo.height, upright.rotation)
  const [scaleX, scaleY] = [size.width / upright.image.width, size.height / upright.image.height]
  const toPhoto = (box: Quad) => mapQuad(box, ([x, y]) => [x * scaleX, y * scaleY])
  return {
    engine: version,
    rotation: upright.rotation,
    ...size,
    lines: lines.map((line) => toTextLine(line, toPhoto(line.box))),
  }
}

async function readLines(models: Models, image: RgbImage, boxes: readonly Quad[]): Promise<BoxedLine[]> {
  const lines: BoxedLine[] = []
  for (const box of boxes) lines.push(await readBox(models, image, box))
  const rows = digitRows(lines)
  const joined = rows.map((row) => joinBoxes(row.map((i) => lines[i]!.box)))
  const rowReadings = await recognise(
    models,
    joined.map((box) => cropLine(image, box)),
  )
  const inRows = new Set(rows.flat())
  const whole = rowReadings.map((reading, i): BoxedLine => ({ ...reading, box: joined[i]! }))
  const others = lines.filter((_, i) => !inRows.has(i))
  return inReadingOrder([...others, ...whole].filter(isText))
}

/** A tall box holds a line written downwards, or one narrow character: the better reading tells. */
async function readBox(models: Models, image: RgbImage, box: Quad): Promise<BoxedLine> {
  const quads = isTall(box) ? [downward(box), box] : [box]
  const crops = quads.map((quad) => cropLine(image, quad))
  const readings = await recognise(models, crops)
  const [first, second] = readings.map((reading, i): BoxedLine => ({ ...reading, box: quads[i]! }))
  return second && second.confidence > first!.confidence ? second : first!
}

function isText(line: BoxedLine): boolean {
  const text = line.text.trim()
  if (text === '') return false
  if (text.length === 1 && line.confidence < leastForOne) return false
  return line.confidence >= leastConfidence || (line.masked?.digits?.text.length ?? 0) >= numberLength
}

function toTextLine(line: BoxedLine, box: Quad): TextLine {
  return {
    text: line.text,
    confidence: line.confidence,
    box,
    glyphs: line.glyphs.map(({ text, confidence }) => ({ text, confidence })),
    ...(line.masked ? { masked: line.masked } : {}),
  }
}
