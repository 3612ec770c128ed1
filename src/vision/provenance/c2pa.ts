import { decode } from 'cborg'
import type { DecodeOptions } from 'cborg/interface'
import type { Provenance } from '../../domain/evidence-scene.ts'
import { oneLine } from '../one-line.ts'
import type { Part } from '../parts.ts'

type C2pa = NonNullable<Provenance['c2pa']>

/** Boxes of one file that are looked at; a manifest has some dozens, one for each step of its history. */
const maxBoxes = 3000
const maxDepth = 12
/** Bytes of one assertion that is read; thumbnails and signatures are larger and are not wanted. */
const maxAssertion = 256 * 1024
/** Bytes of all assertions that are read. */
const maxRead = 2 * 1024 * 1024
const maxNamed = 30

/**
 * What a C2PA manifest in the file says: who claims, from what kind of source, by which actions; of the whole history, for
 * a picture made by a machine and then cropped is still one. The signature is not verified: anyone can write a manifest.
 * (C2PA 2.2, appendix A.3; JUMBF, ISO/IEC 19566-5.)
 */
export function readC2pa(parts: readonly Part[]): C2pa | undefined {
  const found = manifests(parts).filter((bytes) => bytes.includes('c2pa'))
  if (found.length === 0) return undefined
  const claims: Claims = { generators: [], sourceTypes: new Set(), actions: new Set(), left: maxRead, boxes: maxBoxes }
  for (const bytes of found) readBoxes(bytes, '', 0, claims)
  // The last manifest of a store is the active one.
  const claimGenerator = oneLine(claims.generators.at(-1) ?? '')
  return {
    ...(claimGenerator !== '' && { claimGenerator }),
    digitalSourceTypes: [...claims.sourceTypes],
    actions: [...claims.actions],
  }
}

/** The JUMBF of each file format: `caBX` of a PNG, `C2PA` of a WebP, APP11 segments of a JPEG put together. */
function manifests(parts: readonly Part[]): Buffer[] {
  const whole = parts.filter(({ type }) => type === 'caBX' || type === 'C2PA').map(({ data }) => data)
  const boxes = new Map<number, Buffer[]>()
  for (const { type, data } of parts) {
    // ISO 19566-5 D.2: `JP`, number of the box (2 bytes), number of the packet (4), then the box with its header repeated.
    if (type !== 'APP11' || data.length < 16 || data.toString('latin1', 0, 2) !== 'JP') continue
    const number = data.readUInt16BE(2)
    const packets = boxes.get(number) ?? []
    const header = data.readUInt32BE(8) === 1 ? 16 : 8
    packets.push(packets.length === 0 ? data.subarray(8) : data.subarray(8 + header))
    boxes.set(number, packets)
  }
  return [...whole, ...Array.from(boxes.values(), (packets) => Buffer.concat(packets))]
}

interface Claims {
  generators: string[]
  sourceTypes: Set<string>
  actions: Set<string>
  left: number
  boxes: number
}

/** Length, type, content; a superbox `jumb` starts with its description `jumd`: type (16 bytes), toggles, label. */
function readBoxes(bytes: Buffer, label: string, depth: number, claims: Claims): void {
  let at = 0
  let name = label
  while (at + 8 <= bytes.length) {
    if (--claims.boxes < 0) return
    const short = bytes.readUInt32BE(at)
    const long = short === 1 && at + 16 <= bytes.length
    const length = long ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? bytes.length - at : short
    const header = long ? 16 : 8
    if (length < header) return
    const type = bytes.toString('latin1', at + 4, at + 8)
    // A box that the file cuts off is read as far as it goes.
    const content = bytes.subarray(at + header, Math.min(bytes.length, at + length))
    if (type === 'jumb' && depth < maxDepth) readBoxes(content, '', depth + 1, claims)
    else if (type === 'jumd') name = labelOf(content)
    else if (type === 'cbor' || type === 'json') readAssertion(type, content, name, claims)
    at += length
  }
}

const labelOf = (description: Buffer): string => description.toString('utf8', 17, 17 + 200).split('\0')[0] ?? ''

/** A tag says how a value is meant (a date, an identifier); what is wanted here are texts, which are the same without. */
const anyTag = new Proxy<NonNullable<DecodeOptions['tags']>>({}, { get: () => (content: () => unknown) => content() })

function readAssertion(type: 'cbor' | 'json', content: Buffer, label: string, claims: Claims): void {
  if (content.length > maxAssertion || content.length > claims.left) return
  claims.left -= content.length
  try {
    const value: unknown = type === 'json' ? JSON.parse(content.toString('utf8')) : decode(content, { tags: anyTag })
    if (label.startsWith('c2pa.claim')) claims.generators.push(generatorOf(value))
    collect(value, label.startsWith('c2pa.actions'), 0, claims)
  } catch {
    // Not what it says it is, or more deeply nested than any assertion. The address of a source type is told by itself.
    const address = /digitalsourcetype\/(\w{4,60})/gi
    for (const [, name] of content.toString('latin1').matchAll(address)) add(claims.sourceTypes, name!)
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** `claim_generator` of a first-generation claim, otherwise name and version of `claim_generator_info`. */
function generatorOf(claim: unknown): string {
  if (!isRecord(claim)) return ''
  const listed: unknown = Array.isArray(claim.claim_generator_info)
    ? claim.claim_generator_info[0]
    : claim.claim_generator_info
  const info = isRecord(listed) ? listed : {}
  const named = [info.name, info.version].filter((part) => typeof part === 'string').join(' ')
  return named !== '' ? named : typeof claim.claim_generator === 'string' ? claim.claim_generator : ''
}

function collect(value: unknown, inActions: boolean, depth: number, claims: Claims): void {
  if (depth > maxDepth) return
  if (Array.isArray(value)) {
    for (const item of value) collect(item, inActions, depth + 1, claims)
  } else if (isRecord(value) && !(value instanceof Uint8Array)) {
    for (const [key, item] of Object.entries(value)) {
      if (typeof item !== 'string') collect(item, inActions, depth + 1, claims)
      else if (/digitalSourceType$/i.test(key)) add(claims.sourceTypes, sourceTypeName(item))
      else if (inActions && key === 'action') add(claims.actions, oneLine(item))
    }
  }
}

function add(set: Set<string>, item: string): void {
  if (item !== '' && set.size < maxNamed) set.add(item)
}

/** The last part of the address of an IPTC digital source type. */
export const sourceTypeName = (address: string): string => oneLine(address.split(/[/#:]/).at(-1) ?? '')
