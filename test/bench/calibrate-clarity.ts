/**
 * Fits how sure one may be that a photo can be read: the weights of `src/vision/document-clarity.ts` (pixels alone) and of
 * `src/domain/readability.ts` (once it is read), from photos whose truth is known.
 *
 *   npx tsx test/bench/calibrate-clarity.ts [--set FOLDER] [--photos 450] [--folds 5]
 *
 * The documents are those of `npm run bench:reading -- --tune`: tuning seeds and typefaces, rendered into the same folder when
 * they are not there yet (reading/README.md says what that needs). Each photo is one of them, spoilt in one of the ways of
 * `tuningFamilies` to a degree drawn by chance, or left as it is; it is readable when our own reader gets 70 % of the characters
 * right. Readings are kept under node_modules/.cache, so that only the first run is slow: some two seconds a photo. The first N
 * photos are a balanced set of their own for every N.
 *
 * Greatest likelihood, held to a prior by a normal penalty. What the weights are worth is told on documents that they were not
 * fitted on: all photos of one document are in one fold. Other ways of spoiling and other typefaces are the affair of
 * `npm run bench:pictures -- --only clarity`; never fit on those.
 */
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { z } from 'zod'
import { decodeForClarity } from '../../src/checks/measure-clarity.ts'
import type { OcrEvidence } from '../../src/domain/evidence.ts'
import { chanceOfRead, readSigns, readWeights, type ReadSigns, type ReadWeights } from '../../src/domain/readability.ts'
import { measureSignals } from '../../src/vision/clarity-signals.ts'
import { decodePhoto } from '../../src/vision/decode.ts'
import {
  documentFactors,
  documentWeights,
  type DocumentSignals,
  type DocumentWeights,
} from '../../src/vision/document-clarity.ts'
import { random } from '../fixtures/render/random.ts'
import { crossed, worth, type Belief } from './pictures/clarity-fit.ts'
import { enough, openReadings } from './pictures/clarity-readings.ts'
import { tuningFamilies, type Family } from './pictures/clarity-spoil.ts'
import { printFigures, printReliability, printWeights, shown, type Chance } from './pictures/clarity-tables.ts'
import { levels, renderSet } from './reading/render-set.ts'

const { values: options } = parseArgs({
  options: {
    set: { type: 'string', default: path.join(tmpdir(), 'zhunru-reading-tune') },
    photos: { type: 'string', default: '450' },
    folds: { type: 'string', default: '5' },
  },
})

const kinds = ['business_licence', 'id_portrait', 'id_emblem', 'bank_card'] as const
const expectation = z.object({
  kind: z.enum(kinds),
  truth: z.record(z.string(), z.record(z.string(), z.string().nullable())),
  outline: z.array(z.tuple([z.number(), z.number()])).length(4),
})
/** Documents of each layout at each level, times the layout's weight. */
const perCell = 2
const untouched: Family = { name: 'as it is', spoil: ({ image }) => Promise.resolve(image) }

interface Observation {
  /** All photos of one document stay in one fold. */
  document: string
  family: string
  kind: (typeof kinds)[number]
  signals: DocumentSignals
  glyphHeight: number
  evidence: Pick<OcrEvidence, 'kind' | 'fields' | 'meanConfidence' | 'detected'>
  readable: boolean
}

const [photos, folds] = [whole('photos', 1), whole('folds', 2)]

function whole(name: 'photos' | 'folds', least: number): number {
  const count = Number(options[name])
  if (!Number.isInteger(count) || count < least) throw new Error(`--${name} must be a whole number from ${least}`)
  return count
}

const say = (line: string): void => console.error(line)

async function observeAll(): Promise<Observation[]> {
  const ids = await renderSet({ folder: options.set, tune: true, perCell, levels, kinds }, say)
  const readings = openReadings('clarity-tuning-readings')
  const found: Observation[] = []
  const all = jobs(ids, photos)
  for (const [i, job] of all.entries()) {
    const expected = expectation.parse(
      JSON.parse(readFileSync(path.join(options.set, job.document, 'expected.json'), 'utf8')),
    )
    const { kind, truth } = expected
    const bytes = await spoil(job, expected)
    const { right, evidence } = await readings.read(kind, bytes, truth[kind] ?? {})
    const { image, width, height } = await decodeForClarity(bytes)
    const signals = measureSignals(image, kind)
    const glyphHeight = (signals.glyph * Math.max(width, height)) / Math.max(image.width, image.height)
    const { document, family } = job
    found.push({
      document,
      family: family.name,
      kind,
      signals,
      glyphHeight,
      evidence,
      readable: right >= enough,
    })
    if ((i + 1) % 25 === 0) {
      readings.keep()
      say(`${i + 1} of ${all.length} photos spoilt and read`)
    }
  }
  await readings.close()
  return found
}

interface Job {
  document: string
  family: Family
  round: number
}

/** In rounds over all documents, each round in another order and with every document spoilt in another way. */
function jobs(ids: readonly string[], count: number): Job[] {
  const families = [...tuningFamilies, untouched]
  return Array.from({ length: Math.ceil(count / ids.length) }, (_, round) => {
    const chance = random(`clarity-tune/${round}`)
    const shuffled = ids.map((document) => ({ document, at: chance.next() })).toSorted((a, b) => a.at - b.at)
    return shuffled.map(({ document }, i) => ({ document, family: families[(i + round) % families.length]!, round }))
  })
    .flat()
    .slice(0, count)
}

async function spoil(
  { document, family, round }: Job,
  { kind, outline }: z.infer<typeof expectation>,
): Promise<Uint8Array> {
  const { image } = await decodePhoto(readFileSync(path.join(options.set, document, `${kind}.jpg`)))
  const [xs, ys] = [outline.map(([x]) => x), outline.map(([, y]) => y)]
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  const place = { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
  const glyph = Math.max(place.width, place.height) / (kind === 'business_licence' ? 60 : 30)
  const chance = random(`clarity-tune/${document}/${family.name}/${round}`)
  const spoilt = await family.spoil({ image, glyph, place }, chance)
  return sharp(spoilt.data, { raw: { width: spoilt.width, height: spoilt.height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer()
}

/**
 * What was believed before any photo was spoilt: the middles where single photos stopped being readable, slopes gentle. One
 * spread is as much as the weight itself: the photos decide, save where none of them says anything.
 */
const believed: Readonly<Record<keyof DocumentWeights, Belief>> = {
  sharpnessSlope: { mean: 6, spread: 6, least: 1 },
  sharpnessMiddle: { mean: -0.55, spread: 0.55 },
  noiseSlope: { mean: 4, spread: 4, least: 1 },
  noiseMiddle: { mean: 1.6, spread: 1.6 },
  leastNoise: { mean: 0.12, spread: 0.5, least: 0.02, most: 0.6 },
  sizeSlope: { mean: 5, spread: 5, least: 1 },
  sizeMiddle: { mean: 1.9, spread: 1.9 },
  uneven: { mean: 1, spread: 1, least: 0 },
  exposureSlope: { mean: 4, spread: 4, least: 0.5 },
  exposureMiddle: { mean: 2, spread: 2, least: 0 },
  reflectionSlope: { mean: 8, spread: 8, least: 2 },
  reflectionMiddle: { mean: 0.35, spread: 0.5, least: 0.05 },
  paper: { mean: 0.5, spread: 0.5, least: 0, most: 1 },
  washedOutSlope: { mean: 3, spread: 3, least: 0 },
  // More than this stands out of the whitest paper.
  washedOutBelow: { mean: 12, spread: 12, least: 6, most: 20 },
  nightSlope: { mean: 8, spread: 8, least: 2 },
  nightMiddle: { mean: 0.6, spread: 0.6, least: 0.2 },
  boldness: { mean: 0.1, spread: 0.5, least: -0.3, most: 0.6 },
}

const believedOfReading: Readonly<Record<keyof ReadWeights, Belief>> = {
  base: { mean: 0, spread: 10 },
  pixels: { mean: 0, spread: 3, least: 0 },
  sure: { mean: 0, spread: 3, least: 0 },
  lines: { mean: 0, spread: 3, least: 0 },
  found: { mean: 0, spread: 3, least: 0 },
}

const chanceOfPixels = ({ signals, glyphHeight, kind }: Observation, weights: DocumentWeights): number =>
  Object.values(documentFactors(signals, glyphHeight, kind, weights)).reduce((product, factor) => product * factor, 1)

function printFamilies(looked: readonly Observation[], chance: (look: Observation) => number): void {
  console.log(
    '\n| spoilt by | photos | unreadable | of these below 50 % | readable below 50 % |\n|---|---|---|---|---|',
  )
  for (const family of [...tuningFamilies, untouched]) {
    const own = looked.filter((look) => look.family === family.name)
    const below = own.filter((look) => chance(look) < 0.5)
    const unreadable = own.filter(({ readable }) => !readable).length
    const caught = below.filter(({ readable }) => !readable).length
    console.log(`| ${family.name} | ${own.length} | ${unreadable} | ${caught} | ${below.length - caught} |`)
  }
}

const looked = await observeAll()
const unreadable = looked.filter(({ readable }) => !readable).length
if (unreadable === 0 || unreadable === looked.length) throw new Error('Too few photos: all of them came out alike')
const documents = new Set(looked.map(({ document }) => document)).size
console.log(`${looked.length} photos of ${documents} documents, ${unreadable} of them unreadable`)

const pixels = crossed(looked, chanceOfPixels, believed, folds)
printWeights('Pixels (documentWeights)', documentWeights, pixels)
const [ofCode, ofFit] = [documentWeights, pixels.weights].map((w) => worth(looked, chanceOfPixels, believed, { ...w }))
console.log(`\nLog likelihood with the prior: ${shown(ofFit ?? 0)} fitted, ${shown(ofCode ?? 0)} in the code`)
const unseen = (look: Observation): number => pixels.chance.get(look) ?? 0
const byPixels: Chance<Observation>[] = [
  ['pixels, weights in the code', (look) => chanceOfPixels(look, documentWeights)],
  ['pixels, fitted without the document', unseen],
]
printFigures(looked, byPixels)
printReliability(looked, byPixels)
printFamilies(looked, unseen)

interface ReadObservation {
  document: string
  readable: boolean
  /** With the chance that the weights in the code give to the pixels, and with that of weights which never saw the document. */
  inCode: ReadSigns
  signs: ReadSigns
}

const read = looked.flatMap((look): ReadObservation[] => {
  const { kind, document, readable, evidence } = look
  const inCode = readSigns({ kind, clarity: 100 * chanceOfPixels(look, documentWeights) }, evidence)
  const signs = readSigns({ kind, clarity: 100 * unseen(look) }, evidence)
  return inCode && signs ? [{ document, readable, inCode, signs }] : []
})
const chanceOfSigns = ({ signs }: ReadObservation, weights: ReadWeights): number => chanceOfRead(signs, weights)
const withReader = crossed(read, chanceOfSigns, believedOfReading, folds)
printWeights(`With the reader (readWeights), ${read.length} photos taken for what they are`, readWeights, withReader)
const byReader: Chance<ReadObservation>[] = [
  ['with the reader, weights in the code', ({ inCode }) => chanceOfRead(inCode)],
  ['with the reader, fitted without the document', (look) => withReader.chance.get(look) ?? 0],
]
printFigures(read, byReader)
printReliability(read, byReader)
