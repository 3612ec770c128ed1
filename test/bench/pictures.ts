/**
 * How well photographs are judged: clear, genuine, never seen before; beside what else npm offers.
 *
 *   npm run bench:pictures -- [--only clarity,reuse,provenance,recapture,cost] [--photos FOLDER] [--seeds NAME] [--share 0.2]
 *     [--json FILE]
 */
import { existsSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { asTable } from './pictures/report.ts'
import { sections } from './pictures/sections.ts'
import type { Context, Figure } from './pictures/section.ts'

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: sections.map(({ name }) => name).join() },
    photos: { type: 'string', default: path.resolve(import.meta.dirname, '../../../shared/photos') },
    seeds: { type: 'string', default: 'pictures-2026-11' },
    share: { type: 'string', default: '1' },
    json: { type: 'string' },
  },
})

const wanted = options.only.split(',')
const strange = wanted.find((name) => !sections.some((section) => section.name === name))
if (strange !== undefined) {
  throw new Error(`--only: ${strange} is none of ${sections.map(({ name }) => name).join(', ')}`)
}
const share = Number(options.share)
if (!(share > 0 && share <= 1)) throw new Error(`--share must be above 0 and at most 1, not ${options.share}`)

const context: Context = {
  photos: existsSync(options.photos) ? options.photos : null,
  seeds: options.seeds,
  share,
  say: (line) => console.error(line),
}

console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}`)
console.log(`seeds ${context.seeds}; genuine photographs: ${context.photos ?? 'none, their figures are left out'}`)
const all: Record<string, Figure[]> = {}
for (const section of sections.filter(({ name }) => wanted.includes(name))) {
  const started = performance.now()
  const figures = await section.run(context)
  all[section.name] = figures
  console.log(`\n## ${section.name}  (${Math.round((performance.now() - started) / 1000)} s)`)
  for (const line of section.about(context)) console.log(line)
  console.log(asTable(figures))
}
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(all, null, 2)}\n`)
