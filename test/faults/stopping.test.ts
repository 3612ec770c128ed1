import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { expectWhole, seconds, takeIn } from './support/flow.ts'
import { unsettled } from './support/invariants.ts'
import { formOf } from './support/people.ts'
import { quietly } from './support/random.ts'
import { stalledJobs } from './support/stalled-jobs.ts'
import { openWorld, type Prepared, type World } from './support/world.ts'

/** Whoever watches over the processes kills what has not ended by then. Milliseconds. */
const LONGEST_STOP = 30_000
/** As configured; and what passes for at once on a busy machine. Seconds, milliseconds. */
const DELAY = 4
const AT_ONCE = 2_000

let world: World | null = null
afterEach(async ({ task }) => {
  await world?.close(task.result?.state === 'fail')
  world = null
})

const under = ({ store }: World) =>
  store.db
    .selectFrom('check_run')
    .select(['check', 'slot', 'attempts', 'status', 'error'])
    .where('status', '=', 'active')
    .execute()

/** With what it ended, and after how many milliseconds from now. */
async function timed(ended: Promise<number | null>): Promise<{ code: number | null; after: number }> {
  const from = performance.now()
  return { code: await ended, after: performance.now() - from }
}

/** A process whose looks do not end while the file `gate` is there; it has taken all the jobs that it takes at once. */
async function withFullHands(site: World) {
  const gate = join(site.folder, 'gate')
  await writeFile(gate, '')
  const api = site.processes.start(['api'])
  const first = site.processes.start(['worker', 'relay'], { FAULTS_GATE: gate })
  const url = (await api.up) ?? ''
  await first.up
  const { accepted } = await takeIn(site, url, { count: 1, every: 0 })
  await site.until('all places are taken', async () => (await under(site)).length === 11, 60_000)
  return { gate, api, first, accepted }
}

test('an API that is told to stop says so at once, goes on answering for its delay, and then ends', async () => {
  const site = (world = await openWorld('redis'))
  const port = await freePort()
  const more = { HEALTH_PORT: String(port), STOP_DELAY_SECONDS: String(DELAY) }
  const api = site.processes.start(['api'], more)
  const url = (await api.up) ?? ''
  const probe = async (at: string) => (await fetch(at)).status
  const ready = [`http://127.0.0.1:${port}/health/ready`, `${url}/health/ready`]
  expect(await Promise.all(ready.map(probe))).toEqual([200, 200])
  const prepared: Prepared[] = []
  for (let person = 1; person <= 60; person++) prepared.push(await site.prepare(person))

  const told = performance.now()
  const ended = api.kill('SIGTERM')
  await site.until(
    'unready',
    async () => (await Promise.all(ready.map(probe))).every((status) => status === 503),
    AT_ONCE,
  )
  const unreadyAfter = performance.now() - told
  const answer = await fetch(`http://127.0.0.1:${port}/health/ready`)
  expect(await answer.json()).toMatchObject({ status: 'failing', state: 'stopping', needs: { database: 'ok' } })
  // It lives, and must not be killed for being unready.
  expect(await probe(`http://127.0.0.1:${port}/health/live`)).toBe(200)

  const accepted: string[] = []
  let lastAccepted = 0
  for (const each of prepared) {
    const said = await site.submit(url, each).catch(() => null)
    if (said === null) break
    expect(said.status).toBe(202)
    accepted.push(said.body.id ?? '')
    lastAccepted = performance.now() - told
    await sleep(150)
  }
  expect(await ended).toBe(0)
  const endedAfter = performance.now() - told
  console.info(
    `unready after ${seconds(unreadyAfter)} s, ${accepted.length} taken in until ${seconds(lastAccepted)} s, ended after ` +
      `${seconds(endedAfter)} s; told to wait for ${DELAY} s`,
  )
  expect(accepted.length).toBeGreaterThan(5)
  expect(accepted.length).toBeLessThan(prepared.length)
  expect(lastAccepted).toBeGreaterThan(DELAY * 1_000 - AT_ONCE)
  expect(endedAfter).toBeGreaterThan(DELAY * 1_000)
  const stored = await site.store.db.selectFrom('application').select('id').execute()
  expect(stored.map(({ id }) => id).toSorted()).toEqual(accepted.toSorted())
})

describe.each(['redis', 'postgres'] as const)(
  'a worker in the middle of checks that take too long, over %s',
  (kind) => {
    test('hands them back in time; no attempt counts as failed, nothing is done twice, and nothing personal is logged', async () => {
      const site = (world = await openWorld(kind, { LOG_LEVEL: 'debug' }))
      const { first, accepted } = await withFullHands(site)
      const stop = timed(first.kill('SIGTERM'))
      await site.until(
        'it says that it stops',
        async () =>
          (await site.store.db.selectFrom('process').select('id').where('stopping', '=', true).execute()).length === 1,
        AT_ONCE * 3,
      )
      // Another, which looks without waiting, has the rest done meanwhile.
      const second = site.processes.start(['worker', 'relay'])
      await second.up
      const { code, after: endedAfter } = await stop
      expect(code).toBe(0)
      const decidedAfter = await site.until('decided', async () => (await unsettled(site.store.db)) === 0, 60_000)
      console.info(`${kind}: ended after ${seconds(endedAfter)} s, decided ${seconds(decidedAfter)} s later`)
      expect(endedAfter).toBeLessThan(quietly(LONGEST_STOP))
      expect(await stalledJobs(site)).toBe(0)
      // No job ended as a failure, nor is any check given up.
      const failures = await site.store.db.selectFrom('failure').select('id').execute()
      expect(failures).toEqual([])
      await site.until('told', async () => site.receiver.hooks.length > 0, 60_000)
      await expectWhole(site, accepted)
      expect(site.receiver.hooks).toHaveLength(1)
      await second.kill('SIGTERM')
      await expectCleanLogs(site, 1)
    })

    test('ends at once at the second signal, and what it had in hand is done by another', async () => {
      const site = (world = await openWorld(kind))
      const { first, gate, accepted } = await withFullHands(site)
      const ended = first.kill('SIGTERM')
      await sleep(500)
      expect(first.isAlive()).toBe(true)
      const again = performance.now()
      void first.kill('SIGTERM')
      expect(await ended).toBe(143)
      expect(performance.now() - again).toBeLessThan(quietly(AT_ONCE))
      await rm(gate)
      const second = site.processes.start(['worker', 'relay'])
      await second.up
      await site.until('decided', async () => (await unsettled(site.store.db)) === 0, 120_000)
      await expectWhole(site, accepted, false)
    })

    test('ends in time though Postgres goes away meanwhile, and nothing is lost', async () => {
      const site = (world = await openWorld(kind))
      const { first, gate, api, accepted } = await withFullHands(site)
      const told = performance.now()
      const ended = [first.kill('SIGTERM'), api.kill('SIGTERM')]
      await site.postgres.kill()
      const codes = await Promise.all(ended)
      const endedAfter = performance.now() - told
      console.info(
        `${kind}: Postgres gone while stopping, ended after ${seconds(endedAfter)} s with ${codes.join(' and ')}`,
      )
      expect(endedAfter).toBeLessThan(quietly(LONGEST_STOP))
      expect(codes[1]).toBe(0)

      await site.postgres.start()
      await rm(gate)
      const second = site.processes.start(['worker', 'relay'])
      await second.up
      await site.until('decided', async () => (await unsettled(site.store.db)) === 0, 120_000)
      await expectWhole(site, accepted, false)
    })
  },
)

/** Each line is JSON and says who speaks; none holds anything of the applicants. */
async function expectCleanLogs(site: World, people: number): Promise<void> {
  const files = (await readdir(site.folder)).filter((name) => name.endsWith('.log'))
  const lines = (await Promise.all(files.map((name) => readFile(join(site.folder, name), 'utf8'))))
    .join('')
    .trim()
    .split('\n')
  expect(lines.length).toBeGreaterThan(2 * files.length)
  const speakers = new Set<unknown>()
  for (const line of lines) {
    const said = JSON.parse(line) as Record<string, unknown>
    expect(said).toMatchObject({ level: expect.any(Number), time: expect.any(Number), msg: expect.any(String) })
    expect(said['process']).toMatch(/^prc_/)
    speakers.add(said['process'])
  }
  expect(speakers.size).toBe(files.length)
  const text = lines.join('\n')
  for (let person = 1; person <= people; person++) {
    for (const value of personal(formOf(person))) expect(text.includes(value), `the log holds ${value}`).toBe(false)
  }
}

/** All texts of a form that say something of somebody; not its codes, such as the type of merchant. */
function personal(value: unknown): string[] {
  if (typeof value === 'string') return /\p{Script=Han}|\d{6}/u.test(value) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(personal) : []
}
