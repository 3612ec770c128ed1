/**
 * The peer: the same tree of jobs on bare BullMQ, with workers that do nothing. No ledger, no evidence, no outbox: what
 * BullMQ alone can do here. The arguments are the Redis and the part this process plays.
 */
import { FlowProducer, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { allQueues } from '../../../queues/index.ts'
import { LOOKS_AT_ONCE } from './room.ts'
import { serveBench } from './serve-bench.ts'
import { type PeerJob, PEER_PREFIX } from './peer.ts'

const [redisUrl = '', part = '', tree = '', count = '0', ahead = '0'] = process.argv.slice(2)
const connect = () => new Redis(redisUrl, { maxRetriesPerRequest: null })

await serveBench(part === 'worker' ? startWorkers : startProducer)

async function startWorkers() {
  const done = new Redis(redisUrl)
  const workers = allQueues.slice(0, 5).map(
    ({ name, concurrency }) =>
      new Worker(
        name,
        async () => {
          // The one figure that is needed: how many flows have come to their end.
          if (name === 'decision') await done.incr(`${PEER_PREFIX}:decided`)
        },
        {
          connection: connect(),
          prefix: PEER_PREFIX,
          concurrency: name === 'decision' || name === 'account-match' ? concurrency : LOOKS_AT_ONCE,
          lockDuration: 5_000,
          stalledInterval: 2_000,
          maxStalledCount: 20,
        },
      ),
  )
  await Promise.all(workers.map((worker) => worker.waitUntilReady()))
  const stop = async () => {
    await Promise.all(workers.map((worker) => worker.close()))
    done.disconnect()
  }
  return { url: null, stop }
}

/** Adds flow after flow, never more than `ahead` under way. */
async function startProducer() {
  const flows = new FlowProducer({ connection: connect(), prefix: PEER_PREFIX })
  const counter = new Redis(redisUrl)
  const shape = JSON.parse(tree) as PeerJob
  await flows.waitUntilReady()
  const named = (job: PeerJob, n: number): Parameters<FlowProducer['add']>[0] => ({
    name: job.queue,
    queueName: job.queue,
    data: { applicationId: `app_${n}`, revision: 1, run: 1 },
    opts: { ...job.opts, jobId: `app_${n}-${job.name}` },
    children: job.children.map((child) => named(child, n)),
  })
  const run = async () => {
    for (let n = 0; n < Number(count); n++) {
      while (n - Number((await counter.get(`${PEER_PREFIX}:decided`)) ?? 0) >= Number(ahead)) {
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      await flows.add(named(shape, n))
    }
  }
  run().catch((error: unknown) => {
    console.error(error)
    process.exit(1)
  })
  const stop = async () => {
    await flows.close()
    counter.disconnect()
  }
  return { url: null, stop }
}
