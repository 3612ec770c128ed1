import { afterEach, describe, expect, test } from 'vitest'
import type { Role } from '../../src/service/roles.ts'
import { freePort } from '../support/free-port.ts'
import { expectWhole, seconds } from './support/flow.ts'
import { unsettled, untold } from './support/invariants.ts'
import { isLong, quietly } from './support/random.ts'
import type { ServiceProcess } from './support/service-processes.ts'
import { stalledJobs } from './support/stalled-jobs.ts'
import { openWorld, type World } from './support/world.ts'

/** Milliseconds from one submission to the next. */
const submitEvery = isLong ? 40 : 80
const rounds = isLong ? 3 : 1

let world: World | null = null
afterEach(async ({ task }) => {
  await world?.close(task.result?.state === 'fail')
  world = null
})

describe.each(['redis', 'postgres'] as const)('every process is restarted in turn, queues over %s', (kind) => {
  test('under load: no request fails, no job stalls, nothing has to be repaired', async () => {
    const site = (world = await openWorld(kind))
    const { store, processes } = site
    const begin = (roles: readonly Role[], port: number) => processes.start(roles, { PORT: String(port) })
    const ports = [await freePort(), await freePort()]
    const fleet: { roles: readonly Role[]; port: number; is: ServiceProcess }[] = [
      ...ports.map((port) => ({ roles: ['api'] as const, port, is: begin(['api'], port) })),
      ...[1, 2].map(() => ({ roles: ['worker'] as const, port: 0, is: begin(['worker'], 0) })),
      ...[1, 2].map(() => ({ roles: ['relay'] as const, port: 0, is: begin(['relay'], 0) })),
    ]
    await Promise.all(fleet.map(({ is }) => is.up))

    const intake = { accepted: [] as string[], elsewhere: 0, failed: [] as unknown[] }
    /** As a load balancer does: what one instance refuses goes to the other, at once and once. */
    async function submit(person: number): Promise<void> {
      const prepared = await site.prepare(person)
      const key = `person-${person}`
      for (const attempt of [0, 1]) {
        const port = ports[(person + attempt) % ports.length]
        const answer = await site.submit(`http://127.0.0.1:${port}`, prepared, key).catch((error: unknown) => error)
        if (answer instanceof Object && 'status' in answer && answer.status === 202) {
          intake.accepted.push((answer as object as { body: { id: string } }).body.id)
          return
        }
        if (attempt === 0) intake.elsewhere += 1
        else intake.failed.push(answer)
      }
    }
    const flowing = new AbortController()
    const flow = (async () => {
      for (let person = 1; !flowing.signal.aborted; person++) {
        const next = new Promise((resolve) => setTimeout(resolve, submitEvery))
        await submit(person)
        await next
      }
    })()

    await site.until('work is under way', async () => intake.accepted.length >= 20, 60_000)
    const stops: number[] = []
    for (let round = 0; round < rounds; round++) {
      for (const member of fleet) {
        const began = performance.now()
        expect(await member.is.kill('SIGTERM')).toBe(0)
        stops.push(performance.now() - began)
        member.is = begin(member.roles, member.port)
        await member.is.up
      }
    }
    flowing.abort()
    await flow
    const decidedAfter = await site.until('all decided', async () => (await unsettled(store.db)) === 0, 120_000)
    await site.until('all told', async () => (await untold(store.db)) === 0, 120_000)

    const stalled = await stalledJobs(site)
    const repaired = await store.db.selectFrom('event').select('id').where('type', '=', 'queue.repaired').execute()
    console.info(
      `R11 ${kind}: ${intake.accepted.length} applications over ${stops.length} restarts, ${intake.elsewhere} requests tried on ` +
        `the other instance, slowest stop ${seconds(Math.max(...stops))} s, all decided ${seconds(decidedAfter)} s after the last`,
    )
    expect(intake.failed).toEqual([])
    expect({ stalled, repaired: repaired.length }).toEqual({ stalled: 0, repaired: 0 })
    await expectWhole(site, intake.accepted)
    expect(Math.max(...stops)).toBeLessThan(quietly(30_000))
  }, 2_400_000)
})
