/**
 * How well documents are read: every sample photo against its truth.
 *
 *   npx tsx test/bench/reading.ts [--engine ppocr|tesseract]... [--samples FOLDER] [--kind KIND]...
 *
 * Prints each wrong field, then a table of fields right of fields asked, by kind, and CPU seconds a photo. Engines given
 * together read each photo in turn, so that both meet the same load. The samples are invented; nothing here is personal.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { env } from 'onnxruntime-node'
import sharp from 'sharp'
import { z } from 'zod'
import { mergeReadings, readDocument, type DocumentReading } from '../../src/documents/read-document.ts'
import { fieldsByKind, type ReadableKind } from '../../src/domain/evidence.ts'
import { createEngine } from '../../src/ocr/create-engine.ts'
import { engineNames, type EngineName, type OcrEngine } from '../../src/ocr/engine.ts'
import { decodePhoto } from '../../src/vision/decode.ts'

/** Longest side at which a photo is read again where fields are wanting: the service's own second look. */
const closer = 1600

/** Below this a reading is doubtful, and the service looks again. */
const sure = 0.9

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', multiple: true, default: ['ppocr'] },
    samples: { type: 'string', default: new URL('../fixtures/samples', import.meta.url).pathname },
    kind: { type: 'string', multiple: true },
  },
})

const expectation = z.object({
  reasons: z.array(z.string()).default([]),
  truth: z.record(z.string(), z.record(z.string(), z.unknown())),
})
const application = z.object({ materials: z.array(z.object({ kind: z.string(), file: z.string() })) })

interface Tally {
  right: number
  asked: number
}

class Score {
  readonly fields = new Map<string, Tally>()
  readonly detected: Tally = { right: 0, asked: 0 }
  /** Values of a confidence of at least `sure`. */
  readonly sure: Tally = { right: 0, asked: 0 }
  /** Fields that were not read at all: no value, so no wrong one. */
  unread = 0
  photos = 0
  secondLooks = 0
  cpuSeconds = 0
  readonly wrong: string[] = []

  count(kind: string, field: string, right: boolean): void {
    const tally = this.fields.get(`${kind}.${field}`) ?? { right: 0, asked: 0 }
    this.fields.set(`${kind}.${field}`, { right: tally.right + Number(right), asked: tally.asked + 1 })
  }
}

/** Width of characters and kind of brackets are the printer's, not the document's. */
const plain = (value: unknown): string | null =>
  typeof value === 'string' ? value.normalize('NFKC').replace(/\s/g, '').toUpperCase() : null

async function readTwice(engine: OcrEngine, kind: ReadableKind, file: string, score: Score): Promise<DocumentReading> {
  const { image } = await decodePhoto(readFileSync(file))
  const before = process.cpuUsage()
  let reading = readDocument(kind, await engine.read(image))
  if (reading.wanting.length > 0) {
    score.secondLooks += 1
    reading = mergeReadings(kind, reading, readDocument(kind, await engine.read(image, { detectAt: closer })))
  }
  const { user, system } = process.cpuUsage(before)
  score.cpuSeconds += (user + system) / 1e6
  score.photos += 1
  return reading
}

interface Sample {
  name: string
  file: string
  kind: ReadableKind
  truth: Record<string, unknown>
}

const isReadable = (kind: string): kind is ReadableKind => kind in fieldsByKind

/** The readable photos of a folder that come with a truth; `application.json` names their files, else the kind does. */
function samplesIn(root: string, reference: string): Sample[] {
  const folder = join(root, reference)
  const expected = join(folder, 'expected.json')
  if (!existsSync(expected)) return []
  const { truth } = expectation.parse(JSON.parse(readFileSync(expected, 'utf8')))
  const declared = join(folder, 'application.json')
  const materials = existsSync(declared) ? application.parse(JSON.parse(readFileSync(declared, 'utf8'))).materials : []
  return Object.entries(truth).flatMap(([kind, values]): Sample[] => {
    const name = materials.find((material) => material.kind === kind)?.file ?? `${kind}.jpg`
    const file = join(folder, name)
    const wanted = options.kind === undefined || options.kind.includes(kind)
    return isReadable(kind) && wanted && existsSync(file)
      ? [{ name: `${reference}/${name}`, file, kind, truth: values }]
      : []
  })
}

/** A sign is read right when its name, the first line of its truth, is among the lines read. */
function isRight(field: string, truth: unknown, read: string | null): boolean {
  if (field !== 'text') return plain(read) === plain(truth)
  const [name] = String(truth).split('\n')
  return (read ?? '').split('\n').some((line) => plain(line) === plain(name))
}

function compare(sample: Sample, reading: DocumentReading, score: Score): void {
  score.detected.asked += 1
  const found = reading.detected.kind
  if (found === sample.kind || (sample.kind.startsWith('scene_') && found === 'other_text')) score.detected.right += 1
  else score.wrong.push(`${sample.name}: taken for ${found} (${reading.detected.confidence})`)
  for (const field of fieldsByKind[sample.kind]) {
    if (!(field in sample.truth)) continue
    const truth = sample.truth[field]
    const read = reading.fields[field]
    const right = isRight(field, truth, read?.value ?? null)
    score.count(sample.kind, field, right)
    if ((read?.value ?? null) === null) score.unread += 1
    else if ((read?.confidence ?? 0) >= sure && read?.checkDigit !== 'invalid') {
      score.sure.asked += 1
      score.sure.right += Number(right)
    }
    if (right) continue
    const doubt = `${read?.confidence ?? 0}${read?.checkDigit ? `, check digit ${read.checkDigit}` : ''}`
    score.wrong.push(
      `${sample.name}: ${field}\n    true ${JSON.stringify(truth)}\n    read ${JSON.stringify(read?.value)} (${doubt})`,
    )
  }
}

function report(engine: OcrEngine, score: Score): void {
  console.log(`\n## ${engine.name} (${engine.version})\n`)
  for (const line of score.wrong) console.log(`- ${line}`)
  console.log('\n| kind | field | right | asked |\n|---|---|---:|---:|')
  const total: Tally = { right: 0, asked: 0 }
  for (const [kind, names] of Object.entries(fieldsByKind)) {
    for (const name of names) {
      const tally = score.fields.get(`${kind}.${name}`)
      if (!tally) continue
      console.log(`| ${kind} | ${name} | ${tally.right} | ${tally.asked} |`)
      total.right += tally.right
      total.asked += tally.asked
    }
  }
  console.log(`| all | | ${total.right} | ${total.asked} |`)
  console.log(
    `\nSure values (confidence ${sure} and more): ${score.sure.right} right of ${score.sure.asked}. Fields not read: ${score.unread}.`,
  )
  console.log(`Kind of document: ${score.detected.right} of ${score.detected.asked}.`)
  const seconds = (score.cpuSeconds / Math.max(1, score.photos)).toFixed(2)
  console.log(
    `${score.photos} photos, ${score.secondLooks} looked at again at ${closer} px, ${seconds} CPU seconds a photo.`,
  )
}

function engineName(text: string): EngineName {
  const name = engineNames.find((known) => known === text)
  if (!name) throw new Error(`--engine must be one of ${engineNames.join(', ')}, not ${text}`)
  return name
}

const samples = readdirSync(options.samples)
  .sort()
  .flatMap((reference) => samplesIn(options.samples, reference))
if (samples.length === 0) throw new Error(`No samples with a truth in ${options.samples}`)
const engines: { engine: OcrEngine; score: Score }[] = []
for (const name of options.engine) engines.push({ engine: await createEngine(engineName(name)), score: new Score() })
for (const sample of samples) {
  for (const { engine, score } of engines) {
    compare(sample, await readTwice(engine, sample.kind, sample.file, score), score)
  }
}
const versions = `Node ${process.version}, onnxruntime ${env.versions.node}, sharp ${sharp.versions.sharp}`
console.log(`Machine: ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${versions}`)
for (const { engine, score } of engines) {
  report(engine, score)
  await engine.close()
}
