import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { seconds } from './support/flow.ts'
import { unsettled } from './support/invariants.ts'
import { quietly } from './support/random.ts'
import { openWorld, type World } from './support/world.ts'

let world: World | null = null
afterEach(async ({ task }) => {
  await world?.close(task.result?.state === 'fail')
  world = null
})

describe.each(['redis', 'postgres'] as const)('a worker dies over %s', (kind) => {
  test('what it had in hand starts again elsewhere within ten seconds', async () => {
    const site = await openWorld(kind)
    world = site
    const gate = join(site.folder, 'gate')
    await writeFile(gate, '')
    const { store, processes } = site
    const api = processes.start(['api'])
    const first = processes.start(['worker', 'relay'], { FAULTS_GATE: gate })
    const url = (await api.up) ?? ''
    await first.up
    await site.submit(url, await site.prepare(1))
    const under = () =>
      store.db
        .selectFrom('check_run')
        .select(['check', 'slot', 'attempts', 'started_at as at'])
        .where('status', '=', 'active')
        .execute()
    // As many as a process takes at once: five readings, five of clarity, and the scene.
    await site.until('all places are taken', async () => (await under()).length === 11, 60_000)
    const held = await under()

    // Another that is at work already, and looks without waiting.
    const second = processes.start(['worker', 'relay'])
    await second.up
    await rm(gate)
    expect(existsSync(gate)).toBe(false)
    const killed = new Date()
    await first.kill()
    await site.until('decided', async () => (await unsettled(store.db)) === 0, 120_000)

    const lines = await store.db
      .selectFrom('check_run')
      .select(['check', 'slot', 'attempts', 'started_at as at'])
      .where('attempts', '>', 1)
      .execute()
    expect(lines.map(({ check, slot, attempts }) => `${check} ${slot} ${attempts}`).toSorted()).toEqual(
      held.map(({ check, slot }) => `${check} ${slot} 2`).toSorted(),
    )
    const waited = lines.map(({ at }) => (at?.getTime() ?? Infinity) - killed.getTime()).toSorted((a, b) => a - b)
    console.info(
      `R2 ${kind}: ${lines.length} interrupted checks started again after ${seconds(waited[0] ?? 0)} to ` +
        `${seconds(waited.at(-1) ?? 0)} s`,
    )
    expect(waited.at(-1)).toBeLessThan(quietly(10_000))
  })
})
