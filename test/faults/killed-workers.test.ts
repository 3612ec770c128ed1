import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { expectWhole, seconds, takeIn } from './support/flow.ts'
import { unsettled, untold } from './support/invariants.ts'
import { chooseSeed, isLong, quietly, seeded } from './support/random.ts'
import { openWorld, type World } from './support/world.ts'

const applications = isLong ? 1_000 : 120
const workers = isLong ? 4 : 3
/** Milliseconds from one kill to the next. */
const killEvery = 2_000
/** Milliseconds from one submission to the next: replacing the killed takes half of two cores, and what is left must suffice. */
const submitEvery = isLong ? 150 : 80

describe.each(['redis', 'postgres'] as const)('workers are killed over %s', (kind) => {
  let world: World | null = null
  afterEach(async ({ task }) => {
    await world?.close(task.result?.state === 'fail')
    world = null
  })

  test('while applications flow: none is lost, none is decided twice, no check is missing', async () => {
    const seed = chooseSeed()
    const random = seeded(seed)
    world = await openWorld(kind)
    const { store, processes, receiver } = world
    const api = processes.start(['api'])
    const fleet = Array.from({ length: workers }, () => processes.start(['worker', 'relay']))
    const url = (await api.up) ?? ''
    await Promise.all(fleet.map(({ up }) => up))

    let kills = 0
    const decided = new AbortController()
    const killing = (async () => {
      while (!decided.signal.aborted) {
        await sleep(killEvery)
        // Half of them are spared: with nobody at work nothing would be learnt but how long a start takes.
        const up = fleet.filter((each) => each.isUp())
        const victim = up[Math.floor(random() * up.length)]
        if (up.length <= workers / 2 || victim === undefined) continue
        await victim.kill()
        kills += 1
        fleet[fleet.indexOf(victim)] = processes.start(['worker', 'relay'])
      }
    })()

    const { accepted, refused } = await takeIn(world, url, { count: applications, every: submitEvery })
    const decidedAfter = await world.until(
      'all decided',
      async () => (await unsettled(store.db)) === 0,
      isLong ? 300_000 : 120_000,
    )
    decided.abort()
    await killing
    // What a killed worker had in its hand is told when its minute is over: the long form waits for it.
    const allTold = () => world?.until('all told', async () => (await untold(store.db)) === 0, 120_000)
    const toldAfter = isLong ? decidedAfter + ((await allTold()) ?? 0) : null

    const told = new Set(receiver.hooks.map(({ headers }) => headers['webhook-id'])).size
    const repeated = receiver.hooks.length - told
    console.info(
      `R1 ${kind}: seed ${seed}, ${applications} applications, ${kills} kills, decided ${seconds(decidedAfter)} s and told ` +
        `${toldAfter === null ? '?' : seconds(toldAfter)} s after the last intake, ${repeated} webhooks repeated`,
    )
    expect(refused).toEqual({})
    await expectWhole(world, accepted, isLong)
    // Whoever was told twice was told the same, under the same id.
    expect(told).toBeLessThanOrEqual(applications)
    expect(kills).toBeGreaterThan(1)
    expect(decidedAfter).toBeLessThan(quietly(30_000))
  })
})
