import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Store } from '../../../src/store/open-store.ts'
import type { Uploaded } from './room.ts'

/** How often the decisions are counted while the load runs. Milliseconds. */
const COUNT_EVERY = 50

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** One submission over HTTP. @returns its id, and when the request was begun, in milliseconds of the wall clock. */
export async function submit(url: string, { form, materials }: Uploaded): Promise<{ id: string; at: number }> {
  const at = performance.timeOrigin + performance.now()
  const body = JSON.stringify({ ...form, materials })
  const { status, text } = await send(`${url}/v1/applications`, body, form.reference)
  if (status !== 202) throw new Error(`a submission was answered with ${status}: ${text}`)
  return { id: (JSON.parse(text) as { id: string }).id, at }
}

export function send(url: string, body: string, key = 'bench'): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'idempotency-key': key,
    }
    const asked = request(url, { method: 'POST', agent, headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }))
      answer.on('error', reject)
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

export const closeConnections = () => agent.destroy()

/** When the request was begun, by application. */
export type Submitted = Map<string, number>

/**
 * Submits all of them as fast as they are decided: never more than `ahead` are under way, so that what is measured can go on
 * for ever and is not the filling of a queue. Waits until all are decided.
 */
export async function submitSteadily(store: Store, url: string, all: readonly Uploaded[], ahead: number) {
  const submitted: Submitted = new Map()
  const before = await countDecisions(store)
  let decided = 0
  let next = 0
  const senders = Array.from({ length: 16 }, async () => {
    for (;;) {
      if (next >= all.length) return
      if (next - decided >= ahead) {
        await pause(5)
        continue
      }
      const { id, at } = await submit(url, all[next++]!)
      submitted.set(id, at)
    }
  })
  while (decided < all.length) {
    await pause(COUNT_EVERY)
    decided = (await countDecisions(store)) - before
  }
  await Promise.all(senders)
  return submitted
}

/** Submits at a fixed rate, whether or not the service keeps up. */
export async function submitAtRate(store: Store, url: string, all: readonly Uploaded[], perSecond: number) {
  const submitted: Submitted = new Map()
  const before = await countDecisions(store)
  const begun = performance.now()
  const sending = all.map(async (one, n) => {
    await pause(begun + (n * 1000) / perSecond - performance.now())
    const { id, at } = await submit(url, one)
    submitted.set(id, at)
  })
  await Promise.all(sending)
  while ((await countDecisions(store)) - before < all.length) await pause(COUNT_EVERY)
  return submitted
}

async function countDecisions({ pool }: Store): Promise<number> {
  const { rows } = await pool.query<{ n: number }>('select count(*)::int as n from decision')
  return rows[0]?.n ?? 0
}

export interface Times {
  /** Decisions a second between the first tenth and the last. */
  rate: number
  /** Milliseconds from the request to the commit of the decision. */
  p50: number
  p95: number
  p99: number
}

/** From the time of the commits, which Postgres keeps: so measuring costs nothing while it runs. */
export async function timesOf({ pool }: Store, submitted: Submitted): Promise<Times> {
  const { rows } = await pool.query<{ id: string; at: number }>(
    `select application_id as id, extract(epoch from pg_xact_commit_timestamp(xmin))::float8 * 1000 as at
     from decision where application_id = any ($1)`,
    [[...submitted.keys()]],
  )
  const took = rows.map(({ id, at }) => at - (submitted.get(id) ?? Number.NaN)).sort((a, b) => a - b)
  const ends = rows.map(({ at }) => at).sort((a, b) => a - b)
  const share = (sorted: readonly number[], part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
  const [from, to] = [share(ends, 0.1), share(ends, 0.9)]
  return {
    rate: (ends.length * 0.8 * 1000) / (to - from),
    p50: share(took, 0.5),
    p95: share(took, 0.95),
    p99: share(took, 0.99),
  }
}
