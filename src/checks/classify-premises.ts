import type { PremisesContent } from '../domain/evidence-scene.ts'
import { openModel } from '../ocr/onnx/open-model.ts'
import { resize } from '../ocr/pixels.ts'
import { cut } from '../ocr/ppocr/scope.ts'
import { run } from '../ocr/ppocr/tensor.ts'
import { ZhunruError } from '../platform/errors.ts'
import type { RgbImage } from '../vision/image.ts'
import { messageOf, readClassifierDescription, type ClassifierDescription } from './classifier-description.ts'

export interface PremisesClassifier {
  /** Name of the description. */
  name: string
  /** What the photo shows; undefined where the classifier is not sure enough. `image` at any size not below the model's. */
  classify: (image: RgbImage) => Promise<NonNullable<PremisesContent['classified']> | undefined>
  close: () => Promise<void>
}

/**
 * Opens the customer's own classifier by its description and tries it once on an empty picture.
 * @throws ZhunruError CONFIG_INVALID that says what to mend.
 */
export async function openPremisesClassifier(path: string): Promise<PremisesClassifier> {
  const description = await readClassifierDescription(path)
  const { name, input, labels, threshold } = description
  const wrong = (detail: string) =>
    new ZhunruError('CONFIG_INVALID', { detail: `PREMISES_CLASSIFIER, ${path}: ${detail}` })
  const model = await openModel(description.model).catch((error: unknown) => {
    throw wrong(`the model ${description.model} cannot be used: ${messageOf(error)}`)
  })
  const dims = input.layout === 'NCHW' ? [1, 3, input.height, input.width] : [1, input.height, input.width, 3]
  const fits = model.input.length === 4 && model.input.every((size, i) => size === null || size === dims[i])
  if (!fits) {
    await model.session.release()
    throw wrong(
      `the model takes ${model.input.map((size) => size ?? 'any').join(' × ')}, the description says ${dims.join(' × ')}; ` +
        'correct input.width, input.height or input.layout',
    )
  }
  const scoresOf = async (image: RgbImage) => (await run(model.session, toInput(image, input), dims)).data
  const close = () => model.session.release()

  const empty = { data: new Uint8Array(input.width * input.height * 3), width: input.width, height: input.height }
  const count = await scoresOf(empty).then(
    (scores) => scores.length,
    async (error: unknown) => {
      await close()
      throw wrong(`the model ${description.model} does not run: ${messageOf(error)}`)
    },
  )
  if (count !== labels.length) {
    await close()
    throw wrong(
      `the model gives ${count} values, but labels has ${labels.length}; list one for each, in the model's order`,
    )
  }
  return {
    name,
    close,
    classify: async (image) => {
      const best = bestRole(await scoresOf(image), description)
      return best.confidence >= threshold ? { ...best, model: name } : undefined
    },
  }
}

function bestRole(scores: Float32Array, { output, labels, temperature }: ClassifierDescription) {
  const highest = Math.max(...scores)
  const weights = Array.from(scores, (score) =>
    output === 'logits' ? Math.exp((score - highest) / temperature) : Math.max(0, score) ** (1 / temperature),
  )
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const byRole = new Map<string, number>()
  for (const [i, { role }] of labels.entries()) byRole.set(role, (byRole.get(role) ?? 0) + weights[i]! / total)
  const [role, share] = [...byRole].reduce((best, each) => (each[1] > best[1] ? each : best))
  // Values that are no numbers at all leave nothing to believe.
  return { role, confidence: Number.isFinite(share) ? Math.round(share * 1000) / 1000 : 0 }
}

/** The picture in the model's shape, order and scale. */
function toInput(image: RgbImage, input: ClassifierDescription['input']): Float32Array {
  const { width, height, layout, channels, mean, std } = input
  const { data } = resize(input.fit === 'crop' ? middle(image, width / height) : image, width, height)
  const values = new Float32Array(data.length)
  const pixels = width * height
  for (let i = 0; i < pixels; i++) {
    for (let k = 0; k < 3; k++) {
      const byte = data[3 * i + (channels === 'RGB' ? k : 2 - k)]!
      values[layout === 'NCHW' ? k * pixels + i : 3 * i + k] = (byte / 255 - mean[k]!) / std[k]!
    }
  }
  return values
}

/** The largest part of this shape (width over height) in the middle. */
function middle(image: RgbImage, shape: number): RgbImage {
  const width = Math.max(1, Math.min(image.width, Math.round(image.height * shape)))
  const height = Math.max(1, Math.min(image.height, Math.round(image.width / shape)))
  return cut(image, { x: (image.width - width) >> 1, y: (image.height - height) >> 1, width, height })
}
