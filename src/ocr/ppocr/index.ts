import type { Quad, Rotation } from '../../domain/geometry.ts'
import type { OcrReading, TextLine } from '../../domain/text-line.ts'
import type { RgbImage } from '../../vision/image.ts'
import type { OcrEngine, ReadOptions, Region } from '../engine.ts'
import { capLongSide, turn, workingSide } from '../pixels.ts'
import { mapQuad, turnedSize } from '../quads.ts'
import { detect } from './detect.ts'
import { readLines } from './lines.ts'
import { closeModels, loadModels, type Models } from './models.ts'
import { makeUpright } from './orientation.ts'
import { inReadingOrder } from './rows.ts'
import { closerLook, closerSide, cut, isIn, moved, quickSide, wholeOf, within, type Look } from './scope.ts'
import { withoutSeals } from './seal.ts'

/** Raise the number after the slash with every change that may read a photo differently. */
const version = 'ppocr-v4/2'

/** PP-OCRv4 on onnxruntime, from files of npm packages alone. */
export async function createPpocr(): Promise<OcrEngine> {
  const models = await loadModels()
  return {
    name: 'ppocr',
    version,
    read: async (photo, { detectAt, earlier, within: part } = {}) => {
      const working = withoutSeals(capLongSide(photo, workingSide))
      return earlier
        ? await readCloser(models, photo, working, earlier, detectAt ?? closerSide, part)
        : await readFirst(models, photo, working, detectAt)
    },
    close: () => closeModels(models),
  }
}

/** Looks quickly first; what that shows decides which part is looked at again, and how closely. */
async function readFirst(
  models: Models,
  photo: RgbImage,
  working: RgbImage,
  detectAt: ReadOptions['detectAt'],
): Promise<OcrReading> {
  const detectIn = (image: RgbImage) => detect(models.detect, image, detectAt ?? quickSide)
  const { image, boxes, rotation } = await makeUpright(models, working, await detectIn(working), detectIn)
  const closer = detectAt === undefined ? closerLook(image, boxes) : undefined
  const found = closer ? await lookAt(models, image, closer) : boxes
  return inPhoto(photo, image, rotation, await readLines(models, image, found))
}

async function readCloser(
  models: Models,
  photo: RgbImage,
  working: RgbImage,
  earlier: OcrReading,
  side: number,
  part: Region | undefined,
): Promise<OcrReading> {
  const image = turn(working, earlier.rotation)
  const [scaleX, scaleY] = [image.width / earlier.width, image.height / earlier.height]
  const known = earlier.lines.map((line) => withBox(line, ([x, y]) => [x * scaleX, y * scaleY]))
  const region = part
    ? within(
        { x: part.x * scaleX, y: part.y * scaleY, width: part.width * scaleX, height: part.height * scaleY },
        image,
      )
    : wholeOf(image)
  const lines = await readLines(models, image, await lookAt(models, image, { region, side }), known)
  const outside = known.filter((line) => !isIn(line.box, region))
  return inPhoto(photo, image, earlier.rotation, inReadingOrder([...lines, ...outside]))
}

async function lookAt(models: Models, image: RgbImage, { region, side }: Look): Promise<Quad[]> {
  const boxes = await detect(models.detect, cut(image, region), side)
  return boxes.map((box) => moved(box, region.x, region.y))
}

/** Lines of the upright working picture as a reading of the photo. */
function inPhoto(photo: RgbImage, image: RgbImage, rotation: Rotation, lines: readonly TextLine[]): OcrReading {
  const size = turnedSize(photo.width, photo.height, rotation)
  const [scaleX, scaleY] = [size.width / image.width, size.height / image.height]
  return {
    engine: version,
    rotation,
    ...size,
    lines: lines.map((line) => withBox(line, ([x, y]) => [x * scaleX, y * scaleY])),
  }
}

const withBox = (line: TextLine, map: Parameters<typeof mapQuad>[1]): TextLine => ({
  ...line,
  box: mapQuad(line.box, map),
})
