import { editorIn } from '../../domain/picture-programs.ts'
import type { ExifTexts } from './exif-texts.ts'
import type { FileTexts } from './file-texts.ts'
import type { XmpProperty } from './xmp.ts'

/** Programs in XMP: who wrote it last, and each step of its history. */
const programProperties = new Set(['CreatorTool', 'softwareAgent', 'Software', 'HistorySoftwareAgent'])

/**
 * The program that changed the picture: as EXIF, XMP, a PNG text or a C2PA claim name it, or as its own traces tell. A
 * program that only appears in the history of edits counts as well.
 */
export function findEditor(
  texts: FileTexts,
  xmp: readonly XmpProperty[],
  exif: ExifTexts,
  claimGenerator: string,
): string | undefined {
  const written = [
    exif.Software ?? '',
    exif.HostComputer ?? '',
    ...texts.named.filter(({ key }) => /^(?:Software|Creator ?Tool|Source)$/i.test(key)).map(({ text }) => text),
    ...xmp.filter(({ name }) => programProperties.has(name)).map(({ value }) => value),
    claimGenerator,
  ]
  for (const text of written) {
    const name = editorIn(text.slice(0, 200))
    if (name !== undefined) return name
  }
  return bytedance(texts, exif) ?? savedForWeb(texts)
}

/** ByteDance's editors leave JSON in a comment that names the product: 醒图 is `retouch`, 剪映 and CapCut are `lv`. */
const bytedanceProducts: Record<string, string> = { retouch: '醒图', lv: '剪映 / CapCut', vicut: '剪映 / CapCut' }

function bytedance({ named }: FileTexts, { UserComment, ImageDescription }: ExifTexts): string | undefined {
  const comments = [UserComment ?? '', ImageDescription ?? '', ...named.map(({ text }) => text.slice(0, 4096))]
  for (const text of comments) {
    const product = /\\?"product\\?"\s*:\s*\\?"(\w{1,20})\\?"/.exec(text)?.[1]
    if (product !== undefined && Object.hasOwn(bytedanceProducts, product)) return bytedanceProducts[product]
  }
  return undefined
}

/** Adobe's "Save for Web" leaves nothing but a segment APP12 that starts `Ducky`. */
const savedForWeb = ({ segments }: FileTexts): string | undefined =>
  segments.some((text) => text.startsWith('Ducky')) ? 'Adobe Save for Web' : undefined
