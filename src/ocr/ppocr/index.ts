import type { Rotation } from '../../domain/geometry.ts'
import type { OcrReading, TextLine } from '../../domain/text-line.ts'
import type { RgbImage } from '../../vision/image.ts'
import type { OcrEngine, Region } from '../engine.ts'
import { capLongSide, turn, workingSide } from '../pixels.ts'
import { mapQuad, turnedSize } from '../quads.ts'
import { chooseBoxes } from './choose-boxes.ts'
import { detect } from './detect.ts'
import { readLines } from './lines.ts'
import { closeModels, loadModels, type Models } from './models.ts'
import { makeUpright } from './orientation.ts'
import { inReadingOrder } from './rows.ts'
import { cut, isIn, moved, sideFor, wholeOf, within } from './scope.ts'
import { withoutSeals } from './seal.ts'

/** Raise the number after the slash with every change that may read a photo differently. */
const version = 'ppocr-v4/2'

/**
 * Longest sides, in pixels, at which text is looked for first and again. A quick look at 640 with a closer one where print
 * was small lost 6 of 315 fields against 960 at once, and saved nothing on licences.
 */
const firstSide = 960
const closerSide = 1600

/** PP-OCRv4 on onnxruntime, from files of npm packages alone. */
export async function createPpocr(): Promise<OcrEngine> {
  const models = await loadModels()
  return {
    name: 'ppocr',
    version,
    read: async (photo, { detectAt, earlier, within: part, mostLines } = {}) => {
      const working = withoutSeals(capLongSide(photo, workingSide))
      return earlier
        ? await readCloser(models, photo, working, earlier, detectAt ?? closerSide, part)
        : await readFirst(models, photo, working, detectAt ?? firstSide, mostLines)
    },
    close: () => closeModels(models),
  }
}

async function readFirst(
  models: Models,
  photo: RgbImage,
  working: RgbImage,
  side: number,
  mostLines: number | undefined,
): Promise<OcrReading> {
  const detectIn = (image: RgbImage) => detect(models.detect, image, side)
  const { image, boxes, rotation } = await makeUpright(models, working, await detectIn(working), detectIn)
  if (mostLines === undefined) return inPhoto(photo, image, rotation, await readLines(models, image, boxes))
  const chosen = chooseBoxes(boxes, mostLines, image.width, image.height)
  return inPhoto(photo, image, rotation, await readLines(models, image, chosen, { carefully: false }))
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
  const inside = known.filter((line) => isIn(line.box, region, image))
  const boxes = await detect(models.detect, cut(image, region), sideFor(region, side, inside))
  const found = boxes.map((box) => moved(box, region.x, region.y)).filter((box) => isIn(box, region, image))
  const lines = await readLines(models, image, found, { known: inside })
  const outside = known.filter((line) => !isIn(line.box, region, image))
  return inPhoto(photo, image, earlier.rotation, inReadingOrder([...lines, ...outside]))
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
