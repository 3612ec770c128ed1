import { encode } from 'cborg'

/** C2PA manifest stores in JUMBF (ISO/IEC 19566-5), without a valid signature, which nobody here verifies. */

const box = (type: string, ...content: Buffer[]): Buffer => {
  const data = Buffer.concat(content)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(data.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, data])
}

/** A superbox: its description (type of content, toggles: requestable and with a label), then what it holds. */
const superbox = (type: string, label: string, ...content: Buffer[]): Buffer => {
  const id = Buffer.from(`${Buffer.from(type, 'latin1').toString('hex')}00110010800000aa00389b71`, 'hex')
  return box('jumb', box('jumd', id, Buffer.from([0x03]), Buffer.from(`${label}\0`, 'utf8')), ...content)
}

const cbor = (label: string, value: unknown): Buffer => superbox('cbor', label, box('cbor', Buffer.from(encode(value))))
const json = (label: string, value: unknown): Buffer =>
  superbox('json', label, box('json', Buffer.from(JSON.stringify(value), 'utf8')))

export interface Manifest {
  generator: string
  version?: string
  /** 2 names its generator as a map and its assertion of actions `.v2`. */
  generation: 1 | 2
  actions: readonly { action: string; digitalSourceType?: string; softwareAgent?: string }[]
  /** IPTC's own assertion, in JSON. */
  metadata?: Record<string, unknown>
  /** Bytes of a thumbnail, so that the store exceeds one segment. */
  thumbnail?: number
}

/** CBOR's tag 0: a date as text. Signers write one into each action. */
const tagged = (date: string): Buffer => Buffer.concat([Buffer.from([0xc0]), Buffer.from(encode(date))])

function manifest({ generator, version, generation, actions, metadata, thumbnail }: Manifest, number: number): Buffer {
  const listed = actions.map(({ digitalSourceType, ...action }) => ({
    ...action,
    ...(digitalSourceType && {
      digitalSourceType: `http://cv.iptc.org/newscodes/digitalsourcetype/${digitalSourceType}`,
    }),
  }))
  const info = { name: generator, ...(version && { version }) }
  const claim =
    generation === 1
      ? { claim_generator: [generator, version].filter(Boolean).join('/'), signature: 'self#jumbf=c2pa.signature' }
      : { claim_generator_info: info, signature: 'self#jumbf=c2pa.signature', instanceID: `xmp:iid:${number}` }
  // A map of one entry whose value carries a tag: a0 | 1, the key, the tagged date.
  const dated = Buffer.concat([Buffer.from([0xa1]), Buffer.from(encode('when')), tagged('2026-11-02T10:11:12Z')])
  return superbox(
    'c2ma',
    `urn:c2pa:00000000-0000-4000-8000-00000000000${number}`,
    superbox(
      'c2as',
      'c2pa.assertions',
      ...(thumbnail
        ? [superbox('\x40\xcb\x0c\x32', 'c2pa.thumbnail.claim', box('bidb', Buffer.alloc(thumbnail, 7)))]
        : []),
      cbor(generation === 1 ? 'c2pa.actions' : 'c2pa.actions.v2', { actions: listed }),
      ...(metadata ? [json('c2pa.metadata', metadata)] : []),
      superbox('cbor', 'c2pa.time-stamp', box('cbor', dated)),
    ),
    superbox('c2cl', generation === 1 ? 'c2pa.claim' : 'c2pa.claim.v2', box('cbor', Buffer.from(encode(claim)))),
    superbox('c2cs', 'c2pa.signature', box('cbor', Buffer.from(encode(new Uint8Array(200))))),
  )
}

/** The history of a picture; the last manifest is the active one. */
export const manifestStore = (manifests: readonly Manifest[]): Buffer =>
  superbox('c2pa', 'c2pa', ...manifests.map((each, i) => manifest(each, i + 1)))
