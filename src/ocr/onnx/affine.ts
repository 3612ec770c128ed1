import { attributeOf, makeNode, type Constant, type Graph, type Node } from './graph.ts'
import { onlyConsumer, replace, scalar, wire, type Wiring } from './wiring.ts'

/** What a row of scales and shifts by single numbers does to the value `input`: input · scale + shift. */
interface Affine {
  input: string
  output: string
  scale: number
  shift: number
  nodes: Node[]
}

/** Takes scales and shifts by single numbers into the convolutions around them, or makes one operation of them. */
export function mergeAffine(graph: Graph): void {
  const done = new Set<Node>()
  for (const node of graph.nodes) {
    if (done.has(node) || !stepOf(graph, node)) continue
    const wiring = wire(graph)
    const affine = chainFrom(graph, wiring, node)
    if (!affine) continue
    for (const member of affine.nodes) done.add(member)
    if (!intoConvolutionBefore(graph, wiring, affine) && !intoConvolutionsBehind(graph, wiring, affine)) {
      intoOne(graph, wiring, affine)
    }
  }
}

function chainFrom(graph: Graph, wiring: Wiring, first: Node): Affine | undefined {
  let chain: Affine | undefined
  let node: Node | undefined = first
  while (node) {
    const step = stepOf(graph, node)
    if (!step) break
    chain = {
      input: chain?.input ?? step.input,
      output: node.outputs[0]!,
      scale: (chain?.scale ?? 1) * step.scale,
      shift: (chain?.shift ?? 0) * step.scale + step.shift,
      nodes: [...(chain?.nodes ?? []), node],
    }
    node = onlyConsumer(graph, wiring, chain.output)
  }
  return chain
}

function stepOf(graph: Graph, node: Node): { input: string; scale: number; shift: number } | undefined {
  if (node.op !== 'Mul' && node.op !== 'Add' && node.op !== 'Div') return undefined
  const [a, b] = [node.inputs[0]!, node.inputs[1]!]
  const second = scalar(graph, b)
  const value = second ?? (node.op === 'Div' ? undefined : scalar(graph, a))
  const input = second === undefined ? b : a
  if (value === undefined || graph.constants.has(input)) return undefined
  if (node.op === 'Add') return { input, scale: 1, shift: value }
  return { input, scale: node.op === 'Mul' ? value : 1 / value, shift: 0 }
}

const weightsOf = (graph: Graph, node: Node | undefined): Constant | undefined =>
  node?.op === 'Conv' ? graph.constants.get(node.inputs[1]!) : undefined

/** conv(x) · a + b = conv'(x), with weights and bias scaled and the bias shifted. */
function intoConvolutionBefore(graph: Graph, wiring: Wiring, affine: Affine): boolean {
  const convolution = wiring.producers.get(affine.input)
  const weights = weightsOf(graph, convolution)
  if (!convolution || !weights || onlyConsumer(graph, wiring, affine.input) !== affine.nodes[0]) return false
  const bias = biasOf(graph, convolution, weights)
  if (!bias) return false
  setWeights(graph, convolution, {
    weights: { dims: weights.dims, values: weights.values.map((value) => value * affine.scale) },
    bias: { dims: bias.dims, values: bias.values.map((value) => value * affine.scale + affine.shift) },
  })
  convolution.outputs = [affine.output]
  replace(graph, affine.nodes, [])
  return true
}

/** conv(x · a + b) = conv'(x). At a padded edge the zeros beyond it are not shifted, so only a scale may go there. */
function intoConvolutionsBehind(graph: Graph, wiring: Wiring, affine: Affine): boolean {
  const takers = wiring.consumers.get(affine.output) ?? []
  if (takers.length === 0 || graph.outputs.has(affine.output)) return false
  const changes = takers.map((node) => {
    const weights = weightsOf(graph, node)
    const bias = weights && biasOf(graph, node, weights)
    const unpadded = attributeOf(node, 'pads')?.every((side) => side === 0) ?? true
    return weights && bias && (unpadded || affine.shift === 0) ? { node, weights, bias } : undefined
  })
  if (!changes.every((change) => change !== undefined)) return false
  for (const { node, weights, bias } of changes) {
    const size = weights.values.length / bias.values.length
    setWeights(graph, node, {
      weights: { dims: weights.dims, values: weights.values.map((value) => value * affine.scale) },
      bias: {
        dims: bias.dims,
        values: bias.values.map(
          (value, i) =>
            value + affine.shift * weights.values.subarray(i * size, (i + 1) * size).reduce((sum, w) => sum + w, 0),
        ),
      },
    })
    node.inputs = node.inputs.map((name) => (name === affine.output ? affine.input : name))
  }
  replace(graph, affine.nodes, [])
  return true
}

/** One BatchNormalization: unlike Mul and Add by one number, ONNX Runtime keeps it in its blocked layout. */
function intoOne(graph: Graph, wiring: Wiring, affine: Affine): void {
  const channels = channelsOf(graph, wiring, affine.input)
  if (channels === undefined) return
  const constant = (name: string, value: number): string => {
    const full = `${affine.output}.${name}`
    graph.constants.set(full, { dims: [channels], values: new Float32Array(channels).fill(value) })
    return full
  }
  const inputs = [
    constant('scale', affine.scale),
    constant('shift', affine.shift),
    constant('mean', 0),
    constant('variance', 1),
  ]
  replace(graph, affine.nodes, [
    makeNode('BatchNormalization', [affine.input, ...inputs], affine.output, { epsilon: 0 }),
  ])
}

/** How many channels a picture has, by the convolution that it comes from through products of pictures. */
function channelsOf(graph: Graph, wiring: Wiring, name: string): number | undefined {
  const node = wiring.producers.get(name)
  if (node?.op === 'Mul') return channelsOf(graph, wiring, node.inputs[0]!)
  return weightsOf(graph, node)?.dims[0]
}

function biasOf(graph: Graph, node: Node, weights: Constant): Constant | undefined {
  const channels = weights.dims[0] ?? 0
  const name = node.inputs[2]
  return name ? graph.constants.get(name) : { dims: [channels], values: new Float32Array(channels) }
}

/** Under new names: the old constants may serve another operation, too. */
function setWeights(graph: Graph, node: Node, { weights, bias }: { weights: Constant; bias: Constant }): void {
  const name = `${node.outputs[0]}.weights`
  graph.constants.set(name, weights)
  graph.constants.set(`${name}.bias`, bias)
  node.inputs = [node.inputs[0]!, name, `${name}.bias`]
}
