/**
 * What the console costs:  npm run bench:console
 *
 * The weight of each page's script, how long the page of a case takes until it can be used, and how long lists and searches take
 * at the API. All on this machine, in a Postgres of its own.
 */
import { cpus } from 'node:os'
import { createOwnPostgres } from '../support/own-postgres.ts'
import { launchBrowser } from '../support/console-browser.ts'
import { openConsoleWorld } from '../support/console-world.ts'
import { benchCaseList } from './cases.ts'
import { casePageTime } from './console/case-page-time.ts'
import { pageWeights } from './console/page-weights.ts'
import { benchLookingUp } from './looking-up.ts'

const print = (line = '') => process.stdout.write(`${line}\n`)
const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`.padStart(7)

print(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`)

print('\nScript of each page, gzipped: all of it on a first visit, and what is the page’s own')
const weights = await pageWeights(new URL('../../dist/console/', import.meta.url))
for (const { page, script, own } of weights.sort((a, b) => b.script - a.script)) {
  print(`  ${page.padEnd(20)} ${kilobytes(script)} ${kilobytes(own)}`)
}

const postgres = await createOwnPostgres()
await postgres.start()
try {
  const world = await openConsoleWorld({ databaseUrl: postgres.connectionString, samples: ['A-1005'] })
  const browser = await launchBrowser()
  try {
    const { p50, p95, first } = await casePageTime(world, browser)
    print(`\nThe page of a case can be used after: p50 ${p50} ms, p95 ${p95} ms; with an empty cache ${first} ms`)
  } finally {
    await browser.close()
    await world.stop()
  }
} finally {
  await postgres.dispose()
}

const list = await benchCaseList()
print(`\nGET /v1/cases, 10,000 open ones, every filter: p50 ${list.p50} ms, p95 ${list.p95} ms`)
for (const { query, p95 } of list.slowest.slice(0, 3)) print(`  p95 ${p95} ms  ?${query}`)

print('\nOver 100,000 applications')
for (const [what, { p50, p95 }] of Object.entries(await benchLookingUp()))
  print(`  ${what}: p50 ${p50} ms, p95 ${p95} ms`)
process.exit(0)
