import type { Quad, Rotation } from '../../domain/geometry.ts'
import type { RgbImage } from '../../vision/image.ts'
import { turn } from '../pixels.ts'
import { quadHeight, quadWidth, turnQuadOver } from '../quads.ts'
import { mean } from '../statistics.ts'
import { classify } from './classify.ts'
import { cropLine } from './crop.ts'
import { isTall, writtenDownwards } from './downward.ts'
import type { Models } from './models.ts'
import { recognise } from './recognise.ts'

/** A box this much wider than tall lies. */
const elongated = 1.5
/** Lines that vote; the longest say most. */
const voters = 9
/** Lines that are read to settle a doubt. */
const witnesses = 5
/** Mean confidence of the witnesses from which they are text that stands the right way. Lying characters stay below 0.7. */
const readsWell = 0.8
/** Fewer characters than this turn no photo sideways: one short shop sign, written downwards, looks the same. */
const leastCharacters = 6
/** Share of votes for "upside down" below which, or above which, the vote is clear. */
const clearVote = 0.25

export interface Upright {
  image: RgbImage
  boxes: Quad[]
  rotation: Rotation
}

/**
 * Turns a photo upright. Standing boxes in the majority suggest a photo that lies on its side, and the votes of the
 * longest lines one that stands on its head; every turn must then be confirmed by lines that read better that way.
 * A photo stays as it is where that is not so, and where the characters in its standing boxes stand upright: that is a
 * signboard written downwards.
 */
export async function makeUpright(
  models: Models,
  image: RgbImage,
  boxes: Quad[],
  detectIn: (image: RgbImage) => Promise<Quad[]>,
): Promise<Upright> {
  const asTaken: Upright = { image, boxes, rotation: 0 }
  if (boxes.length === 0) return asTaken
  if (!mostlyStanding(boxes)) return (await headUp(models, asTaken)).upright
  const image90 = turn(image, 90)
  // Looked for again: the detector breaks lines that stand into pieces.
  const quarter: Upright = { image: image90, boxes: await detectIn(image90), rotation: 90 }
  const { upright, proof = await readWitnesses(models, quarter) } = await headUp(models, quarter)
  if (proof.characters < leastCharacters || proof.confidence < readsWell) return asTaken
  // The model reads both alike, so only 270 can be a sign (see writtenDownwards).
  const sign = upright.rotation === 270 && (await writtenDownwards(models, image, tallest(boxes)))
  return sign ? asTaken : upright
}

function mostlyStanding(boxes: readonly Quad[]): boolean {
  let standing = 0
  let lying = 0
  for (const box of boxes) {
    const [width, height] = [quadWidth(box), quadHeight(box)]
    if (isTall(box)) standing += height
    else if (width > elongated * height) lying += width
  }
  return standing > lying
}

/** Turns a picture over where its lines read better so. The proof is there where lines had to be read. */
async function headUp(models: Models, upright: Upright): Promise<{ upright: Upright; proof?: Proof }> {
  const votes = await classify(models.classify, upright.image, longest(upright.boxes, voters))
  const share = mean(votes.map((vote) => (vote > 0.5 ? 1 : 0)))
  if (share < clearVote) return { upright }
  const over = turnedOver(upright)
  const [now, then] = [await readWitnesses(models, upright), await readWitnesses(models, over)]
  return weight(then) > weight(now) ? { upright: over, proof: then } : { upright, proof: now }
}

interface Proof {
  confidence: number
  characters: number
}

const weight = (proof: Proof): number => proof.confidence * proof.characters

function turnedOver({ image, boxes, rotation }: Upright): Upright {
  return {
    image: turn(image, 180),
    boxes: boxes.map((box) => turnQuadOver(box, image.width, image.height)),
    rotation: rotation === 0 ? 180 : 270,
  }
}

async function readWitnesses(models: Models, { image, boxes }: Upright): Promise<Proof> {
  const readings = await recognise(
    models,
    longest(boxes, witnesses).map((box) => cropLine(image, box)),
  )
  const glyphs = readings.flatMap((reading) => reading.glyphs)
  return { confidence: mean(glyphs.map((glyph) => glyph.confidence)), characters: glyphs.length }
}

const longest = (boxes: readonly Quad[], count: number): Quad[] =>
  [...boxes]
    .filter((box) => quadWidth(box) > elongated * quadHeight(box))
    .sort((a, b) => quadWidth(b) - quadWidth(a))
    .slice(0, count)

const tallest = (boxes: readonly Quad[]): Quad[] =>
  boxes
    .filter(isTall)
    .sort((a, b) => quadHeight(b) - quadHeight(a))
    .slice(0, 3)
