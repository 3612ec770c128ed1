import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import type { Role } from '../../src/service/roles.ts'
import { freePort } from '../support/free-port.ts'
import { expectWhole, seconds, takeIn } from './support/flow.ts'
import { unsettled } from './support/invariants.ts'
import { isLong, quietly } from './support/random.ts'
import { openWorld, type World } from './support/world.ts'

/** How long they wait in vain. Milliseconds. */
const away = isLong ? 60_000 : 12_000
/** A minute's wait may say so much; a shorter one no more. */
const MOST_LINES = 20

let world: World | null = null
afterEach(async ({ task }) => {
  await world?.close(task.result?.state === 'fail')
  world = null
})

/** Starts one process of each role, with a listener for probes. */
async function startAll(site: World) {
  const start = async (role: Role) => {
    const port = await freePort()
    const process = site.processes.start([role], { HEALTH_PORT: String(port) })
    const probe = async (which: 'live' | 'ready') => {
      const answer = await fetch(`http://127.0.0.1:${port}/health/${which}`)
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
    }
    return { role, process, probe, lines: async () => (await readFile(process.log, 'utf8')).trim().split('\n') }
  }
  return await Promise.all((['api', 'worker', 'relay'] as const).map(start))
}
type Started = Awaited<ReturnType<typeof startAll>>[number]

const readySince = async (site: World, all: readonly Started[]): Promise<number> =>
  await site.until(
    'all ready',
    async () => (await Promise.all(all.map(({ probe }) => probe('ready')))).every(({ status }) => status === 200),
    120_000,
  )

/** What was said while they waited, so far. */
async function expectFewLines(all: readonly Started[]): Promise<string> {
  const counts = await Promise.all(all.map(async ({ role, lines }) => ({ role, n: (await lines()).length })))
  for (const { n } of counts) expect(n).toBeLessThanOrEqual(MOST_LINES)
  return counts.map(({ role, n }) => `${role} ${n}`).join(', ')
}

describe.each(['redis', 'postgres'] as const)('Postgres comes up last, queues over %s', (kind) => {
  test('all processes wait for it without much ado, make the tables, and work', async () => {
    const site = (world = await openWorld(kind))
    await site.store.pool.query('drop schema zhunru cascade')
    await site.postgres.kill()
    const all = await startAll(site)
    await site.until(
      'all live',
      async () => (await Promise.all(all.map(({ probe }) => probe('live')))).every(({ status }) => status === 200),
      60_000,
    )
    await sleep(away)
    for (const { probe, process } of all) {
      expect(process.isAlive()).toBe(true)
      expect(await probe('ready')).toMatchObject({
        status: 503,
        body: { state: 'starting', needs: { database: 'no answer' } },
      })
    }
    const said = await expectFewLines(all)

    await site.postgres.start()
    const ready = await readySince(site, all)
    const url = (await all[0]?.process.up) ?? ''
    const { accepted, refused } = await takeIn(site, url, { count: 5, every: 0 })
    await site.until('all decided', async () => (await unsettled(site.store.db)) === 0, 60_000)
    console.info(
      `R5 ${kind}: Postgres up ${seconds(away)} s late, all ready ${seconds(ready)} s after it; lines meanwhile: ${said}`,
    )
    expect(refused).toEqual({})
    await expectWhole(site, accepted)
    expect(ready).toBeLessThan(quietly(10_000))
  })
})

test('Redis comes up last: applications are taken in at once, and done when it is there', async () => {
  const site = (world = await openWorld('redis'))
  await site.redis?.kill()
  const all = await startAll(site)
  const [api, ...others] = all
  const url = (await api?.process.up) ?? ''
  const { accepted, refused } = await takeIn(site, url, { count: 5, every: 0 })
  await sleep(away)
  expect((await api?.probe('ready'))?.status).toBe(200)
  for (const { probe } of others) {
    expect((await probe('live')).status).toBe(200)
    expect(await probe('ready')).toMatchObject({
      status: 503,
      body: { state: 'starting', needs: { database: 'ok', queues: 'no answer' } },
    })
  }
  const said = await expectFewLines(all)

  await site.redis?.start()
  const ready = await readySince(site, all)
  await site.until('all decided', async () => (await unsettled(site.store.db)) === 0, 60_000)
  console.info(`R5: Redis up ${seconds(away)} s late, all ready ${seconds(ready)} s after it; lines meanwhile: ${said}`)
  expect(refused).toEqual({})
  await expectWhole(site, accepted)
  expect(ready).toBeLessThan(quietly(10_000))
})

test('a process that still waits stops at once when it is told to', async () => {
  const site = (world = await openWorld('redis'))
  await site.postgres.kill()
  const all = await startAll(site)
  await site.until(
    'all wait',
    async () => (await Promise.all(all.map(({ lines }) => lines()))).every((lines) => lines.join().includes('waiting')),
    60_000,
  )
  const began = performance.now()
  expect(await Promise.all(all.map(({ process }) => process.kill('SIGTERM')))).toEqual([0, 0, 0])
  expect(performance.now() - began).toBeLessThan(quietly(5_000))
})
