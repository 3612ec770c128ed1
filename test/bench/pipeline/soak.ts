import { submitAtRate } from './load.ts'
import type { BenchProcess } from './processes.ts'
import type { Room } from './room.ts'

/** Memory is read after each so many seconds of load. */
const ROUND_S = 15

/**
 * Load for some minutes, and the slope of what each process still holds after a collection. The first third is left out:
 * caches fill then.
 */
export async function measureSoak(room: Room, perSecond: number, minutes: number): Promise<string[]> {
  const api = await room.startService('API and relay', 'api,relay')
  const worker = await room.startService('worker', 'worker')
  const seen = new Map<BenchProcess, { hours: number; megabytes: number }[]>([
    [api, []],
    [worker, []],
  ])
  const begun = performance.now()
  let decided = 0
  for (let round = 0; round < (minutes * 60) / ROUND_S; round++) {
    const all = await room.upload(perSecond * ROUND_S)
    await submitAtRate(room.store, api.url ?? '', all, perSecond)
    decided += all.length
    for (const [each, points] of seen) {
      const { heap } = await each.memory()
      points.push({ hours: (performance.now() - begun) / 3_600_000, megabytes: heap / 2 ** 20 })
    }
  }
  const { rows } = await room.store.pool.query<{ n: number }>(
    `select count(*)::int as n from event where type = 'queue.repaired'`,
  )
  const lines = [...seen].map(([{ name }, points]) => {
    const steady = points.slice(Math.floor(points.length / 3))
    const [from, to] = [steady[0]?.megabytes ?? 0, steady.at(-1)?.megabytes ?? 0]
    const a = decided / Math.max(points.at(-1)?.hours ?? 1, 1e-9)
    return `${name}: ${from.toFixed(1)} to ${to.toFixed(1)} MB of heap, slope ${slope(steady).toFixed(2)} MB/h at ${a.toFixed(0)} applications/h`
  })
  await worker.stop()
  await api.stop()
  return [`${decided} applications, ${rows[0]?.n ?? 0} repairs`, ...lines]
}

/** Least squares. */
function slope(points: readonly { hours: number; megabytes: number }[]): number {
  const mean = (take: (point: (typeof points)[number]) => number) =>
    points.reduce((sum, point) => sum + take(point), 0) / points.length
  const [x, y] = [mean(({ hours }) => hours), mean(({ megabytes }) => megabytes)]
  const over = points.reduce((sum, point) => sum + (point.hours - x) * (point.megabytes - y), 0)
  const under = points.reduce((sum, point) => sum + (point.hours - x) ** 2, 0)
  return under === 0 ? Number.NaN : over / under
}
