import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import type { Role } from '../../src/service/roles.ts'
import { freePort } from '../support/free-port.ts'
import { expectWhole, seconds, takeIn } from './support/flow.ts'
import { unsettled } from './support/invariants.ts'
import { somebodysPhone } from './support/mischief.ts'
import { isLong, quietly } from './support/random.ts'
import { openWorld, type World } from './support/world.ts'

/** As docs/health.md advises: after so many probes in a row that fail a process is started anew. Milliseconds. */
const PROBE_TIMEOUT = 2_000
const PROBE_EVERY = 2_000

let world: World | null = null
afterEach(async ({ task }) => {
  await world?.close(task.result?.state === 'fail')
  world = null
})

async function startProbed(site: World, roles: readonly Role[]) {
  const port = await freePort()
  const process = site.processes.start(roles, { HEALTH_PORT: String(port) })
  await process.up
  return {
    process,
    /** Null: no answer in time. */
    live: async () => {
      const signal = AbortSignal.timeout(PROBE_TIMEOUT)
      const answer = await fetch(`http://127.0.0.1:${port}/health/live`, { signal }).catch(() => null)
      return answer && { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
    },
    /** The lines of its log that say this. */
    said: async (what: string) => {
      const lines = (await readFile(process.log, 'utf8')).trim().split('\n')
      return lines
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ msg }) => String(msg).includes(what))
    },
  }
}
type Probed = Awaited<ReturnType<typeof startProbed>>

const isFailing = async ({ live }: Probed): Promise<boolean> => {
  const answer = await live()
  return answer === null || answer.status !== 200
}

test('a process whose event loop is blocked answers no probe, and its log says why', async () => {
  const site = (world = await openWorld('redis'))
  const [blocked, other] = await Promise.all([startProbed(site, ['worker']), startProbed(site, ['worker'])])
  expect((await blocked.live())?.status).toBe(200)
  blocked.process.do('block')
  const failing = await site.until('the probe fails', () => isFailing(blocked), 30_000)
  await site.until('its log says why', async () => (await blocked.said('event loop is blocked')).length === 1, 20_000)
  expect(await blocked.said('event loop is blocked')).toMatchObject([
    { level: 50, seconds: 3, process: expect.stringMatching(/^prc_/), roles: ['worker'] },
  ])
  // Nobody else is at fault.
  expect((await other.live())?.status).toBe(200)
  await site.until('it turns again', async () => (await blocked.said('turns again')).length === 1, 60_000)
  await site.until('it lives', async () => !(await isFailing(blocked)), 20_000)
  console.info(`blocked: the first probe failed within ${seconds(failing)} s`)
  expect(await other.said('event loop is blocked')).toEqual([])
})

test('an error that nobody catches ends the process, with one line that holds none of its values', async () => {
  const site = (world = await openWorld('redis'))
  const { process, said } = await startProbed(site, ['worker'])
  const began = performance.now()
  process.do('reject')
  await site.until('it is gone', async () => !process.isAlive(), 20_000)
  expect(await process.kill()).toBe(1)
  expect(performance.now() - began).toBeLessThan(quietly(2_000))
  const at = expect.arrayContaining([expect.stringContaining('mischief')])
  expect(await said('nobody caught')).toMatchObject([
    { level: 50, how: 'unhandledRejection', error: 'Error', code: '23505', at },
  ])
  expect(await readFile(process.log, 'utf8')).not.toContain(somebodysPhone)
})

// It takes as long as a worker's patience: a minute and a half and more.
describe.runIf(isLong).each(['redis', 'postgres'] as const)('in the long form, queues over %s', (kind) => {
  test('a worker that asks for no more jobs fails its liveness within two minutes, and says which', async () => {
    const site = (world = await openWorld(kind))
    const api = site.processes.start(['api'])
    const [deaf, other] = await Promise.all([startProbed(site, ['worker']), startProbed(site, ['worker', 'relay'])])
    const url = (await api.up) ?? ''
    deaf.process.do('deafen')
    const failing = await site.until('the probe fails', () => isFailing(deaf), 150_000)
    expect(await deaf.live()).toMatchObject({
      status: 503,
      body: { status: 'failing', deaf: expect.arrayContaining(['document-ocr', 'decision']) },
    })
    await site.until('its log says so', async () => (await deaf.said('ask for no more jobs')).length === 1, 20_000)
    console.info(`${kind}: deaf, the first probe failed after ${seconds(failing)} s`)
    // It does not keep the others from anything, nor do they pass for deaf.
    const { accepted } = await takeIn(site, url, { count: 5, every: 0 })
    await site.until('decided', async () => (await unsettled(site.store.db)) === 0, 60_000)
    await expectWhole(site, accepted, false)
    expect((await other.live())?.status).toBe(200)
  })

  test('queues that are away for two minutes kill nobody, nor does their return', async () => {
    const site = (world = await openWorld(kind))
    const server = site.redis ?? site.postgres
    // One process of each kind, and one that is everything.
    const all = await Promise.all(
      ([['api'], ['worker'], ['relay'], ['api', 'worker', 'relay']] as const).map((roles) => startProbed(site, roles)),
    )
    const failed: (Record<string, unknown> | null)[] = []
    const watch = async (ms: number) => {
      for (const end = performance.now() + ms; performance.now() < end; await sleep(PROBE_EVERY)) {
        const answers = await Promise.all(all.map(({ live }) => live()))
        failed.push(...answers.filter((answer) => answer?.status !== 200).map((answer) => answer?.body ?? null))
      }
    }
    await server.kill()
    await watch(120_000)
    await server.start()
    await watch(90_000)
    expect(failed.filter((body) => body !== null)).toEqual([])
    // A busy machine may keep one probe waiting; three in a row is what kills.
    expect(failed.length).toBeLessThan(3)
    expect(all.every(({ process }) => process.isAlive())).toBe(true)
    const url = (await all[0]?.process.up) ?? ''
    const { accepted } = await takeIn(site, url, { count: 5, every: 0 })
    await site.until('decided', async () => (await unsettled(site.store.db)) === 0, 60_000)
    await expectWhole(site, accepted, false)
  })
})
