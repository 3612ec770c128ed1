/**
 * Fits how sure the reader may be: the weights of `src/documents/calibration.ts`, from photos whose truth is known.
 *
 *   npx tsx test/bench/calibrate-reading.ts [--cache FOLDER] [--look 960]... [--folds 5] SET...
 *
 * A SET is a folder of folders, each with photos named by their kind and `expected.json`; the part of a folder's name before
 * the first hyphen is its level. Use sets made for tuning only, never those that the reader is measured with. Every photo is
 * read at each size of `--look` (the service's two looks by default), and each field of each reading is one observation:
 * the signs that the reader saw, and whether the value was exactly right. `--cache` keeps the lines of text, so that only the
 * first run is slow; empty it when the engine changes.
 *
 * Logistic regression by kind of value, with weights that never turn doubt into trust, held to a prior by a normal
 * penalty: most kinds have few wrong values or none, and no wrong one among fifty does not make the next one certain.
 * Prints the weights as they go into the file, and what they are worth on photos that they were not fitted on.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { ValueKind, Weights } from '../../src/documents/calibration.ts'
import { features, type Signs } from '../../src/documents/confidence.ts'
import { readFields, valueKind } from '../../src/documents/read-document.ts'
import { fieldsByKind, type ReadableKind } from '../../src/domain/evidence.ts'
import type { OcrReading } from '../../src/domain/text-line.ts'
import { createEngine } from '../../src/ocr/create-engine.ts'
import type { OcrEngine } from '../../src/ocr/engine.ts'
import { decodePhoto } from '../../src/vision/decode.ts'

const { values: options, positionals: sets } = parseArgs({
  allowPositionals: true,
  options: {
    cache: { type: 'string' },
    look: { type: 'string', multiple: true, default: ['960', '1600'] },
    folds: { type: 'string', default: '5' },
  },
})

interface Observation {
  kind: ValueKind
  field: string
  level: string
  /** One photo's observations stay in one fold. */
  photo: string
  signs: Signs
  right: boolean
}

const expectation = z.object({ truth: z.record(z.string(), z.record(z.string(), z.string().nullable())) })
const photoKinds = ['business_licence', 'id_portrait', 'id_emblem', 'bank_card'] as const satisfies ReadableKind[]

/** Width of characters and kind of brackets are the printer's, not the document's. */
const plain = (value: string | null | undefined): string | null =>
  value?.normalize('NFKC').replace(/\s/g, '').toUpperCase() ?? null

async function readingOf(
  engine: () => Promise<OcrEngine>,
  file: string,
  name: string,
  look: number,
): Promise<OcrReading> {
  const kept = options.cache ? join(options.cache, `${name}__${look}.json`) : null
  // Written by this very script, from the port's own type.
  if (kept && existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as OcrReading
  const { image } = await decodePhoto(readFileSync(file))
  const reading = await (await engine()).read(image, { detectAt: look })
  if (kept) writeFileSync(kept, JSON.stringify(reading))
  return reading
}

function observe(
  photo: string,
  level: string,
  kind: ReadableKind,
  truth: Record<string, string | null>,
  reading: OcrReading,
) {
  const fields = readFields(kind, reading)
  return fieldsByKind[kind].flatMap((field): Observation[] => {
    const wanted = field === 'creditCode' && 'registrationNumber' in truth ? 'registrationNumber' : field
    const alike = valueKind(kind, field)
    const read = fields[field]
    // A number that fails its own check is capped apart from this; what was not read has no confidence.
    if (!(wanted in truth) || !alike || !read?.signs || read.signs.unknown || read.checkDigit === 'invalid') return []
    const right = plain(read.value) === plain(truth[wanted])
    return [{ kind: alike, field: `${kind}.${field}`, level, photo, signs: read.signs, right }]
  })
}

async function observeAll(): Promise<Observation[]> {
  if (options.cache) mkdirSync(options.cache, { recursive: true })
  let started: Promise<OcrEngine> | undefined
  const engine = () => (started ??= createEngine('ppocr'))
  const found: Observation[] = []
  for (const set of sets) {
    for (const folder of readdirSync(set).sort()) {
      const expected = join(set, folder, 'expected.json')
      if (!existsSync(expected)) continue
      const { truth } = expectation.parse(JSON.parse(readFileSync(expected, 'utf8')))
      for (const kind of photoKinds) {
        const file = join(set, folder, `${kind}.jpg`)
        const printed = truth[kind]
        if (!printed || !existsSync(file)) continue
        const name = `${basename(set)}__${folder}__${kind}`
        for (const look of options.look.map(Number)) {
          const reading = await readingOf(engine, file, name, look)
          found.push(...observe(name, folder.replace(/-.*/, ''), kind, printed, reading))
        }
      }
    }
  }
  if (started) await (await started).close()
  return found
}

const signNames = ['weakest', 'mean', 'trust', 'rows', 'contested', 'confirmed'] as const

/** What was believed before any photo was looked at, and how far (standard deviation) the photos may move it. */
const prior: Readonly<Record<keyof Weights, readonly [mean: number, spread: number]>> = {
  base: [6, 0.7],
  weakest: [6, 1.5],
  mean: [6, 1.5],
  trust: [25, 1],
  rows: [1, 1],
  contested: [5, 1],
  confirmed: [1, 1],
}

const against = (w: Weights, x: Signs): number =>
  signNames.reduce((odds, name) => odds + (name === 'confirmed' ? w[name] * x[name] : -w[name] * x[name]), w.base)

const chance = (odds: number): number => 1 / (1 + Math.exp(-odds))

/** Projected gradient ascent on the penalised likelihood: seven weights, some thousand observations, no need of more. */
function fit(observations: readonly Observation[]): Weights {
  const names = ['base', ...signNames] as const
  const w: Weights = { base: 0, weakest: 0, mean: 0, trust: 0, rows: 0, contested: 0, confirmed: 0 }
  for (const name of names) w[name] = prior[name][0]
  const rows = observations.map(({ signs, right }) => ({ x: features(signs), y: right ? 1 : 0 }))
  for (let step = 0; step < 4000; step += 1) {
    const slope: Weights = { base: 0, weakest: 0, mean: 0, trust: 0, rows: 0, contested: 0, confirmed: 0 }
    for (const { x, y } of rows) {
      const off = y - chance(against(w, x))
      slope.base += off
      for (const name of signNames) slope[name] += name === 'confirmed' ? off * x[name] : -off * x[name]
    }
    for (const name of names) {
      const [mean, spread] = prior[name]
      // A step of the size of the prior's variance, damped by how much data pulls.
      const pull = slope[name] - (w[name] - mean) / spread ** 2
      w[name] = Math.max(0, w[name] + (pull * spread ** 2) / (1 + rows.length * 0.25 * spread ** 2))
    }
  }
  for (const name of names) w[name] = Math.round(w[name] * 100) / 100
  return w
}

const kindsOf = (observations: readonly Observation[]) => [...new Set(observations.map(({ kind }) => kind))].toSorted()

/** Confidence of each observation by weights that were fitted without its photo. */
function crossed(observations: readonly Observation[]): (Observation & { confidence: number })[] {
  const folds = Number(options.folds)
  const photos = [...new Set(observations.map(({ photo }) => photo))].toSorted()
  const foldOf = new Map(photos.map((photo, i) => [photo, i % folds]))
  return Array.from({ length: folds }, (_, fold) => fold).flatMap((fold) =>
    kindsOf(observations).flatMap((kind) => {
      const own = observations.filter((each) => each.kind === kind)
      const w = fit(own.filter(({ photo }) => foldOf.get(photo) !== fold))
      return own
        .filter(({ photo }) => foldOf.get(photo) === fold)
        .map((each) => ({ ...each, confidence: chance(against(w, features(each.signs))) }))
    }),
  )
}

function report(title: string, rows: readonly { confidence: number; right: boolean }[]): void {
  const bands = [0, 0.6, 0.9, 0.97, 1.01]
  const cells = bands.slice(1).map((top, i) => {
    const band = rows.filter(({ confidence }) => confidence >= bands[i]! && confidence < top)
    return `${band.filter(({ right }) => !right).length} of ${band.length}`
  })
  console.log(`| ${title} | ${cells.join(' | ')} |`)
}

const observations = await observeAll()
if (observations.length === 0) throw new Error('No photos with a truth in the sets given')
console.log('export const calibration: Readonly<Record<ValueKind, Weights>> = {')
for (const kind of kindsOf(observations)) {
  const own = observations.filter((each) => each.kind === kind)
  const w = fit(own)
  const text = Object.entries(w).map(([name, value]) => `${name}: ${value}`)
  console.log(`  // ${own.length} values, ${own.filter(({ right }) => !right).length} wrong.`)
  console.log(`  ${kind}: { ${text.join(', ')} },`)
}
console.log('}\n\nWrong values of all, by confidence, on photos that the weights were not fitted on:\n')
console.log('| | below 0.6 | 0.6-0.9 | 0.9-0.97 | 0.97 and more |\n|---|---|---|---|---|')
const tested = crossed(observations)
report('all', tested)
for (const level of [...new Set(tested.map((each) => each.level))].toSorted()) {
  report(
    `level ${level}`,
    tested.filter((each) => each.level === level),
  )
}
for (const kind of kindsOf(tested))
  report(
    kind,
    tested.filter((each) => each.kind === kind),
  )
for (const each of tested.filter(({ confidence, right }) => confidence >= 0.97 && !right)) {
  console.log(`wrong at ${each.confidence.toFixed(4)}: ${each.photo} ${each.field} ${JSON.stringify(each.signs)}`)
}
