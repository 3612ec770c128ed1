/**
 * Protocol Buffers on the wire, as far as ONNX files need it: fields of numbers, of fixed width and of bytes
 * (https://protobuf.dev/programming-guides/encoding). Unknown fields pass through unchanged.
 */
export type WireField =
  | { number: number; type: 'varint'; value: bigint }
  | { number: number; type: 'fixed32' | 'fixed64' | 'bytes'; value: Uint8Array }

/** By the number on the wire; 3 and 4 are no longer in use. */
const types: ReadonlyMap<number, WireField['type']> = new Map([
  [0, 'varint'],
  [1, 'fixed64'],
  [2, 'bytes'],
  [5, 'fixed32'],
] as const)
const typeNumbers = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const

/** The fields of one message, in their order. Bytes are views of `message`. Throws a RangeError where it is cut short. */
export function readFields(message: Uint8Array): WireField[] {
  const fields: WireField[] = []
  let at = 0
  const varint = (): bigint => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++]
      if (byte === undefined) throw new RangeError('The file ends within a number')
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }
  const bytes = (length: number): Uint8Array => {
    if (at + length > message.length) throw new RangeError('The file ends within a field')
    at += length
    return message.subarray(at - length, at)
  }
  while (at < message.length) {
    const key = Number(varint())
    const number = key >> 3
    const type = types.get(key & 7)
    if (type === undefined) throw new RangeError(`Field ${number} has a type that is no longer in use`)
    if (type === 'varint') fields.push({ number, type, value: varint() })
    else fields.push({ number, type, value: bytes(type === 'bytes' ? Number(varint()) : type === 'fixed32' ? 4 : 8) })
  }
  return fields
}

/** One message of these fields. */
export function writeFields(fields: readonly WireField[]): Uint8Array {
  const parts: Uint8Array[] = []
  for (const field of fields) {
    parts.push(varintBytes(BigInt((field.number << 3) | typeNumbers[field.type])))
    if (field.type === 'varint') parts.push(varintBytes(field.value))
    else {
      if (field.type === 'bytes') parts.push(varintBytes(BigInt(field.value.length)))
      parts.push(field.value)
    }
  }
  return new Uint8Array(Buffer.concat(parts))
}

function varintBytes(value: bigint): Uint8Array {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, value)
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80)
    rest >>= 7n
  }
  bytes.push(Number(rest))
  return Uint8Array.from(bytes)
}

export const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')
export const bytesField = (number: number, value: Uint8Array | string): WireField => ({
  number,
  type: 'bytes',
  value: typeof value === 'string' ? new Uint8Array(Buffer.from(value)) : value,
})
export const numberField = (number: number, value: number): WireField => ({
  number,
  type: 'varint',
  value: BigInt(value),
})
export const floatField = (number: number, value: number): WireField => ({
  number,
  type: 'fixed32',
  value: new Uint8Array(Float32Array.of(value).buffer),
})
