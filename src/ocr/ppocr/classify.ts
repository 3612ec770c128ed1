import type { InferenceSession } from 'onnxruntime-node'
import type { Quad } from '../../domain/geometry.ts'
import type { RgbImage } from '../../vision/image.ts'
import { lineHeight, lineWidth, warp } from './crop.ts'
import { run, symmetric, writePlanes } from './tensor.ts'

/** Width of the classifier's pictures, in pixels; longer lines are squeezed, as in its training. */
const classifierWidth = 192

/** For each line the probability that it stands upside down, 0-1. */
export async function classify(session: InferenceSession, image: RgbImage, boxes: readonly Quad[]): Promise<number[]> {
  if (boxes.length === 0) return []
  const batch = new Float32Array(boxes.length * 3 * lineHeight * classifierWidth)
  boxes.forEach((box, slot) => {
    const crop = warp(image, box, Math.min(classifierWidth, lineWidth(box)), lineHeight)
    writePlanes(batch, slot, crop, lineHeight, classifierWidth, symmetric)
  })
  const { data } = await run(session, batch, [boxes.length, 3, lineHeight, classifierWidth])
  return boxes.map((_, i) => data[i * 2 + 1]!)
}
