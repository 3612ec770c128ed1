import { Parser } from 'htmlparser2'

/** One property of an XMP packet, whether it was written as an attribute, an element or an item of a list. */
export interface XmpProperty {
  /** Address of its namespace; its prefix where the packet binds none. */
  space: string
  name: string
  value: string
}

/** Characters; a history of edits fits, a depth map does not and is not wanted. */
const maxPacket = 256 * 1024
/** XMP is about eight deep. Deeper XML is no XMP, and closing it would cost the square of its depth. */
const maxDepth = 64
const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'

/**
 * The properties of an XMP packet (ISO 16684-1), in their order; the value of a list's item counts for the property that
 * the list is of. Tolerant: packets in the wild are cut off and badly quoted. Never throws; entities other than the five
 * of XML are not expanded.
 */
export function readXmp(packet: string): XmpProperty[] {
  const properties: XmpProperty[] = []
  const spaces = new Map<string, string>()
  const open: { name: string; text: string }[] = []
  const add = (qualified: string, value: string): void => {
    const [prefix, name] = split(qualified)
    const space = spaces.get(prefix) ?? prefix
    const trimmed = value.trim()
    if (trimmed !== '' && prefix !== 'xmlns' && prefix !== 'xml') properties.push({ space, name, value: trimmed })
  }
  /** The property that an item (`rdf:li`, `rdf:Bag` …) belongs to. */
  const owner = (): string | undefined => open.findLast(({ name }) => spaces.get(split(name)[0]) !== rdf)?.name
  const parser = new Parser(
    {
      onopentag(tag, attributes) {
        if (open.length >= maxDepth) throw new Error('deeper than XMP')
        for (const [name, value] of Object.entries(attributes)) {
          if (name.startsWith('xmlns:')) spaces.set(name.slice(6), value)
        }
        open.push({ name: tag, text: '' })
        for (const [name, value] of Object.entries(attributes)) {
          const [prefix, local] = split(name)
          if (spaces.get(prefix) !== rdf) add(name, value)
          else if (local === 'resource') add(owner() ?? tag, value)
        }
      },
      ontext(text) {
        const last = open.at(-1)
        if (last) last.text += text
      },
      onclosetag(tag) {
        const closed = open.pop()
        if (!closed || closed.text.trim() === '') return
        const name = spaces.get(split(tag)[0]) === rdf ? owner() : tag
        if (name !== undefined) add(name, closed.text)
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  try {
    parser.write(packet.slice(0, maxPacket))
    parser.end()
  } catch {
    // What was read up to there stands.
  }
  return properties
}

function split(qualified: string): [prefix: string, name: string] {
  const colon = qualified.indexOf(':')
  return colon < 0 ? ['', qualified] : [qualified.slice(0, colon), qualified.slice(colon + 1)]
}
