import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { classifierVersion } from '../../../src/checks/classifier-description.ts'
import { openPremisesClassifier } from '../../../src/checks/classify-premises.ts'
import { startPhotoPool } from '../../../src/checks/photo-pool.ts'
import { bytesField, numberField, writeFields } from '../../../src/ocr/onnx/wire.ts'
import type { RgbImage } from '../../../src/vision/image.ts'

const side = 32

/** An ONNX file whose three logits are the mean of each channel (onnx.proto3: model 7 graph, graph 1 node …). */
function meanOfChannels(dims: readonly number[]): Uint8Array {
  const value = (name: string, shape: readonly number[]) =>
    writeFields([
      bytesField(1, name),
      bytesField(
        2,
        writeFields([
          bytesField(
            1,
            writeFields([
              numberField(1, 1),
              bytesField(2, writeFields(shape.map((size) => bytesField(1, writeFields([numberField(1, size)]))))),
            ]),
          ),
        ]),
      ),
    ])
  const node = (op: string, from: string, to: string) =>
    writeFields([bytesField(1, from), bytesField(2, to), bytesField(4, op)])
  const graph = writeFields([
    bytesField(1, node('GlobalAveragePool', 'picture', 'means')),
    bytesField(1, node('Flatten', 'means', 'logits')),
    bytesField(2, 'means of channels'),
    bytesField(11, value('picture', dims)),
    bytesField(12, value('logits', [1, 3])),
  ])
  return writeFields([
    numberField(1, 8),
    bytesField(7, graph),
    bytesField(8, writeFields([bytesField(1, ''), numberField(2, 13)])),
  ])
}

const description = {
  name: 'colours/1',
  model: 'colours.onnx',
  input: { width: side, height: side, layout: 'NCHW', std: [0.1, 0.1, 0.1] },
  output: 'logits',
  labels: [
    { label: 'red', role: 'front' },
    { label: 'green', role: 'counter' },
    { label: 'blue', role: 'room' },
  ],
}

function picture(colourAt: (x: number) => readonly [number, number, number], width = 64, height = 64): RgbImage {
  const data = new Uint8Array(width * height * 3)
  for (let i = 0; i < width * height; i++) data.set(colourAt(i % width), 3 * i)
  return { data, width, height }
}
const red = picture(() => [200, 20, 20])

let folder = ''
const write = async (value: unknown, name = 'classifier.json') => {
  const path = join(folder, name)
  await writeFile(path, typeof value === 'string' ? value : JSON.stringify(value))
  return path
}
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhunru-classifier-'))
  await writeFile(join(folder, 'colours.onnx'), meanOfChannels([1, 3, side, side]))
  await writeFile(join(folder, 'broken.onnx'), 'no model')
})
afterAll(() => rm(folder, { recursive: true }))

async function classified(image: RgbImage, changes: object = {}) {
  const classifier = await openPremisesClassifier(await write({ ...description, ...changes }))
  try {
    return await classifier.classify(image)
  } finally {
    await classifier.close()
  }
}

describe('a customer’s classifier', () => {
  test('says the role of the strongest label, under its own name', async () => {
    // (200 - 20) / 255 / 0.1 is 7.06 above the others: 1 / (1 + 2 e^-7.06) = 0.998
    expect(await classified(red)).toEqual({ role: 'front', confidence: 0.998, model: 'colours/1' })
    expect(await classified(picture(() => [0, 0, 250]))).toMatchObject({ role: 'room' })
  })

  test('labels of one role add up', async () => {
    const labels = [description.labels[0], { label: 'green', role: 'stall' }, { label: 'blue', role: 'stall' }]
    expect(
      await classified(
        picture(() => [140, 130, 130]),
        { labels },
      ),
    ).toMatchObject({ role: 'stall' })
  })

  test('channels in the other order', async () => {
    const input = { ...description.input, channels: 'BGR' }
    expect(await classified(red, { input })).toMatchObject({ role: 'room' })
  })

  test('looks at the middle, or at all of it', async () => {
    const blueEdges = picture((x) => (x < 70 || x >= 130 ? [0, 0, 255] : [160, 0, 0]), 200, 64)
    expect(await classified(blueEdges)).toMatchObject({ role: 'front' })
    const input = { ...description.input, fit: 'stretch' }
    expect(await classified(blueEdges, { input })).toMatchObject({ role: 'room' })
  })

  test('a temperature makes it less sure, and below the threshold it says nothing', async () => {
    expect(await classified(red, { temperature: 5 })).toMatchObject({ role: 'front', confidence: 0.672 })
    expect(await classified(red, { temperature: 5, threshold: 0.7 })).toBeUndefined()
  })

  test('probabilities are taken as they are', async () => {
    const input = { ...description.input, std: [1, 1, 1] }
    const image = picture(() => [153, 51, 51])
    expect(await classified(image, { input, output: 'probabilities' })).toMatchObject({ confidence: 0.6 })
  })

  test('its version changes with either file', async () => {
    const path = await write(description)
    const first = await classifierVersion(path)
    expect(first).toMatch(/^colours\/1:[0-9a-f]{8}$/)
    await write({ ...description, temperature: 2 })
    const second = await classifierVersion(path)
    await write({ ...description, temperature: 2, model: 'other.onnx' })
    await writeFile(join(folder, 'other.onnx'), meanOfChannels([1, 3, 64, 64]))
    expect(new Set([first, second, await classifierVersion(path)]).size).toBe(3)
  })
})

describe('what is wrong is told, with what to mend', () => {
  test.each([
    ['no JSON', '{', /is no JSON/],
    ['a setting is missing', { ...description, output: undefined }, /output: /],
    [
      'an unknown role',
      { ...description, labels: [...description.labels, { label: 'x', role: 'shop' }] },
      /labels\.3\.role/,
    ],
    [
      'a deviation of nothing',
      { ...description, input: { ...description.input, std: [1, 0, 1] } },
      /std: each must be above 0/,
    ],
    ['a setting that is none', { ...description, treshold: 0.5 }, /treshold/],
    [
      'another size',
      { ...description, input: { ...description.input, width: 64 } },
      /takes 1 × 3 × 32 × 32, the description says 1 × 3 × 32 × 64/,
    ],
    [
      'another layout',
      { ...description, input: { ...description.input, layout: 'NHWC' } },
      /correct input.width, input.height or input.layout/,
    ],
    ['too few labels', { ...description, labels: description.labels.slice(1) }, /gives 3 values, but labels has 2/],
    ['no model', { ...description, model: 'none.onnx' }, /none\.onnx cannot be used/],
    ['a model that is none', { ...description, model: 'broken.onnx' }, /broken\.onnx cannot be used/],
  ])('%s', async (_, value, message) => {
    const opening = openPremisesClassifier(await write(value, 'wrong.json'))
    await expect(opening).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    await expect(opening).rejects.toThrow(message)
    await expect(opening).rejects.toThrow('wrong.json')
  })

  test('no file', async () => {
    await expect(classifierVersion(join(folder, 'none.json'))).rejects.toThrow(/cannot be read/)
  })

  test('the processes do not start with it', async () => {
    const starting = (value: object) =>
      write(value, 'start.json').then((classifier) => startPhotoPool({ engine: 'ppocr', processes: 1, classifier }))
    await expect(starting({ ...description, model: 'none.onnx' })).rejects.toThrow(/correct its path/)
    // What only the model itself can tell is told by the process.
    await expect(starting({ ...description, model: 'broken.onnx' })).rejects.toThrow(/broken\.onnx cannot be used/)
  })
})
