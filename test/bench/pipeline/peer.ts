import { setTimeout as pause } from 'node:timers/promises'
import type { JobsOptions } from 'bullmq'
import { Redis } from 'ioredis'
import { contractOf } from '../../../src/queueing/backend.ts'
import type { FlowPlan } from '../../../src/queueing/flow-plan.ts'
import { jobOptions } from '../../../src/queueing/job-options.ts'
import { cpuSeconds } from './cpu.ts'
import { startProcess } from './processes.ts'

export const PEER_PREFIX = '{peer}'

export interface PeerJob {
  name: string
  queue: string
  opts: JobsOptions
  children: PeerJob[]
}

/** The same tree with the same options. */
export function treeOf(plan: FlowPlan): PeerJob {
  const job = (each: FlowPlan, isChild: boolean, path: string): PeerJob => {
    const { jobId: _, ...opts } = jobOptions(contractOf(each.queue), each.jobId, {
      priority: 'normal',
      trace: undefined,
      kind: 'redis',
    })
    return {
      name: path,
      queue: each.queue,
      opts: { ...opts, ...(isChild && { ignoreDependencyOnFailure: true }) },
      children: each.children.map((child, n) => job(child, true, `${path}-${n}`)),
    }
  }
  return job(plan, false, 'root')
}

interface PeerRun {
  redisUrl: string
  redisPid: number
  tree: PeerJob
  count: number
  ahead: number
  workers: number
}

/** Flows a second on bare BullMQ, and CPU seconds by process for all of them. */
export async function measurePeer({ redisUrl, redisPid, tree, count, ahead, workers }: PeerRun) {
  const redis = new Redis(redisUrl)
  const stale = await redis.keys(`${PEER_PREFIX}*`)
  if (stale.length > 0) await redis.del(stale)
  const started = await Promise.all(
    Array.from({ length: workers }, (_, n) =>
      startProcess('peer-process.ts', { name: `peer worker ${n + 1}`, args: [redisUrl, 'worker'] }),
    ),
  )
  const pids = new Map([['Redis', redisPid], ...started.map(({ name, pid }): [string, number] => [name, pid])])
  const before = await cpuSeconds(pids)
  const args = [redisUrl, 'producer', JSON.stringify(tree), String(count), String(ahead)]
  const producer = await startProcess('peer-process.ts', { name: 'producer', args })
  const seen: { at: number; decided: number }[] = []
  for (let decided = 0; decided < count;) {
    await pause(50)
    decided = Number((await redis.get(`${PEER_PREFIX}:decided`)) ?? 0)
    seen.push({ at: performance.now(), decided })
  }
  const from = seen.find(({ decided }) => decided >= count * 0.1)
  const to = seen.find(({ decided }) => decided >= count * 0.9)
  const used = new Map([...(await cpuSeconds(pids))].map(([name, now]) => [name, now - (before.get(name) ?? 0)]))
  used.set('producer', (await cpuSeconds(new Map([['producer', producer.pid]]))).get('producer') ?? 0)
  await Promise.all([producer, ...started].map((each) => each.stop()))
  redis.disconnect()
  const rate = from && to ? ((to.decided - from.decided) * 1000) / (to.at - from.at) : Number.NaN
  return { rate, used }
}
