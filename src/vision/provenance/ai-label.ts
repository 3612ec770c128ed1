import type { Provenance } from '../../domain/evidence-scene.ts'
import { oneLine } from '../one-line.ts'
import type { ExifTexts } from './exif-texts.ts'
import type { FileTexts } from './file-texts.ts'
import type { XmpProperty } from './xmp.ts'

type AiLabel = NonNullable<Provenance['aiLabel']>
type Said = Omit<AiLabel, 'form'>
type Seek = (text: string) => Said | undefined

/** Fields of the label: GB 45438-2025 appendix E, and those of a provider's older one. Without any of them it is none. */
const fields = [
  'Label',
  'ContentProducer',
  'ProduceID',
  'ReservedCode1',
  'ContentPropagator',
  'PropagateID',
  'ReservedCode2',
  'ServiceProvider',
  'ServiceUser',
]
/** Names that nothing else uses: JSON with two of them is a label even where nobody calls it AIGC. */
const tellingFields = new Set(fields.filter((field) => field !== 'Label'))
/** TC260-PG-20258A: the namespace of the label in XMP. */
const tc260 = 'http://www.tc260.org.cn/ns/AIGC/1.0/'
/** Characters from the name to its JSON: `AIGC":`, `AIGC&gt;`, a namespace between. */
const maxGap = 80
/** Characters of one label; its longest field is a signature. */
const maxLabel = 16 * 1024
/** Places called AIGC, and properties, that are looked at in one file: undoing the entities of thousands takes seconds. */
const maxPlaces = 50

/**
 * The label of AI-made content that GB 45438-2025 demands, in all the forms in which programs are known to write it:
 * XMP as an element, an attribute or a structure; a text of a PNG called AIGC; EXIF's comment or description; and
 * `AIGC{…}` in a segment or comment of a JPEG. It is a statement of whoever wrote the file.
 */
export function findAiLabel(texts: FileTexts, xmp: readonly XmpProperty[], exif: ExifTexts): AiLabel | undefined {
  const labelIn = labelSeeker()
  const unnamedLabelIn = (text: string): Said | undefined =>
    labelIn(text) ?? (text.startsWith('{') && telling(text) >= 2 ? labelOfJson(text) : undefined)
  const of = (form: AiLabel['form'], said: Said | undefined): AiLabel | undefined => said && { form, ...said }
  const inPngText = ({ key, text }: FileTexts['named'][number]): Said | undefined =>
    key === 'comment' ? undefined : ((/^aigc$/i.test(key) ? labelOfJson(text) : undefined) ?? labelIn(text))
  const comments = texts.named.filter(({ key }) => key === 'comment').map(({ text }) => text)
  return (
    of('xmp', inXmp(texts.xmp, xmp, labelIn)) ??
    of('png-text', first(texts.named, inPngText)) ??
    of('exif-comment', first([exif.UserComment ?? '', exif.XPComment ?? ''], unnamedLabelIn)) ??
    of('exif-description', first([exif.ImageDescription ?? '', exif.Artist ?? ''], unnamedLabelIn)) ??
    of('app-segment', first([...texts.segments, ...comments], labelIn))
  )
}

/** Where the quotes are broken, the parser sees the name alone, and the packet as text has the rest. */
function inXmp(packets: readonly string[], xmp: readonly XmpProperty[], labelIn: Seek): Said | undefined {
  const ours = xmp.filter(({ space }) => space === tc260 || /^tc260$/i.test(space))
  const written = ours.filter(({ name }) => name === 'AIGC').map(({ value }) => value)
  // A structure: each field is a property of its own.
  const structure = Object.fromEntries(ours.map(({ name, value }) => [name, value]))
  const said = first(written.slice(0, maxPlaces), labelOfJson) ?? labelOfFields(structure) ?? first(packets, labelIn)
  return said ?? (written.length > 0 ? { label: null } : undefined)
}

function first<T>(items: readonly T[], look: (item: T) => Said | undefined): Said | undefined {
  for (const item of items) {
    const said = look(item)
    if (said) return said
  }
  return undefined
}

/** `AIGC`, then JSON, anywhere in a text; XML's entities are undone as often as it takes. */
function labelSeeker(): Seek {
  let places = 0
  return (text) => {
    for (let at = text.indexOf('AIGC'); at >= 0 && places < maxPlaces; at = text.indexOf('AIGC', at + 4)) {
      places += 1
      const plain = withoutEntities(text.slice(at + 4, at + 4 + maxGap + maxLabel))
      const brace = plain.indexOf('{')
      const said = brace >= 0 && brace <= maxGap ? labelOfJson(plain.slice(brace)) : undefined
      if (said) return said
    }
    return undefined
  }
}

const telling = (text: string): number => [...tellingFields].filter((field) => text.includes(`"${field}"`)).length

const entities: readonly (readonly [RegExp, string])[] = [
  [/&(?:quot|#34|#x22);/gi, '"'],
  [/&(?:apos|#39|#x27);/gi, "'"],
  [/&(?:lt|#60|#x3c);/gi, '<'],
  [/&(?:gt|#62|#x3e);/gi, '>'],
]

function withoutEntities(text: string): string {
  let plain = text
  for (let i = 0; i < 3 && plain.includes('&'); i++) {
    plain = plain.replaceAll(/&(?:amp|#38|#x26);/gi, '&')
    for (const [entity, character] of entities) plain = plain.replaceAll(entity, character)
  }
  return plain
}

/** Of JSON at the start of a text, or of what is left of it: labels are cut off and quoted twice in the wild. */
function labelOfJson(text: string): Said | undefined {
  const plain = withoutEntities(text.slice(0, maxLabel))
  const json = plain.slice(0, closingBrace(plain))
  for (const candidate of [json, json.replaceAll('\\"', '"')]) {
    try {
      const value: unknown = JSON.parse(candidate)
      if (!isRecord(value)) continue
      const inner = isRecord(value.AIGC) ? value.AIGC : typeof value.AIGC === 'string' ? parsed(value.AIGC) : value
      return labelOfFields(inner)
    } catch {
      // Read by its pieces below.
    }
  }
  const pieces = json.matchAll(/["'](\w{5,20})\\?["']\s*:\s*\\?["']?([^"',}\\]{0,200})/g)
  return labelOfFields(Object.fromEntries(Array.from(pieces, ([, name, value]) => [name!, value!])))
}

function parsed(json: string): Record<string, unknown> {
  const value: unknown = JSON.parse(json)
  return isRecord(value) ? value : {}
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function labelOfFields(values: Record<string, unknown>): Said | undefined {
  if (!fields.some((field) => Object.hasOwn(values, field))) return undefined
  const written = String(values.Label).trim()
  const label = (['1', '2', '3'] as const).find((digit) => digit === written) ?? null
  const producer = [values.ContentProducer, values.ServiceProvider].find((value) => typeof value === 'string')
  const line = typeof producer === 'string' ? oneLine(producer) : ''
  return { label, ...(line !== '' && { producer: line }) }
}

/** Where the object that starts a text ends; the whole text where it is cut off. Braces within its texts do not count. */
function closingBrace(text: string): number {
  let depth = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (c === '\\') i += 1
    else if (c === '"') quoted = !quoted
    else if (!quoted && c === '{') depth += 1
    else if (!quoted && c === '}' && --depth === 0) return i + 1
  }
  return text.length
}
