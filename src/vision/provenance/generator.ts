import { generatorIn } from '../../domain/picture-programs.ts'
import { oneLine } from '../one-line.ts'
import type { ExifTexts } from './exif-texts.ts'
import type { FileTexts, NamedText } from './file-texts.ts'
import type { XmpProperty } from './xmp.ts'

/**
 * Texts that generators of pictures leave under keywords of their own. What they hold is looked at too, for `prompt`,
 * `parameters` and `Description` are words that anything may use.
 */
const traces: readonly { name: string; keys: RegExp; holds: RegExp }[] = [
  // AUTOMATIC1111 and its kin: `Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: …`; in EXIF's comment outside of PNG.
  {
    name: 'Stable Diffusion',
    keys: /^(?:parameters|UserComment|comment|Comment)$/,
    holds: /\bSteps: \d+, (?:Sampler|Schedule type|CFG scale|Seed|Size): /,
  },
  // A graph of nodes, each with its class; as EXIF `Make` or `Model` (`prompt:{…}`) in WebP.
  { name: 'ComfyUI', keys: /^(?:prompt|workflow|Make|Model|ImageDescription|UserComment)$/, holds: /"class_type"\s*:/ },
  { name: 'ComfyUI', keys: /^(?:workflow|ImageDescription|Make)$/, holds: /"last_node_id"\s*:|"nodes"\s*:\s*\[/ },
  {
    name: 'NovelAI',
    keys: /^(?:Software|Source|Title|comment|Comment)$/,
    holds: /NovelAI|"request_type"\s*:\s*"PromptGenerateRequest"/,
  },
  { name: 'InvokeAI', keys: /^(?:invokeai_metadata|invokeai_graph|sd-metadata|Dream)$/, holds: /\S/ },
  { name: 'Fooocus', keys: /^fooocus_scheme$/, holds: /\S/ },
  { name: 'SwarmUI', keys: /^(?:parameters|UserComment)$/, holds: /"sui_image_params"\s*:/ },
  { name: 'Midjourney', keys: /^(?:Description|ImageDescription)$/, holds: /\bJob ID: [0-9a-f]{8}-[0-9a-f]{4}-/i },
  { name: 'Midjourney', keys: /^Description$/, holds: / --(?:v|niji|ar|stylize) [\d:.]+/ },
  // ByteDance's programs write JSON of their own; an export of the generating tab says so, or says that it is labelled.
  {
    name: '即梦 / Dreamina',
    keys: /^(?:UserComment|ImageDescription|comment)$/,
    holds: /"exportType"\s*:\s*"generation"/,
  },
  {
    name: '剪映 / 即梦 AI',
    keys: /^(?:UserComment|ImageDescription|comment)$/,
    holds: /\\?"aigc_(?:label_)?type\\?"\s*:\s*\\?"?[12]\b/,
  },
]

/** Characters of a text that are looked at; the tell-tale words stand at its start or within the first nodes. */
const maxLooked = 128 * 1024

/** The generator that left its parameters or its name in the file. */
export function findGenerator(texts: FileTexts, xmp: readonly XmpProperty[], exif: ExifTexts): string | undefined {
  const named: NamedText[] = [...texts.named, ...Object.entries(exif).map(([key, text]) => ({ key, text }))]
  return inTraces(named) ?? inPrograms(named, xmp) ?? aiSystem(xmp) ?? signedByXai(exif)
}

function inTraces(named: readonly NamedText[]): string | undefined {
  for (const { name, keys, holds } of traces) {
    if (named.some(({ key, text }) => keys.test(key) && holds.test(text.slice(0, maxLooked)))) return name
  }
  return undefined
}

const programKeys = /^(?:Software|Source|Make|HostComputer|CreatorTool|Generator)$/i
const programProperties = new Set(['CreatorTool', 'softwareAgent', 'Software', 'Credit', 'Make'])

function inPrograms(named: readonly NamedText[], xmp: readonly XmpProperty[]): string | undefined {
  const written = [
    ...named.filter(({ key }) => programKeys.test(key)).map(({ text }) => text),
    ...xmp.filter(({ name }) => programProperties.has(name)).map(({ value }) => value),
  ]
  for (const text of written) {
    const name = generatorIn(text.slice(0, 200))
    if (name !== undefined) return name
  }
  return undefined
}

/** IPTC Photo Metadata 2025.1: `AISystemUsed` names the system that made the picture or part of it. */
function aiSystem(xmp: readonly XmpProperty[]): string | undefined {
  const system = xmp.find(({ name }) => name === 'AISystemUsed')?.value
  return system === undefined ? undefined : (generatorIn(system) ?? (oneLine(system) || undefined))
}

/** Grok signs its JPEGs with an author that is a UUID and a description that is a signature, and says nothing else. */
function signedByXai({ Artist, ImageDescription }: ExifTexts): string | undefined {
  const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
  const signed = /^Signature: [A-Za-z0-9+/=]{64,}$/
  return uuid.test(Artist ?? '') && signed.test(ImageDescription ?? '') ? 'Grok' : undefined
}
