// First: it must run before the native library is loaded.
import './no-telemetry.ts'
import { Tensor, type InferenceSession } from 'onnxruntime-node'
import type { RgbImage } from '../../vision/image.ts'

/** Per channel in the models' order (blue, green, red): value = byte * scale + shift. */
export interface Normalisation {
  scale: readonly [number, number, number]
  shift: readonly [number, number, number]
}

/** [0, 255] → [-1, 1], as the recogniser and the classifier were trained. */
export const symmetric: Normalisation = {
  scale: [1 / 127.5, 1 / 127.5, 1 / 127.5],
  shift: [-1, -1, -1],
}

/** ImageNet's mean and deviation, applied to blue, green, red in that order, as PaddleOCR trains its detector. */
export const imageNet: Normalisation = {
  scale: [1 / (255 * 0.229), 1 / (255 * 0.224), 1 / (255 * 0.225)],
  shift: [-0.485 / 0.229, -0.456 / 0.224, -0.406 / 0.225],
}

/**
 * Writes a picture into slot `slot` of a batch (N x 3 x height x width); what the picture does not cover stays 0.
 */
export function writePlanes(
  batch: Float32Array,
  slot: number,
  image: RgbImage,
  height: number,
  width: number,
  { scale, shift }: Normalisation,
): void {
  const plane = height * width
  const source = image.data
  for (let channel = 0; channel < 3; channel++) {
    const factor = scale[channel]!
    const offset = shift[channel]!
    for (let y = 0; y < image.height; y++) {
      let from = y * image.width * 3 + (2 - channel)
      let to = (slot * 3 + channel) * plane + y * width
      for (let x = 0; x < image.width; x++, from += 3) batch[to++] = source[from]! * factor + offset
    }
  }
}

export interface TensorValues {
  data: Float32Array
  dims: readonly number[]
}

/** Runs a model of one input and one output, and gives its native memory back. */
export async function run(
  session: InferenceSession,
  data: Float32Array,
  dims: readonly number[],
): Promise<TensorValues> {
  const input = new Tensor('float32', data, dims)
  const [inputName, outputName] = [session.inputNames[0]!, session.outputNames[0]!]
  const outputs = await session.run({ [inputName]: input })
  const output = outputs[outputName]
  if (!output || !(output.data instanceof Float32Array)) throw new Error(`The model gave no ${outputName}`)
  const values = { data: output.data, dims: output.dims }
  input.dispose()
  output.dispose()
  return values
}
