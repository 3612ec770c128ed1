/**
 * How fast applications flow through the whole of it: `npm run bench:pipeline [-- options]`. A Redis and a Postgres of its
 * own, the service in processes of its own, submissions over HTTP, and beside it the same tree of jobs on bare BullMQ.
 *   --quick            less of each, in some three minutes: 500 applications, no backlog
 *   --applications N   for each measurement (2000)
 *   --only a,b         of: sustained, half, peer, waiting, soak, engines (the first four)
 *   --workers N        worker processes (1)
 *   --queues KIND      redis, or postgres: the queues of an embedded installation (redis)
 *   --one-process      API, relay and worker in one, as an embedded installation has them
 *   --searched         premises photos with as many fingerprints as real ones, each searched for among all
 *   --jobs N           that wait (100000)
 *   --minutes N        of the soak (5), at --rate N applications a second (5)
 *   --profile FOLDER   writes a .cpuprofile of each process, and what each statement cost
 */
import { writeFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { usableCores } from '../../src/platform/cores.ts'
import { planFlow } from '../../src/queueing/plan-flow.ts'
import { shopKinds } from '../unit/domain/sample.ts'
import { cpuSeconds } from './pipeline/cpu.ts'
import { closeConnections, submitAtRate, submitSteadily, timesOf } from './pipeline/load.ts'
import { measureEngines } from './pipeline/engines.ts'
import { measurePeer, treeOf } from './pipeline/peer.ts'
import { openRoom, type Room } from './pipeline/room.ts'
import { measureSoak } from './pipeline/soak.ts'
import { statementCosts } from './pipeline/statements.ts'
import { measureWaiting } from './pipeline/waiting.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    applications: { type: 'string' },
    only: { type: 'string' },
    workers: { type: 'string', default: '1' },
    queues: { type: 'string', default: 'redis' },
    profile: { type: 'string' },
    searched: { type: 'boolean', default: false },
    'one-process': { type: 'boolean', default: false },
    jobs: { type: 'string', default: '100000' },
    minutes: { type: 'string', default: '5' },
    rate: { type: 'string', default: '5' },
  },
})
const count = Number(values.applications ?? (values.quick ? 500 : 2000))
const wanted = new Set((values.only ?? `sustained,half,peer${values.quick ? '' : ',waiting'}`).split(','))
const workers = Number(values.workers)
/** Applications under way at once. */
const AHEAD = 200

const how = { searched: values.searched }

const say = (text: string) => process.stdout.write(`${text}\n`)

/** What the last lines are: each figure with what it was measured against. */
const table: { figure: string; here: string; goal: string }[] = []
const note = (figure: string, here: string, goal = '') => void table.push({ figure, here, goal })

const room = await openRoom({ queuesOn: values.queues === 'postgres' ? 'postgres' : 'redis' })
try {
  say(
    `${cpus()[0]?.model}, ${usableCores()} cores, Node ${process.version}, ${count} applications, ${workers} worker(s)`,
  )
  if (['sustained', 'half', 'peer'].some((part) => wanted.has(part))) await measure(room)
  if (wanted.has('engines'))
    for (const line of await measureEngines(room, Math.min(count, 20), usableCores())) say(line)
  if (wanted.has('waiting')) {
    for (const found of await measureWaiting(room, Number(values.jobs))) note(found.figure, found.here, found.goal)
  }
  if (wanted.has('soak')) {
    for (const line of await measureSoak(room, Number(values.rate), Number(values.minutes))) say(line)
  }
} finally {
  closeConnections()
  await room.close()
}
if (table.length > 0) say(asText(table))
say(
  `load of the machine: ${loadavg()
    .map((each) => each.toFixed(1))
    .join(', ')}`,
)

function asText(rows: readonly { figure: string; here: string; goal: string }[]): string {
  const all = [{ figure: 'figure', here: 'here', goal: 'goal' }, ...rows]
  const wide = Math.max(...all.map(({ figure }) => figure.length))
  const next = Math.max(...all.map(({ here }) => here.length))
  return all
    .map(({ figure, here, goal }) => `${figure.padEnd(wide)}  ${here.padEnd(next)}  ${goal}`.trimEnd())
    .join('\n')
}

async function measure(room: Room): Promise<void> {
  const { store, pids, redisUrl } = room
  const profileIn = values.profile
  const oneProcess = values['one-process']
  const api = oneProcess
    ? await room.startService('all in one', 'api,relay,worker', { profileIn })
    : await room.startService('API and relay', 'api,relay', { profileIn })
  const started = [api]
  for (let n = 1; n <= (oneProcess ? 0 : workers); n++) {
    started.push(await room.startService(`worker ${n}`, 'worker', { profileIn }))
  }
  const url = api.url ?? ''
  const roots = new Map([
    ...pids,
    ...started.map(({ name, pid }): [string, number] => [name, pid]),
    ['client', process.pid],
  ])
  const ours = (all: Map<string, number>) =>
    new Map(
      [...all].map(([name, s]) => [
        name,
        name === 'client' ? process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6 : s,
      ]),
    )

  // What is compiled and planned at first use is no part of a steady state.
  await submitSteadily(store, url, await room.upload(200, how), AHEAD)
  let rate = 0
  if (wanted.has('sustained')) {
    const uploaded = await room.upload(count, how)
    await store.pool.query('select pg_stat_statements_reset()')
    const before = ours(await cpuSeconds(roots))
    const submitted = await submitSteadily(store, url, uploaded, AHEAD)
    const after = ours(await cpuSeconds(roots))
    const times = await timesOf(store, submitted)
    rate = times.rate
    note('sustained', `${times.rate.toFixed(1)}/s`, values.queues === 'redis' ? '150/s' : '40/s')
    note('submit to decision, 200 under way', `p50 ${times.p50.toFixed(0)} ms, p95 ${times.p95.toFixed(0)} ms`)
    let all = 0
    for (const [name, s] of after) {
      const ms = ((s - (before.get(name) ?? 0)) * 1000) / count
      all += ms
      note(`CPU of one application, ${name}`, `${ms.toFixed(2)} ms`)
    }
    note('CPU of one application, all', `${all.toFixed(2)} ms`)
    if (profileIn) await writeFile(`${profileIn}/statements.txt`, await statementCosts(store, count))
  }
  if (wanted.has('half') && rate > 0) {
    const submitted = await submitAtRate(store, url, await room.upload(Math.ceil(count / 2), how), rate / 2)
    const times = await timesOf(store, submitted)
    note(
      `submit to decision at half load, ${(rate / 2).toFixed(1)}/s`,
      `p50 ${times.p50.toFixed(0)} ms, p95 ${times.p95.toFixed(0)} ms, p99 ${times.p99.toFixed(0)} ms`,
      'p95 500 ms',
    )
  }
  for (const each of started.toReversed()) await each.stop()
  // Bare BullMQ on Redis says nothing of queues on Postgres.
  if (wanted.has('peer') && values.queues === 'redis') {
    const materials = shopKinds.map((kind) => ({ id: `mat_${kind}`, kind }))
    const tree = treeOf(planFlow({ applicationId: 'app_1', revision: 1, run: 1, materials }))
    const redisPid = pids.get('Redis') ?? 0
    const peer = await measurePeer({ redisUrl, redisPid, tree, count, ahead: AHEAD, workers })
    note('bare BullMQ, the same tree', `${peer.rate.toFixed(1)}/s`)
    for (const [name, s] of peer.used) note(`CPU of one bare tree, ${name}`, `${((s * 1000) / count).toFixed(2)} ms`)
    if (rate > 0) note('ratio to bare BullMQ', (rate / peer.rate).toFixed(2))
  }
}
