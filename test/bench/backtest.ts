/**
 * How long a backtest takes: `npm run bench:backtest [-- DECISIONS]`. Fills a schema of a throw-away embedded Postgres with
 * decisions made from what the checks say of the sample applications, varied, and replays them under a stricter policy.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '../../src/platform/logger.ts'
import { usableCores } from '../../src/platform/cores.ts'
import { backtest } from '../../src/review/policy/backtest.ts'
import { loadPolicy } from '../../src/service/load-policy.ts'
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts'
import { migrate } from '../../src/store/migrate.ts'
import { openStore } from '../../src/store/open-store.ts'
import { fillDecisions } from './backtest/fill.ts'

const count = Number(process.argv[2] ?? 100_000)
const say = (text: string) => process.stdout.write(`${text}\n`)
const { policy } = await loadPolicy(null)
const stricter = {
  ...policy,
  version: '2099-1-1',
  identity: { ...policy.identity, minRemainingDays: 90 },
  ocr: { ...policy.ocr, confident: 0.95 },
  severity: { ...policy.severity, SCENE_SIGN_MISMATCH: 'review' as const },
}

const folder = await mkdtemp(join(tmpdir(), 'zhunru-bench-'))
const postgres = await startEmbeddedPostgres({ dataDir: folder, log: silentLogger })
const store = await openStore({ connectionString: postgres.connectionString, schema: 'bench', max: 4 })
try {
  await migrate(store)
  const filling = performance.now()
  const [from, to] = [new Date('2026-10-01T00:00:00+08:00'), new Date('2026-11-23T00:00:00+08:00')]
  const { bytes } = await fillDecisions(store, { count, policy, from, to })
  const { rows } = await store.pool.query<{ kept: string }>(
    `select sum(pg_column_size(input))::bigint as kept from decision`,
  )
  say(`machine: ${cpus()[0]?.model}, ${usableCores()} cores, Node ${process.version}`)
  say(`filled: ${count} decisions in ${((performance.now() - filling) / 1000).toFixed(1)} s`)
  say(`input: ${Math.round(bytes / count)} bytes a decision, ${Math.round(Number(rows[0]?.kept) / count)} stored`)
  let peak = 0
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 100)
  const before = process.cpuUsage()
  for (const threads of new Set([1, usableCores()])) {
    const result = await backtest(store, { policy: stricter, since: from, until: to, limit: count, threads })
    const flips = `${result.flips.length} flips, ${result.unusable.length} unusable`
    say(`backtest, ${threads} thread(s): ${result.decisions} decisions in ${result.seconds} s (${flips})`)
  }
  clearInterval(watch)
  const cpu = process.cpuUsage(before)
  say(
    `memory: ${Math.round(peak / 2 ** 20)} MB at most; CPU ${((cpu.user + cpu.system) / 1e6).toFixed(0)} s of this process`,
  )
} finally {
  await store.close()
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}
