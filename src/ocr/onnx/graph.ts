import { bytesField, floatField, numberField, readFields, text, writeFields, type WireField } from './wire.ts'

/** Numbers of the fields in onnx.proto3 (ONNX 1.16) that are looked into; all others pass through. */
const model = { graph: 7 }
const graph = { node: 1, initializer: 5, output: 12 }
const nodeField = { input: 1, output: 2, name: 3, op: 4, attribute: 5 }
const tensor = { dims: 1, type: 2, floats: 4, name: 8, raw: 9 }
const attribute = { name: 1, float: 2, integer: 3, tensor: 5, integers: 8, type: 20 }
const floatType = 1
const floatAttribute = 1

export interface Node {
  op: string
  inputs: string[]
  outputs: string[]
  /** Everything else of the node, as it stood in the file. */
  rest: WireField[]
}

export interface Constant {
  dims: readonly number[]
  values: Float32Array
}

/** A model as a list of operations in the order in which they run. Constants of other types than float stay nodes. */
export interface Graph {
  nodes: Node[]
  constants: Map<string, Constant>
  /** Names that the model gives back: no node that makes one may go. */
  outputs: ReadonlySet<string>
}

export interface GraphFile {
  graph: Graph
  /** The file again, with the graph as it stands now. */
  write: () => Uint8Array
}

/** Reads an ONNX file. Throws where it is none. */
export function readGraph(file: Uint8Array): GraphFile {
  const modelFields = readFields(file)
  const graphField = modelFields.find((field) => field.number === model.graph)
  if (graphField?.type !== 'bytes') throw new Error('The file holds no ONNX graph')
  const fields = readFields(graphField.value)
  const constants = new Map<string, Constant>()
  const nodes: Node[] = []
  const kept: WireField[] = []
  for (const field of fields) {
    if (field.number === graph.node && field.type === 'bytes') {
      const node = readNode(field.value)
      const constant = node.op === 'Constant' ? constantOf(node) : undefined
      if (constant) constants.set(node.outputs[0]!, constant)
      else nodes.push(node)
    } else if (field.number === graph.initializer && field.type === 'bytes') {
      const read = readTensor(field.value)
      if (read) constants.set(read.name, read.constant)
      else kept.push(field)
    } else kept.push(field)
  }
  const outputs = new Set(
    kept.flatMap((field) => (field.number === graph.output && field.type === 'bytes' ? [nameOf(field.value)] : [])),
  )
  const read: Graph = { nodes, constants, outputs }
  return {
    graph: read,
    write: () => {
      const used = new Set(read.nodes.flatMap((node) => node.inputs))
      const written = [
        ...read.nodes.map((node) => bytesField(graph.node, writeNode(node))),
        ...[...read.constants].flatMap(([name, constant]) =>
          used.has(name) ? [bytesField(graph.initializer, writeTensor(name, constant))] : [],
        ),
        ...kept,
      ]
      return writeFields(
        modelFields.map((field) => (field === graphField ? bytesField(model.graph, writeFields(written)) : field)),
      )
    },
  }
}

const nameOf = (message: Uint8Array): string => {
  const field = readFields(message).find(({ number }) => number === 1)
  return field?.type === 'bytes' ? text(field.value) : ''
}

function readNode(message: Uint8Array): Node {
  const node: Node = { op: '', inputs: [], outputs: [], rest: [] }
  for (const field of readFields(message)) {
    if (field.type !== 'bytes') node.rest.push(field)
    else if (field.number === nodeField.input) node.inputs.push(text(field.value))
    else if (field.number === nodeField.output) node.outputs.push(text(field.value))
    else if (field.number === nodeField.op) node.op = text(field.value)
    else node.rest.push(field)
  }
  return node
}

const writeNode = (node: Node): Uint8Array =>
  writeFields([
    ...node.inputs.map((name) => bytesField(nodeField.input, name)),
    ...node.outputs.map((name) => bytesField(nodeField.output, name)),
    bytesField(nodeField.op, node.op),
    ...node.rest,
  ])

/** A node of this kind with attributes that are floats. */
export const makeNode = (
  op: string,
  inputs: string[],
  output: string,
  floats: Readonly<Record<string, number>> = {},
): Node => ({
  op,
  inputs,
  outputs: [output],
  rest: Object.entries(floats).map(([name, value]) =>
    bytesField(
      nodeField.attribute,
      writeFields([
        bytesField(attribute.name, name),
        floatField(attribute.float, value),
        numberField(attribute.type, floatAttribute),
      ]),
    ),
  ),
})

/** An attribute that is one number or a list of integers; undefined where the node has none of that name. */
export function attributeOf(node: Node, name: string): number[] | undefined {
  for (const field of attributesOf(node)) {
    const fields = readFields(field)
    if (!fields.some((f) => f.number === attribute.name && f.type === 'bytes' && text(f.value) === name)) continue
    const float = fields.find((f) => f.number === attribute.float)
    if (float?.type === 'fixed32') return [floatsOf(float.value)[0]!]
    return fields.filter((f) => f.number === attribute.integers || f.number === attribute.integer).flatMap(integersOf)
  }
  return undefined
}

const attributesOf = (node: Node): Uint8Array[] =>
  node.rest.flatMap((field) => (field.number === nodeField.attribute && field.type === 'bytes' ? [field.value] : []))

function constantOf(node: Node): Constant | undefined {
  for (const message of attributesOf(node)) {
    const value = readFields(message).find((field) => field.number === attribute.tensor)
    if (value?.type === 'bytes') return readTensor(value.value)?.constant
  }
  return undefined
}

function readTensor(message: Uint8Array): { name: string; constant: Constant } | undefined {
  const fields = readFields(message)
  const type = fields.find((field) => field.number === tensor.type)
  if (type?.type !== 'varint' || type.value !== BigInt(floatType)) return undefined
  const dims = fields.filter((field) => field.number === tensor.dims).flatMap(integersOf)
  const data = fields.filter((field) => field.number === tensor.raw || field.number === tensor.floats)
  const values = floatsOf(Buffer.concat(data.flatMap((f) => (f.type === 'varint' ? [] : [f.value]))))
  if (values.length !== dims.reduce((product, side) => product * side, 1)) return undefined
  const name = fields.find((field) => field.number === tensor.name)
  return { name: name?.type === 'bytes' ? text(name.value) : '', constant: { dims, values } }
}

const writeTensor = (name: string, { dims, values }: Constant): Uint8Array =>
  writeFields([
    ...dims.map((side) => numberField(tensor.dims, side)),
    numberField(tensor.type, floatType),
    bytesField(tensor.name, name),
    bytesField(tensor.raw, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  ])

/** Copied: floats in a file need not stand at a multiple of four. */
const floatsOf = (bytes: Uint8Array): Float32Array => new Float32Array(Uint8Array.from(bytes).buffer)

function integersOf(field: WireField): number[] {
  if (field.type === 'varint') return [Number(BigInt.asIntN(64, field.value))]
  if (field.type !== 'bytes') return []
  // Packed: the varints one after the other, read as values of fields numbered by their place.
  const list: number[] = []
  let value = 0n
  let shift = 0n
  for (const byte of field.value) {
    value |= BigInt(byte & 0x7f) << shift
    shift += 7n
    if (byte >= 0x80) continue
    list.push(Number(BigInt.asIntN(64, value)))
    value = 0n
    shift = 0n
  }
  return list
}
