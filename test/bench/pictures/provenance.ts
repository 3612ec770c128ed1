import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import ExifReader from 'exifreader'
import sharp from 'sharp'
import type { Provenance } from '../../../src/domain/evidence-scene.ts'
import { decodePhoto } from '../../../src/vision/decode.ts'
import { readMetadata } from '../../../src/vision/metadata.ts'
import { readProvenance } from '../../../src/vision/provenance.ts'
import { provenanceCases } from '../../support/pictures/provenance-cases.ts'
import type { Case } from '../../support/pictures/provenance-cases.ts'
import { formats } from '../../support/pictures/write-parts.ts'
import type { Format } from '../../support/pictures/write-parts.ts'
import { cpuOf, genuineFigures, isScreenshot, look } from './provenance-genuine.ts'
import { screenshotsOf } from './provenance-screens.ts'
import type { Figure, Section } from './section.ts'

const samples = path.resolve(import.meta.dirname, '../../fixtures/samples')
/** Rendered premises photos into which everything is written, at a full run. */
const maxPictures = 12
/** Of the photo of which the cost is told. */
const twelveMegapixels = { width: 4000, height: 3000 }

const pictures = (share: number): Buffer[] =>
  readdirSync(samples)
    .flatMap((folder) => {
      const scene = readdirSync(path.join(samples, folder)).find((name) => name.startsWith('scene_'))
      return scene === undefined ? [] : [readFileSync(path.join(samples, folder, scene))]
    })
    .slice(0, Math.max(1, Math.round(maxPictures * share)))

export const provenance: Section = {
  name: 'provenance',
  about: ({ share }) => [
    `${provenanceCases().length} ways to write a label, a manifest, a program or something harmless, each into ` +
      `${pictures(share).length} rendered photos; right is all that is there and nothing else.`,
    'exifreader: shares in which it hands out the text of the label, so that a caller could find it.',
    'The files are written by the suite itself, after what programs are known to write; screenshots are drawn, and the bars ' +
      'of such drawings are what the detector was set on.',
  ],
  run: async ({ photos, share, say }) => [
    ...(await conformance(pictures(share), say)),
    ...(await screenshots(pictures(share).slice(0, 4))),
    ...(photos === null ? [] : await genuineFigures(photos)),
    ...(await cost(pictures(share)[0]!)),
  ],
}

async function conformance(originals: readonly Buffer[], say: (line: string) => void): Promise<Figure[]> {
  const tallies = new Map<string, { all: number; right: number; peer: number }>()
  const missed = new Set<string>()
  for (const original of originals) {
    const plain = await inFormats(original)
    for (const each of provenanceCases()) {
      const { bytes, ...rest } = plain[each.format]
      const written = each.write(bytes)
      const found = readProvenance(written, { ...rest, metadata: readMetadata(written) })
      const right = isDeepStrictEqual(withoutPng(found), each.expected)
      const key = `${each.group}, ${each.format}`
      const tally = tallies.get(key) ?? { all: 0, right: 0, peer: 0 }
      tally.all += 1
      if (right) tally.right += 1
      else missed.add(`${key}: ${each.name}`)
      if (each.group === 'AI label' && (await peerFinds(written))) tally.peer += 1
      tallies.set(key, tally)
    }
  }
  for (const name of missed) say(`not right: ${name}`)
  return Array.from(tallies, ([key, { all, right, peer }]) => ({
    what: `${key.startsWith('nothing') ? key.replace('nothing', 'harmless, and nothing found') : `${key}, found`} (${all})`,
    value: (100 * right) / all,
    unit: '%',
    goal: ['>=', 100] as const,
    ...(key.startsWith('AI label') && { peers: { exifreader: (100 * peer) / all } }),
  }))
}

/** The picture alone, in each format, and as the checks have it. */
async function inFormats(original: Buffer) {
  const entries = []
  for (const format of formats) {
    const bytes = await sharp(original).toFormat(format).toBuffer()
    const { image, width, height } = await decodePhoto(bytes, { longSide: 512 })
    entries.push([format, { bytes, image, width, height, mime: `image/${format}` as const }] as const)
  }
  return Object.fromEntries(entries) as Record<Format, (typeof entries)[number][1]>
}

/** That a PNG without a camera is a PNG without a camera is not what is asked here. */
function withoutPng(found: Provenance): Provenance {
  const { screenshot, ...rest } = found
  return screenshot && screenshot.signs.join() !== 'png-without-camera' ? found : rest
}

/** Whether any tag that exifreader hands out holds the label's fields in the clear. */
async function peerFinds(bytes: Buffer): Promise<boolean> {
  // oxlint-disable-next-line import/no-named-as-default-member -- the package is CommonJS: Node sees no named exports
  const tags = await ExifReader.load(bytes, { async: true, expanded: false }).catch(() => ({}))
  return /"(?:Label|ServiceProvider)\\*"\s*:/.test(JSON.stringify(tags))
}

async function screenshots(originals: readonly Buffer[]): Promise<Figure[]> {
  const tallies = new Map<string, { all: number; called: number }>()
  for (const original of originals) {
    for (const { name, bytes } of await screenshotsOf(original)) {
      const tally = tallies.get(name) ?? { all: 0, called: 0 }
      const looked = await look(bytes)
      tally.all += 1
      if (looked && isScreenshot(looked)) tally.called += 1
      tallies.set(name, tally)
    }
  }
  return Array.from(tallies, ([name, { all, called }]) => ({
    what: `screenshots ${name}, called so (${all})`,
    value: (100 * called) / all,
    unit: '%',
  }))
}

/** Milliseconds of a photo with EXIF alone, and with an XMP packet and a manifest beside it. */
async function cost(original: Buffer): Promise<Figure[]> {
  const large = sharp(original)
    .resize({ ...twelveMegapixels, fit: 'fill' })
    .keepExif()
  const jpeg = await large.jpeg({ quality: 92 }).toBuffer()
  const { image, ...size } = await decodePhoto(jpeg, { longSide: 512 })
  const wanted = (each: Case) => each.format === 'jpeg' && /thumbnail beyond|XMP history/.test(each.name)
  const full = provenanceCases()
    .filter(wanted)
    .reduce<Buffer>((bytes, { write }) => write(bytes), jpeg)
  const ours = (bytes: Buffer) => () => {
    const metadata = readMetadata(bytes)
    return readProvenance(bytes, { ...size, mime: 'image/jpeg', metadata, image })
  }
  // oxlint-disable-next-line import/no-named-as-default-member -- the package is CommonJS: Node sees no named exports
  const peer = (bytes: Buffer) => () => ExifReader.load(bytes)
  return [
    { what: 'cost, 12 megapixels, EXIF', bytes: jpeg },
    { what: 'cost, 12 megapixels, EXIF, XMP and C2PA', bytes: full },
  ].map(({ what, bytes }) => ({
    what,
    value: cpuOf(ours(bytes)),
    unit: 'ms',
    goal: ['<=', 5] as const,
    peers: { exifreader: cpuOf(peer(bytes)) },
  }))
}
