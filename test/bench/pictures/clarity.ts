/**
 * How well clarity tells what can be read: documents of the committed samples, of other seeds and other merchants than the fit
 * has seen, spoilt in ways that it has not seen either, and read by the product's own reader. Readings are kept under
 * node_modules/.cache, by the photo's and the engine's fingerprint, so that only the first run is slow.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { z } from 'zod'
import { measurePhoto } from '../../../src/checks/measure-clarity.ts'
import type { ClarityEvidence } from '../../../src/domain/evidence.ts'
import { readability } from '../../../src/domain/readability.ts'
import { decodePhoto } from '../../../src/vision/decode.ts'
import { random } from '../../fixtures/render/random.ts'
import { areaUnderCurve, caughtAt, reliability } from './clarity-figures.ts'
import { peers } from './clarity-peers.ts'
import { enough, openReadings } from './clarity-readings.ts'
import { unseenFamilies, type Family } from './clarity-spoil.ts'
import type { Context, Figure, Section } from './section.ts'

/** Times that each document is spoilt in a full run. */
const timesEach = 4
/** Of readable photos, at most this share may be rejected. */
const falseShare = 0.05
/** What the service does with a premises photo (`clarity.scene` of the policy in force). */
const leastForPremises = 25

const samples = path.resolve(import.meta.dirname, '../../fixtures/samples')
const kinds = ['business_licence', 'id_portrait', 'id_emblem', 'bank_card'] as const
type Kind = (typeof kinds)[number]

interface Job {
  reference: string
  kind: Kind
  family: Family
  seed: string
}

interface Looked {
  family: string
  readable: boolean
  pixels: ClarityEvidence
  combined: number
  peers: Record<string, number>
}

const expectation = z.object({ truth: z.partialRecord(z.string(), z.record(z.string(), z.string().nullable())) })

export const clarity: Section = {
  name: 'clarity',
  about: ({ seeds, share }) => [
    `${jobs(seeds, share).length} documents of the samples, spoilt by: ${unseenFamilies.map(({ name }) => name).join(', ')}`,
    `readable: our reader gets at least ${100 * enough} % of the characters right; none of it was seen by the fit`,
  ],
  run: async (context) => {
    const looked = await lookAtAll(context)
    return [
      ...ranking(looked),
      ...promises('pixels', looked, ({ pixels }) => pixels.clarity),
      ...promises('with reader', looked, ({ combined }) => combined),
      ...causes(looked),
      ...(await genuine(context)),
      ...(await cost(context)),
    ]
  },
}

/** Every document in turn, each time spoilt in another way. */
function jobs(seeds: string, share: number): Job[] {
  const documents = readdirSync(samples)
    .filter((name) => existsSync(path.join(samples, name, 'expected.json')))
    .flatMap((reference) => kinds.map((kind) => ({ reference, kind })))
    .filter(({ reference, kind }) => existsSync(path.join(samples, reference, `${kind}.jpg`)))
  const count = Math.round(timesEach * documents.length * share)
  return Array.from({ length: count }, (_, i) => {
    const document = documents[i % documents.length]!
    const turn = Math.floor(i / documents.length)
    const family = unseenFamilies[(i + 2 * turn) % unseenFamilies.length]!
    return { ...document, family, seed: `${seeds}/clarity/${document.reference}/${document.kind}/${family.name}` }
  })
}

async function lookAtAll({ seeds, share, say }: Context): Promise<Looked[]> {
  const readings = openReadings('clarity-readings')
  const looked: Looked[] = []
  const all = jobs(seeds, share)
  for (const [i, job] of all.entries()) {
    const bytes = await spoil(job)
    const { right, evidence } = await readings.read(job.kind, bytes, truthOf(job))
    const pixels = await measurePhoto(job.kind, bytes)
    const others: Record<string, number> = {}
    for (const [name, measure] of Object.entries(peers)) others[name] = await measure(bytes)
    looked.push({
      family: job.family.name,
      readable: right >= enough,
      pixels,
      combined: readability(pixels, evidence),
      peers: others,
    })
    if ((i + 1) % 25 === 0) {
      readings.keep()
      say(`clarity: ${i + 1} of ${all.length} photos spoilt and read`)
    }
  }
  await readings.close()
  return looked
}

function truthOf({ reference, kind }: Job): Readonly<Record<string, string | null>> {
  const { truth } = expectation.parse(JSON.parse(readFileSync(path.join(samples, reference, 'expected.json'), 'utf8')))
  return truth[kind] ?? {}
}

async function spoil({ reference, kind, family, seed }: Job): Promise<Uint8Array> {
  const { image } = await decodePhoto(readFileSync(path.join(samples, reference, `${kind}.jpg`)))
  const { width, height } = image
  // The samples' documents fill about so much of the photo; what is lost is found out by reading.
  const place = { x: 0.12 * width, y: 0.12 * height, width: 0.76 * width, height: 0.76 * height }
  const glyph = place.width / (kind === 'business_licence' ? 60 : 30)
  const spoilt = await family.spoil({ image, glyph, place }, random(seed))
  return sharp(spoilt.data, { raw: { width: spoilt.width, height: spoilt.height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer()
}

function ranking(looked: readonly Looked[]): Figure[] {
  const names = Object.keys(peers)
  const of = (figure: (value: (look: Looked) => number) => number) =>
    Object.fromEntries(names.map((name) => [name, figure((look) => look.peers[name] ?? 0)]))
  const auc = (value: (look: Looked) => number) => areaUnderCurve(looked, value)
  const caught = (value: (look: Looked) => number) => 100 * caughtAt(looked, value, falseShare)
  const pixels = ({ pixels: { clarity: score } }: Looked) => score
  const combined = (look: Looked) => look.combined
  return [
    { what: 'photos', value: looked.length, unit: '' },
    { what: 'readable', value: looked.filter(({ readable }) => readable).length, unit: '' },
    { what: 'AUC, pixels', value: auc(pixels), unit: '', goal: ['>=', 0.95], peers: of(auc) },
    { what: 'AUC, with reader', value: auc(combined), unit: '', goal: ['>=', 0.95] },
    { what: 'caught at 5 %, pixels', value: caught(pixels), unit: '%', peers: of(caught) },
    { what: 'caught at 5 %, with reader', value: caught(combined), unit: '%', goal: ['>=', 85] },
  ]
}

/** Predicted beside actual chance. */
function promises(name: string, looked: readonly Looked[], value: (look: Looked) => number): Figure[] {
  const { bands, off } = reliability(looked, value)
  return [
    ...bands.map(({ from, to, count, said, actual }) => {
      const what = `${name} ${from}-${to}: said ${Math.round(said)} of ${count}`
      return { what, value: actual, unit: '%' }
    }),
    { what: `${name}: mean error of the chance said`, value: off, unit: '%' },
  ]
}

/** What is to blame, by the way in which a photo was spoilt. */
const toBlame: Readonly<Record<string, readonly string[]>> = {
  'defocused lens': ['IMG_BLURRY'],
  'shaken hand': ['IMG_BLURRY'],
  'double image': ['IMG_BLURRY'],
  'night mode': ['IMG_DARK', 'IMG_BLURRY'],
  enlarged: ['IMG_BLURRY', 'IMG_LOW_RES'],
  'deep shadow': ['IMG_DARK'],
  'window reflected': ['IMG_GLARE', 'IMG_OVEREXPOSED'],
  'greasy lens': ['IMG_BLURRY'],
  'messenger, twice': ['IMG_LOW_RES', 'IMG_BLURRY'],
}

function causes(looked: readonly Looked[]): Figure[] {
  const figures = unseenFamilies.flatMap(({ name }): Figure[] => {
    const own = looked.filter(({ family }) => family === name)
    const unreadable = own.filter(({ readable }) => !readable)
    const rejected = unreadable.filter(({ pixels }) => pixels.clarity < 50)
    if (unreadable.length === 0) return []
    const what = `${name}: unreadable, found by pixels (of ${unreadable.length})`
    return [{ what, value: (100 * rejected.length) / unreadable.length, unit: '%' }]
  })
  const rejected = looked.filter(({ readable, pixels }) => !readable && pixels.clarity < 50)
  const right = rejected.filter(({ family, pixels }) => toBlame[family]?.includes(pixels.faults?.[0]?.code ?? ''))
  return [
    ...figures,
    { what: 'of those, the right fault is told', value: (100 * right.length) / rejected.length, unit: '%' },
  ]
}

async function genuine({ photos, share }: Context): Promise<Figure[]> {
  if (photos === null) return []
  const folder = path.join(photos, 'camera')
  const files = readdirSync(folder)
  const taken = files.slice(0, Math.ceil(files.length * share))
  let rejected = 0
  for (const file of taken) {
    const seen = await measurePhoto('scene_interior', readFileSync(path.join(folder, file)))
    if (seen.clarity < leastForPremises) rejected += 1
  }
  const what = `genuine photographs rejected (of ${taken.length})`
  return [{ what, value: (100 * rejected) / taken.length, unit: '%', goal: ['<=', 2] }]
}

/** CPU milliseconds on one thread: a photo of 12 megapixels, from bytes to evidence. */
async function cost({ photos }: Context): Promise<Figure[]> {
  const folder = photos === null ? null : path.join(photos, 'camera')
  const first = folder && readdirSync(folder)[0]
  const source = first ? path.join(folder, first) : path.join(samples, 'A-1001', 'business_licence.jpg')
  const bytes = await sharp(source).resize(4000, 3000, { fit: 'fill' }).jpeg({ quality: 90 }).toBuffer()
  const ours = { document: 'business_licence', premises: 'scene_interior' } as const
  const figures: Figure[] = []
  const stats = await milliseconds(() => sharp(bytes).stats())
  for (const [name, kind] of Object.entries(ours)) {
    const value = await milliseconds(() => measurePhoto(kind, bytes))
    const what = `CPU, 12 megapixels, as ${name}`
    figures.push({ what, value, unit: 'ms', goal: ['<=', 120], peers: { 'sharp sharpness': stats } })
  }
  return figures
}

/** The median of nine, after three to warm up. */
async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 12; i++) {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    if (i >= 3) times.push((user + system) / 1000)
  }
  return times.toSorted((a, b) => a - b)[4] ?? 0
}
