/**
 * How well clarity tells what can be read: documents of the committed samples, of other seeds and other merchants than the fit
 * has seen, spoilt in ways that it has not seen either, and read by the product's own reader. Readings are kept under
 * node_modules/.cache, by the photo's and the engine's fingerprint, so that only the first run is slow.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { z } from 'zod'
import { measurePhoto } from '../../../src/checks/measure-clarity.ts'
import type { ClarityEvidence, OcrEvidence } from '../../../src/domain/evidence.ts'
import { readability } from '../../../src/domain/readability.ts'
import { createEngine } from '../../../src/ocr/create-engine.ts'
import type { OcrEngine } from '../../../src/ocr/engine.ts'
import { decodePhoto } from '../../../src/vision/decode.ts'
import { random } from '../../fixtures/render/random.ts'
import { peers } from './clarity-peers.ts'
import { unseenFamilies, type Family } from './clarity-spoil.ts'
import { readAndCompare } from './clarity-truth.ts'
import type { Context, Figure, Section } from './section.ts'

/** A document is readable with this share of its characters right. */
const enough = 0.7
/** Times that each document is spoilt in a full run. */
const timesEach = 4
/** Of readable photos, at most this share may be rejected. */
const falseShare = 0.05
/** What the service does with a premises photo (`clarity.scene` of the policy in force). */
const leastForPremises = 25

const samples = path.resolve(import.meta.dirname, '../../fixtures/samples')
const kept = path.resolve(import.meta.dirname, '../../../node_modules/.cache/zhunru-bench/clarity-readings.json')
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
      ...reliability('pixels', looked, ({ pixels }) => pixels.clarity),
      ...reliability('with reader', looked, ({ combined }) => combined),
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
  const engine = await createEngine('ppocr')
  const readings = existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as Record<string, Read>) : {}
  const looked: Looked[] = []
  const all = jobs(seeds, share)
  for (const [i, job] of all.entries()) {
    const bytes = await spoil(job)
    const { right, evidence } = await readOnce(engine, job, bytes, readings)
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
      keep(readings)
      say(`clarity: ${i + 1} of ${all.length} photos spoilt and read`)
    }
  }
  keep(readings)
  await engine.close()
  return looked
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

type Read = { right: number; evidence: Pick<OcrEvidence, 'kind' | 'fields' | 'meanConfidence' | 'detected'> }

async function readOnce(
  engine: OcrEngine,
  { reference, kind }: Job,
  bytes: Uint8Array,
  readings: Record<string, Read>,
): Promise<Read> {
  const key = `${createHash('sha256').update(bytes).digest('hex')} ${engine.version}`
  const { truth } = expectation.parse(JSON.parse(readFileSync(path.join(samples, reference, 'expected.json'), 'utf8')))
  const read = readings[key]
  if (read) return read
  const { right, evidence } = await readAndCompare(engine, kind, bytes, truth[kind] ?? {})
  const { fields, meanConfidence, detected } = evidence
  return (readings[key] = { right, evidence: { kind, fields, meanConfidence, detected } })
}

function keep(readings: Record<string, Read>): void {
  mkdirSync(path.dirname(kept), { recursive: true })
  writeFileSync(kept, JSON.stringify(readings))
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

/** Chance that a readable photo scores higher than one that is not; ties count half. */
function areaUnderCurve(looked: readonly Looked[], value: (look: Looked) => number): number {
  const good = looked.filter(({ readable }) => readable).map(value)
  const bad = looked.filter(({ readable }) => !readable).map(value)
  const wins = good.reduce((sum, g) => sum + bad.filter((b) => g > b).length + bad.filter((b) => g === b).length / 2, 0)
  return wins / (good.length * bad.length)
}

/** Share of the unreadable below the score that rejects the given share of the readable. */
function caughtAt(looked: readonly Looked[], value: (look: Looked) => number, share: number): number {
  const good = looked
    .filter(({ readable }) => readable)
    .map(value)
    .toSorted((a, b) => a - b)
  const bad = looked.filter(({ readable }) => !readable).map(value)
  const limit = good[Math.floor(share * good.length)] ?? 0
  return bad.filter((score) => score < limit).length / bad.length
}

/** Predicted beside actual chance. */
function reliability(name: string, looked: readonly Looked[], value: (look: Looked) => number): Figure[] {
  const edges = [0, 10, 30, 50, 70, 90, 100.1]
  const figures: Figure[] = []
  let off = 0
  for (const [i, from] of edges.slice(0, -1).entries()) {
    const to = edges[i + 1]!
    const inside = looked.filter((look) => value(look) >= from && value(look) < to)
    if (inside.length === 0) continue
    const said = inside.reduce((sum, look) => sum + value(look), 0) / inside.length
    const actual = (100 * inside.filter(({ readable }) => readable).length) / inside.length
    off += (Math.abs(said - actual) * inside.length) / looked.length
    const range = `${from}-${Math.floor(to)}`
    figures.push({ what: `${name} ${range}: said ${Math.round(said)} of ${inside.length}`, value: actual, unit: '%' })
  }
  return [...figures, { what: `${name}: mean error of the chance said`, value: off, unit: '%' }]
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
