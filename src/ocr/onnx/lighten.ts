import { mergeAffine } from './affine.ts'
import { makeNode, readGraph, type Graph } from './graph.ts'
import { boundsOf, onlyConsumer, replace, scalar, wire } from './wiring.ts'

/**
 * The same model with fewer operations. PP-OCRv4 was exported with every scale, shift and hard-swish spelt out: one
 * activation is nine passes over its picture, and ONNX Runtime fuses none of them (they took two thirds of the time:
 * 154 of 232 ms for a photo's detection, 37 of 56 ms for a line). Written anew:
 *  - a scale or shift behind a convolution goes into its weights, one before a convolution without padding likewise;
 *  - hard-swish, x · clip(x + 3, 0, 6) / 6 (Howard et al. 2019, Searching for MobileNetV3), is HardSigmoid and one product;
 *  - a scale and a shift that must stand are one BatchNormalization, which the runtime keeps in its own layout;
 *  - x + x · s, with s one value for each channel, is x · (1 + s).
 * All are equalities of real numbers; what the model gives changes by rounding alone. A file without these patterns
 * comes back as good as it was. Throws where the file is no ONNX model.
 */
export function lighten(file: Uint8Array): Uint8Array {
  const { graph, write } = readGraph(file)
  mergeHardSwish(graph)
  mergeAffine(graph)
  mergeChannelScales(graph)
  return write()
}

/** x · clip(x + 3, 0, 6) / 6, in four operations. */
function mergeHardSwish(graph: Graph): void {
  const wiring = wire(graph)
  const only = (name: string) => onlyConsumer(graph, wiring, name)
  for (const add of graph.nodes) {
    if (add.op !== 'Add' || scalar(graph, add.inputs[1]) !== 3) continue
    const x = add.inputs[0]!
    const clip = only(add.outputs[0]!)
    if (clip?.op !== 'Clip' || boundsOf(graph, clip).join() !== '0,6') continue
    const product = only(clip.outputs[0]!)
    if (product?.op !== 'Mul' || !product.inputs.includes(x)) continue
    const division = only(product.outputs[0]!)
    if (division?.op !== 'Div' || scalar(graph, division.inputs[1]) !== 6) continue
    const gate = clip.outputs[0]!
    replace(
      graph,
      [add, clip, product, division],
      [
        makeNode('HardSigmoid', [x], gate, { alpha: 1 / 6, beta: 0.5 }),
        makeNode('Mul', [x, gate], division.outputs[0]!),
      ],
    )
  }
}

/** x + x · s, where s comes from a HardSigmoid: the squeeze-and-excitation of the detector's neck. */
function mergeChannelScales(graph: Graph): void {
  const wiring = wire(graph)
  const one = 'lighten.one'
  for (const add of graph.nodes) {
    if (add.op !== 'Add') continue
    const x = add.inputs[0]!
    const product = wiring.producers.get(add.inputs[1]!)
    if (product?.op !== 'Mul' || product.inputs[0] !== x) continue
    if (onlyConsumer(graph, wiring, product.outputs[0]!) !== add) continue
    const s = product.inputs[1]!
    if (wiring.producers.get(s)?.op !== 'HardSigmoid') continue
    graph.constants.set(one, { dims: [1], values: Float32Array.of(1) })
    const more = product.outputs[0]!
    replace(graph, [product, add], [makeNode('Add', [s, one], more), makeNode('Mul', [x, more], add.outputs[0]!)])
  }
}
