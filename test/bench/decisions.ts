/**
 * How well applications are decided: a generated population with known faults, its evidence simulated from measured reading
 * errors, decided by the product's own code. See decisions/README.md.
 *
 *   npm run bench:decisions -- [--seed NAME] [--count N] [--redraws N] [--perfect] [--json FILE]
 *   npm run bench:decisions -- --only ID --explain
 *   npm run bench:decisions -- --errors
 *   npm run bench:decisions -- --measure [--set FOLDER]
 */
import { writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { loadPolicy } from '../../src/service/load-policy.ts'
import { costOf } from './decisions/cost.ts'
import { donorsOf } from './decisions/donors.ts'
import { errorsTable } from './decisions/errors-table.ts'
import { explain } from './decisions/explain.ts'
import { faults } from './decisions/faults.ts'
import { mix } from './decisions/levels.ts'
import { loadMeasured, measuredFile } from './decisions/measured.ts'
import { redraw } from './decisions/redraw.ts'
import { report } from './decisions/report.ts'
import { decideCase, idFor, type Case } from './decisions/run.ts'

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: 'decisions-2026-11-23-unseen' },
    count: { type: 'string', default: '6000' },
    redraws: { type: 'string', default: '20' },
    perfect: { type: 'boolean', default: false },
    policy: { type: 'string' },
    json: { type: 'string' },
    only: { type: 'string' },
    explain: { type: 'boolean', default: false },
    errors: { type: 'boolean', default: false },
    measure: { type: 'boolean', default: false },
    set: { type: 'string' },
  },
})

const say = (line: string): void => console.error(line)

function whole(text: string, name: string, least: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < least)
    throw new Error(`--${name} must be a whole number from ${least}, not ${text}`)
  return value
}

if (options.measure) {
  // Rendering and reading are loaded only where they are needed.
  const { measure } = await import('./decisions/measure.ts')
  await measure({
    folder: path.resolve(options.set ?? path.join(tmpdir(), 'zhunru-reading-bench')),
    file: measuredFile,
    say,
  })
} else {
  const measured = loadMeasured()
  if (options.errors) console.log(errorsTable(measured))
  else await decideAll()

  async function decideAll(): Promise<void> {
    const { policy } = await loadPolicy(options.policy ?? null)
    const reader = options.perfect ? null : donorsOf(measured)
    if (options.only !== undefined) {
      console.log(explain(options.only, reader, policy, options.explain))
      return
    }
    const count = whole(options.count, 'count', 4)
    const { seed } = options
    const cases: Case[] = []
    const faultless = Math.ceil(count / 2)
    for (let n = 0; n < faultless; n++) cases.push(decideCase(`${seed}/honest/${n}`, reader, policy))
    for (let n = 0; cases.length < count; n++) {
      const fault = faults[n % faults.length]!
      const id = idFor(seed, fault, Math.floor(n / faults.length))
      if (id !== null) cases.push(decideCase(id, reader, policy))
    }
    const redraws = reader ? whole(options.redraws, 'redraws', 0) : 0
    const redrawn = redraw(measured, `${seed}/redraw`, redraws, policy)
    const { about, documents, strangers, places } = measured
    console.log(
      `${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}; policy ${policy.version}; seed ${seed}`,
    )
    console.log(
      options.perfect
        ? 'Every photo read without an error'
        : `Reading errors of ${about.date} (${about.engine}): ${documents.length} photos of documents, ${documents.filter((each) => each.spoilt !== undefined).length} of them spoilt, ${strangers.length} of other things, ${places.length} places`,
    )
    console.log(
      `${cases.length} applications, ${faultless} faultless; levels ${Object.entries(mix)
        .map(([level, share]) => `${level} ${share * 100} %`)
        .join(', ')}`,
    )
    const run = {
      cases,
      redrawn,
      cost: costOf(`${seed}/cost`, reader, policy),
    }
    console.log(report(run))
    if (options.json !== undefined)
      writeFileSync(options.json, `${JSON.stringify({ seed, policy: policy.version, about, ...run })}\n`)
  }
}
