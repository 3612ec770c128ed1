/**
 * What it costs to ask what other applications say of one, with a million hashes stored, and to import a block list of a
 * million lines; in a Postgres of its own with its default settings:
 *
 *   npx tsx test/bench/across.ts [--applications 200000] [--decisions 300] [--lines 1000000]
 */
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createHash } from 'node:crypto'
import { readBlockFile } from '../../src/cli/read-block-file.ts'
import type { ApplicationForm } from '../../src/domain/application.ts'
import { type KeyedHash, keyedHash } from '../../src/platform/keyed-hash.ts'
import { importBlockList } from '../../src/review/block-lists.ts'
import { findAcross } from '../../src/review/find-across.ts'
import { migrate } from '../../src/store/migrate.ts'
import { openStore, type Store } from '../../src/store/open-store.ts'
import { createOwnPostgres } from '../support/own-postgres.ts'
import { idNumberOf } from '../support/strangers.ts'
import { cardWithCheck, micro } from '../unit/domain/sample.ts'

const { values: options } = parseArgs({
  options: {
    applications: { type: 'string', default: '200000' },
    decisions: { type: 'string', default: '300' },
    lines: { type: 'string', default: '1000000' },
  },
})
const [applications, decisions, lines] = [options.applications, options.decisions, options.lines].map(Number) as [
  number,
  number,
  number,
]

/** What the database can make as well: a plain hash in place of a keyed one takes as long to find. */
const plain: KeyedHash = (purpose, value) => createHash('sha256').update(`${purpose} ${value}`).digest('hex')
const hashed = (purpose: string, value: string) =>
  `encode(sha256(convert_to('${purpose} ' || ${value}, 'UTF8')), 'hex')`

/** Three persons of four applications; a device for all of ten thousand, a market for a thousand, a phone for fifty. */
const parts: Record<string, string> = {
  id_number: `'P' || (n * 3 / 4)`,
  card_number: `'C' || n`,
  phone: `'F' || case when n % 100 = 7 then n % 40 else n end`,
  address: `'4403|科技路|number' || case when n % 50 = 3 then n % 4 else n + 1000 end`,
  device: `'D' || case when n % 20 = 1 then 0 else n end`,
}

async function fill(store: Store): Promise<void> {
  const client = await store.pool.connect()
  const id = `'app_' || lpad(n::text, 26, '0')`
  try {
    await client.query('set statement_timeout = 0')
    await client.query('set session_replication_role = replica')
    await client.query(`
      insert into application (id, reference, merchant_type, status, revision, run, created_at)
      select ${id}, 'R-' || n, case when n % 2 = 0 then 'micro_merchant' else 'individual_business' end,
        (array['approved', 'approved', 'returned', 'rejected', 'review_pending', 'withdrawn'])[1 + n % 6], 1, 1,
        timestamptz '2026-01-01' + n * interval '1 minute'
      from generate_series(1, ${applications}) n`)
    for (const [kind, value] of Object.entries(parts)) {
      await client.query(`
        insert into document_number (application_id, revision, kind, keyed_hash)
        select ${id}, 1, '${kind}', ${hashed(kind, value)} from generate_series(1, ${applications}) n`)
    }
    await client.query('vacuum (analyze) application, document_number')
  } finally {
    client.release(true)
  }
}

/** The n-th application as its form would be; `shares` makes it one of those with everything in common. */
function formOf(n: number, shares: boolean): ApplicationForm {
  return {
    ...micro,
    legalPerson: { ...micro.legalPerson, idNumber: `P${Math.floor((n * 3) / 4)}` },
    settlementAccount: { ...micro.settlementAccount, cardNumber: `C${n}` },
    contact: { ...micro.contact, phone: `F${shares ? 7 : n}` },
    premises: { address: `深圳市科技路${shares ? 3 : n + 1000}号` },
    device: { id: `D${shares ? 0 : n}` },
  }
}

async function measure(store: Store, shares: boolean): Promise<string> {
  const times: number[] = []
  const found: number[] = []
  for (let i = 0; i < decisions; i++) {
    const n = 1 + Math.floor(((i + 0.5) * applications) / decisions)
    const ref = { applicationId: `app_${String(n).padStart(26, '0')}`, revision: 1 }
    const started = performance.now()
    const across = await store.db
      .transaction()
      .execute((trx) => findAcross(trx, { keyedHash: plain, today: '2026-11-23' }, ref, formOf(n, shares)))
    times.push(performance.now() - started)
    found.push(across.applications + across.shared.length)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1)
  const mean = (found.reduce((sum, n) => sum + n, 0) / found.length).toFixed(1)
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms (found ${mean} on average)`
}

function* csv(): Generator<string> {
  yield 'kind,value,reason,until\n'
  for (let i = 0; i < lines; i++) {
    const which = i % 10
    if (which < 4) yield `id_number,${idNumberOf(i)},"ring ${i % 977}, second report",\n`
    else if (which < 8) yield `phone,13${String(i).padStart(9, '0')},,2027-12-31\n`
    else if (which < 9) yield `card_number,${cardWithCheck(`6222024${String(i).padStart(11, '0')}`)},lost,\n`
    else yield `address,深圳市南山区科技南路${i}号,,\n`
  }
}

async function importLines(store: Store): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'zhunru-across-'))
  const file = join(folder, 'list.csv')
  try {
    await pipeline(Readable.from(csv()), createWriteStream(file))
    const { size } = await stat(file)
    let most = 0
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 100)
    const before = process.memoryUsage().rss
    const started = performance.now()
    const cpu = process.cpuUsage()
    const read = await readBlockFile(file, { skipBad: false })
    const { entries } = await importBlockList(
      { db: store.db, clock: { now: () => new Date() }, keyedHash: keyedHash('7'.repeat(64)) },
      { list: 'bench', by: 'bench', replace: false },
      read.batches,
    )
    const seconds = (performance.now() - started) / 1000
    clearInterval(watch)
    const { user, system } = process.cpuUsage(cpu)
    const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20)
    return `${entries} entries of ${lines} lines (${megabytes(size)} MB) in ${seconds.toFixed(1)} s, ${Math.round(lines / seconds)} lines a second; ${((user + system) / 1e6).toFixed(1)} s of them at work in this process, which grew from ${megabytes(before)} to ${megabytes(most)} MB`
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const load = () =>
  `load ${loadavg()
    .map((n) => n.toFixed(1))
    .join(' ')}`
const server = await createOwnPostgres({})
await server.start()
const store = await openStore({ connectionString: server.connectionString, max: 2 })
try {
  await migrate(store)
  const { rows } = await store.pool.query<{ server_version: string }>('show server_version')
  console.log(
    `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}, Postgres ${rows[0]?.server_version}, ${load()}`,
  )
  await fill(store)
  console.log(`${applications} applications, ${applications * Object.keys(parts).length} hashes`)
  await measure(store, false)
  console.log(`a decision asks what others say: ${await measure(store, false)}; ${load()}`)
  console.log(`with a device, an address and a phone of thousands: ${await measure(store, true)}; ${load()}`)
  console.log(`import: ${await importLines(store)}; ${load()}`)
  console.log(`after it, a decision: ${await measure(store, false)}; ${load()}`)
} finally {
  await store.close()
  await server.dispose()
}
