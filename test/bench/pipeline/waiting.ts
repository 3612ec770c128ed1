import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '../../../src/platform/clock.ts'
import { newId } from '../../../src/platform/ids.ts'
import { keyedHash } from '../../../src/platform/keyed-hash.ts'
import { searchApplications } from '../../../src/review/staff/search-applications.ts'
import type { Store } from '../../../src/store/open-store.ts'
import { submit, send } from './load.ts'
import type { BenchProcess } from './processes.ts'
import { NUMBER_KEY, type Room, type Uploaded } from './room.ts'

interface Found {
  figure: string
  here: string
  goal: string
}

/** A reviewer's list, as the use case of the console answers it. */
const somebody = { id: 'usr_00001', roles: ['senior_reviewer' as const] }

/** How often each list is asked for. */
const ASKED = 40

/** Resubmissions that come in while the others wait, so many seconds apart: over one look of the reconciler and more. */
const RESUBMITTED = 10
const APART_S = 2

/**
 * A hundred thousand jobs wait: how fast lists are, how soon a resubmission is taken up, and what the processes hold.
 * @returns what was found
 */
export async function measureWaiting(room: Room, jobs: number): Promise<Found[]> {
  const { store } = room
  const said: Found[] = []
  const searching = { db: store.db, clock: systemClock, keyedHash: keyedHash(NUMBER_KEY) }
  const api = await room.startService('API and relay', 'api,relay')
  const url = api.url ?? ''
  const firstWorker = await room.startService('worker', 'worker')
  // Some that are sent back, to be resubmitted later, and one to copy.
  const returned: string[] = []
  for (const poor of await room.upload(RESUBMITTED, { blurred: true })) returned.push((await submit(url, poor)).id)
  for (const id of returned) await until(async () => (await statusOf(store, id)) === 'returned')
  const [good] = await room.upload(1)
  await firstWorker.stop()
  const { id } = await submit(url, good!)
  await until(async () => (await unsent(store)) === 0)

  const each = await openLines(store, id)
  const begun = performance.now()
  await copySubmitted(store, id, Math.ceil(jobs / each))
  await until(async () => (await unsent(store)) === 0, 900_000)
  const seconds = (performance.now() - begun) / 1000
  said.push({
    figure: `${jobs} jobs of ${Math.ceil(jobs / each)} applications wait`,
    here: `published in ${seconds.toFixed(0)} s`,
    goal: '',
  })

  for (const [name, asked] of [
    ['applications, the newest', {}],
    ['applications that were submitted', { status: ['submitted' as const] }],
  ] as const) {
    const took: number[] = []
    for (let n = 0; n < ASKED; n++) {
      const from = performance.now()
      await searchApplications(searching, { limit: 20, ...asked }, somebody)
      took.push(performance.now() - from)
    }
    took.sort((a, b) => a - b)
    const here = `p50 ${took[ASKED / 2]?.toFixed(0)} ms, p95 ${took[Math.floor(ASKED * 0.95)]?.toFixed(0)} ms`
    said.push({ figure: `list meanwhile, ${name}`, here, goal: 'p95 300 ms' })
  }

  const worker = await room.startService('worker', 'worker')
  await pause(5_000)
  const photos = await room.upload(RESUBMITTED)
  const resubmitted: Promise<{ taken: number; decided: number }>[] = []
  for (const [n, id] of returned.entries()) {
    resubmitted.push(resubmit(store, url, id, photos[n]!))
    await pause(APART_S * 1_000)
  }
  const took = await Promise.all(resubmitted)
  said.push({ figure: 'a resubmission is taken up', here: inOrder(took.map(({ taken }) => taken)), goal: '1000 ms' })
  said.push({ figure: 'and decided', here: inOrder(took.map(({ decided }) => decided)), goal: '' })
  for (const each of [api, worker]) said.push(await heldBy(each))
  await worker.stop()
  await api.stop()
  return said
}

/** @returns milliseconds from the request to its first check, and to its decision. */
async function resubmit(store: Store, url: string, id: string, { materials }: Uploaded) {
  const photo = materials.find(({ kind }) => kind === 'scene_interior')
  const at = performance.timeOrigin + performance.now()
  const body = JSON.stringify({ materials: [photo] })
  const revised = await send(`${url}/v1/applications/${id}/revisions`, body, `again-${id}`)
  if (revised.status !== 202) throw new Error(`a revision was answered with ${revised.status}: ${revised.text}`)
  await until(async () => (await startOf(store, id)) !== null)
  await until(async () => !['submitted', 'screening', 'deciding'].includes(await statusOf(store, id)))
  return { taken: (await startOf(store, id))! - at, decided: performance.timeOrigin + performance.now() - at }
}

function inOrder(took: readonly number[]): string {
  const sorted = took.toSorted((a, b) => a - b)
  const [median, worst] = [sorted[sorted.length >> 1] ?? Number.NaN, sorted.at(-1) ?? Number.NaN]
  return `p50 ${median.toFixed(0)} ms, the longest of ${sorted.length} ${worst.toFixed(0)} ms`
}

const heldBy = async (process: BenchProcess): Promise<Found> => ({
  figure: `memory of ${process.name}`,
  here: `${((await process.memory()).resident / 2 ** 20).toFixed(0)} MB`,
  goal: '400 MB',
})

async function until(ready: () => Promise<boolean>, atMost = 120_000): Promise<void> {
  for (const end = performance.now() + atMost; !(await ready()); await pause(20)) {
    if (performance.now() > end) throw new Error('what was waited for did not come')
  }
}

async function one<T>({ pool }: Store, text: string, values: unknown[] = []): Promise<T> {
  const { rows } = await pool.query<{ it: T }>(text, values)
  if (!rows[0]) throw new Error('nothing was found')
  return rows[0].it
}

const statusOf = (store: Store, id: string) =>
  one<string>(store, 'select status as it from application where id = $1', [id])

const unsent = (store: Store) => one<number>(store, 'select count(*)::int as it from outbox where sent_at is null')

/** Jobs of one application: its open lines, and its decision. */
const openLines = (store: Store, id: string) =>
  one<number>(
    store,
    `select count(*)::int + 1 as it from check_run where application_id = $1 and status in ('pending', 'active')`,
    [id],
  )

/** When the first check of the second revision began, in milliseconds of the wall clock. */
const startOf = (store: Store, id: string) =>
  one<number | null>(
    store,
    `select extract(epoch from min(started_at))::float8 * 1000 as it from check_run where application_id = $1 and revision = 2`,
    [id],
  )

/** Applications like one that was submitted, as they stand before anybody has looked: with ledger, numbers and message. */
async function copySubmitted({ pool }: Store, original: string, count: number): Promise<void> {
  const ids = Array.from({ length: count }, () => newId('application', Date.now()))
  await pool.query(
    `with copy as (select id, n from unnest($2::text[]) with ordinality as each (id, n)),
    a as (insert into application (id, reference, merchant_type, status, revision, run, entered_by, created_at, updated_at)
      select copy.id, 'W-' || n, merchant_type, 'submitted', 1, 1, entered_by, now(), now() from application, copy where application.id = $1),
    r as (insert into application_revision (application_id, revision, form, input_hash, created_at)
      select copy.id, 1, form, input_hash, now() from application_revision, copy where application_id = $1 and revision = 1),
    m as (insert into revision_material (application_id, revision, kind, material_id)
      select copy.id, 1, kind, material_id from revision_material, copy where application_id = $1 and revision = 1),
    c as (insert into check_run (application_id, revision, run, "check", slot, status, evidence_id, finished_at)
      select copy.id, 1, 1, "check", slot, case when evidence_id is null then 'pending' else 'done' end, evidence_id, finished_at
      from check_run, copy where application_id = $1 and revision = 1 and run = 1),
    d as (insert into document_number (application_id, revision, kind, keyed_hash)
      select copy.id, 1, kind, md5(keyed_hash || n) || md5(n || keyed_hash) from document_number, copy where application_id = $1 and revision = 1)
    insert into outbox (message) select jsonb_build_object('kind', 'screening', 'applicationId', id, 'revision', 1, 'run', 1) from copy`,
    [original, ids],
  )
  await pool.query(`select pg_notify('bench:outbox', '')`)
  await pool.query('analyze')
}
