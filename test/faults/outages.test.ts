import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { expectWhole, seconds, takeIn } from './support/flow.ts'
import { unsettled, untold } from './support/invariants.ts'
import { isLong, quietly } from './support/random.ts'
import { openWorld, type World } from './support/world.ts'

let world: World | null = null
afterEach(async ({ task }) => {
  await world?.close(task.result?.state === 'fail')
  world = null
})

async function openSite(kind: 'redis' | 'postgres'): Promise<{ site: World; url: string }> {
  const site = await openWorld(kind)
  world = site
  const api = site.processes.start(['api'])
  const workers = [site.processes.start(['worker', 'relay']), site.processes.start(['worker', 'relay'])]
  await Promise.all(workers.map(({ up }) => up))
  return { site, url: (await api.up) ?? '' }
}

const decided = async ({ store }: World): Promise<number> => {
  const { n } = await store.db
    .selectFrom('decision')
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .executeTakeFirstOrThrow()
  return Number(n)
}

test('Redis is away: every application is taken in, and the backlog drains by itself', async () => {
  const { site, url } = await openSite('redis')
  const away = isLong ? 300_000 : 12_000
  const every = isLong ? 500 : 300
  const before = await takeIn(site, url, { count: 10, every: 20 })
  await site.redis?.kill()
  const during = await takeIn(site, url, { first: 11, count: away / every, every })
  await site.redis?.start()
  const back = performance.now()
  await site.until('all decided', async () => (await unsettled(site.store.db)) === 0, 240_000)
  const drained = performance.now() - back
  await site.until('all told', async () => (await untold(site.store.db)) === 0, 120_000)
  console.info(
    `R4: Redis away for ${seconds(away)} s, ${during.accepted.length} taken in meanwhile, drained in ${seconds(drained)} s`,
  )
  expect([before.refused, during.refused]).toEqual([{}, {}])
  await expectWhole(site, [...before.accepted, ...during.accepted])
  expect(drained).toBeLessThan(quietly(60_000))
})

describe.each(['redis', 'postgres'] as const)('Postgres is killed, queues over %s', (kind) => {
  test('nothing that was taken in is lost, and work goes on when it is back', async () => {
    const { site, url } = await openSite(kind)
    const intake = takeIn(site, url, { count: isLong ? 400 : 60, every: 40, again: true })
    await site.until('some decided', async () => (await decided(site)) >= 5, 120_000)
    await site.postgres.kill()
    // Longer than a check tries again by itself.
    await sleep(isLong ? 60_000 : 12_000)
    await site.postgres.start()
    const back = performance.now()
    const before = await site.store.db
      .selectFrom('decision')
      .select((eb) => eb.fn.countAll<string>().as('n'))
      .executeTakeFirstOrThrow()
      .catch(() => ({ n: '0' }))
    await site.until('work goes on', async () => (await decided(site)) > Number(before.n), 120_000)
    const goesOn = performance.now() - back
    const { accepted, refused } = await intake
    const lastIn = performance.now()
    await site.until('all decided', async () => (await unsettled(site.store.db)) === 0, 240_000)
    const done = performance.now() - lastIn
    await site.until('all told', async () => (await untold(site.store.db)) === 0, 120_000)
    console.info(
      `R4 ${kind}: Postgres killed; decides again ${seconds(goesOn)} s after it is back, all decided ${seconds(done)} s after ` +
        `the last intake; refused meanwhile ${JSON.stringify(refused)}`,
    )
    await expectWhole(site, accepted)
    expect(goesOn).toBeLessThan(quietly(10_000))
  })
})
