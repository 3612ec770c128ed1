import { Redis } from 'ioredis'
import type { World } from './world.ts'

/** How many jobs lost a worker while they ran, as the queues themselves counted. */
export async function stalledJobs({ redis, store, queueSchema }: World): Promise<number> {
  if (!redis) {
    const { rows } = await store.pool.query<{ n: string }>(
      `select count(*) as n from "${queueSchema}".job where stalled_count > 0`,
    )
    return Number(rows[0]?.n)
  }
  const client = new Redis(redis.url)
  try {
    let stalled = 0
    for await (const keys of client.scanStream({ match: '*app_*', count: 1_000, type: 'hash' })) {
      const counts = await Promise.all((keys as string[]).map((key) => client.hget(key, 'stc')))
      stalled += counts.filter((count) => Number(count ?? 0) > 0).length
    }
    return stalled
  } finally {
    client.disconnect()
  }
}
