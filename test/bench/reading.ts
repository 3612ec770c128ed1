/**
 * How well, how surely and how cheaply documents are read, beside what else npm offers. See reading/README.md.
 *
 *   npm run bench:reading -- [--engines ppocr,tesseract,ppu-paddle-ocr,paddleocr] [--levels scan,clean,moderate,hard]
 *     [--kinds business_licence,id_portrait,id_emblem,bank_card] [--limit N] [--per-cell N] [--set FOLDER] [--tune]
 *     [--seeds NAME]
 *     [--json FILE] [--render-only]
 */
import { writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { coldStart, engineNames, isPeer, start, type EngineName } from './reading/engines.ts'
import { levels, plan, renderSet, type SetOptions } from './reading/render-set.ts'
import { report, type Costs } from './reading/report.ts'
import { loadPhoto, score, type PhotoResult } from './reading/score.ts'
import { compileProduct, installPeers, versions } from './reading/setup.ts'

const kinds = ['business_licence', 'id_portrait', 'id_emblem', 'bank_card'] as const

/** Cold starts measured of each engine, one process each. */
const coldStarts = 3

const { values: options } = parseArgs({
  options: {
    engines: { type: 'string', default: engineNames.join() },
    levels: { type: 'string', default: levels.join() },
    kinds: { type: 'string', default: kinds.join() },
    /** Photos of each layout at each level that are rendered. */
    'per-cell': { type: 'string', default: '4' },
    /** Photos of each layout at each level that are read; a subset of the set's. */
    limit: { type: 'string' },
    set: { type: 'string' },
    tune: { type: 'boolean', default: false },
    seeds: { type: 'string' },
    json: { type: 'string' },
    'render-only': { type: 'boolean', default: false },
  },
})

const say = (line: string): void => console.error(line)

/** The named ones, in the order of `known`. */
function chosen<T extends string>(text: string, known: readonly T[], what: string): T[] {
  const names = text.split(',')
  const strange = names.find((name) => !known.some((each) => each === name))
  if (strange !== undefined) throw new Error(`--${what}: ${strange} is none of ${known.join(', ')}`)
  return known.filter((name) => names.includes(name))
}

function count(text: string, what: string): number {
  if (!/^[1-9]\d*$/u.test(text)) throw new Error(`--${what} must be a whole number from 1, not ${text}`)
  return Number(text)
}

const engines = chosen(options.engines, engineNames, 'engines')
const perCell = count(options['per-cell'], 'per-cell')
const limit = options.limit === undefined ? perCell : Math.min(perCell, count(options.limit, 'limit'))
const set: SetOptions = {
  folder: path.resolve(
    options.set ?? path.join(tmpdir(), options.tune ? 'zhunru-reading-tune' : 'zhunru-reading-bench'),
  ),
  tune: options.tune,
  seeds: options.seeds,
  perCell: limit,
  levels: chosen(options.levels, levels, 'levels'),
  kinds: chosen(options.kinds, kinds, 'kinds'),
}

if (options['render-only']) {
  await renderSet({ ...set, perCell }, say)
} else {
  await renderSet(set, say)
  if (engines.some(isPeer)) installPeers(say)
  await measure(engines, compileProduct())
}

async function measure(names: readonly EngineName[], product: string): Promise<void> {
  const photos = plan(set).map(({ id }) => loadPhoto(set.folder, id))
  const [first] = photos
  if (!first) throw new Error('Nothing to read: no photo is of these kinds and levels')
  const cold = new Map<EngineName, number[]>(names.map((name) => [name, []]))
  for (let i = 0; i < coldStarts; i++) {
    for (const name of names) cold.get(name)?.push(await coldStart(name, product, first.kind, first.file))
  }

  // All engines meet the same photo one after the other, so that they meet the same load of the machine.
  const running = names.map((name) => start(name, product))
  const results: PhotoResult[] = []
  const peak = new Map<EngineName, number>()
  for (const [i, photo] of photos.entries()) {
    for (const engine of running) {
      const answer = await engine.read(photo.kind, photo.file)
      peak.set(engine.name, answer.memory.peak)
      results.push(score(photo, engine.name, answer))
    }
    if ((i + 1) % 25 === 0) say(`${i + 1} of ${photos.length} photos read`)
  }
  for (const engine of running) await engine.stop()

  const costs = new Map<EngineName, Costs>(
    names.map((name) => [name, { peakMemory: peak.get(name) ?? NaN, coldStarts: cold.get(name) ?? [] }]),
  )
  console.log(`Machine: ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`)
  console.log(
    `Versions: ${Object.entries(versions())
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}`,
  )
  console.log(`Set: ${set.folder} (${options.tune ? 'tuning' : 'unseen'} seeds)\n`)
  console.log(report({ results, costs }, names))
  if (options.json !== undefined) {
    writeFileSync(options.json, JSON.stringify({ costs: Object.fromEntries(costs), results }, null, 1))
  }
}
