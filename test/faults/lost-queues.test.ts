import { truncate } from 'node:fs/promises'
import { stat } from 'node:fs/promises'
import { Redis } from 'ioredis'
import { afterEach, expect, test } from 'vitest'
import { expectWhole, seconds, takeIn } from './support/flow.ts'
import { unsettled, untold } from './support/invariants.ts'
import { chooseSeed, isLong, quietly, seeded } from './support/random.ts'
import { openWorld, type World } from './support/world.ts'

const applications = isLong ? 400 : 60

let world: World | null = null
afterEach(async ({ task }) => {
  await world?.close(task.result?.state === 'fail')
  world = null
})

/** As much of the end of the log as a second of work wrote, or more: what `everysec` may not have on disk when the power fails. */
async function powerLoss({ redis }: World, random: () => number): Promise<string> {
  if (redis === null) throw new Error('there is no Redis here')
  await redis.kill()
  const log = await redis.appendOnlyFile()
  const { size } = await stat(log)
  const cut = Math.floor(size * (0.1 + random() * 0.3))
  await truncate(log, size - cut)
  await redis.start()
  return `the last ${cut} of ${size} bytes of its log are gone`
}

async function flush({ redis }: World): Promise<string> {
  const client = new Redis(redis?.url ?? '')
  await client.flushall()
  client.disconnect()
  return 'FLUSHALL'
}

async function emptyTables({ store, queueSchema }: World): Promise<string> {
  await store.pool.query(`truncate "${queueSchema}".job, "${queueSchema}".job_dependency cascade`)
  return 'the tables of jobs are empty'
}

const losses = [
  { kind: 'redis', name: 'power loss', lose: powerLoss, long: false },
  { kind: 'redis', name: 'FLUSHALL', lose: flush, long: true },
  { kind: 'postgres', name: 'emptied tables', lose: emptyTables, long: false },
] as const

test.for(losses.filter(({ long }) => isLong || !long))(
  '$name over $kind in the middle of the flow: nothing is lost, nothing is told twice',
  async ({ kind, name, lose }) => {
    const seed = chooseSeed()
    world = await openWorld(kind)
    const { store, processes, receiver } = world
    const api = processes.start(['api'])
    const workers = [processes.start(['worker', 'relay']), processes.start(['worker', 'relay'])]
    const url = (await api.up) ?? ''
    await Promise.all(workers.map(({ up }) => up))

    const first = await takeIn(world, url, { count: applications, every: 20 })
    const open = await unsettled(store.db)
    const what = await lose(world, seeded(seed))
    const lost = performance.now()
    const second = await takeIn(world, url, { first: applications + 1, count: 10, every: 20 })
    await world.until('all decided', async () => (await unsettled(store.db)) === 0, 240_000)
    const decided = performance.now() - lost
    await world.until('all told', async () => (await untold(store.db)) === 0, 240_000)
    const { rows } = await store.pool.query<{ kind: string; repaired: string }>(
      'select kind, sum(repaired) as repaired from reconciler_count group by 1 order by 1',
    )
    console.info(
      `R3 ${kind} ${name}: seed ${seed}, ${what}; ${open} of ${applications} under way, all decided ${seconds(decided)} s and ` +
        `told ${seconds(performance.now() - lost)} s later; repaired ${JSON.stringify(rows)}`,
    )
    expect(open).toBeGreaterThan(0)
    expect([first.refused, second.refused]).toEqual([{}, {}])
    await expectWhole(world, [...first.accepted, ...second.accepted])
    // Two workers that live, and one receiver that answers: nobody is told twice, not even under the same id.
    const ids = receiver.hooks.map(({ headers }) => headers['webhook-id'])
    expect(new Set(ids).size).toBe(ids.length)
    expect(decided).toBeLessThan(quietly(60_000))
  },
)
