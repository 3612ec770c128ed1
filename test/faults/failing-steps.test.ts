import { afterEach, describe, expect, test } from 'vitest'
import { seconds } from './support/flow.ts'
import { unsettled, untold } from './support/invariants.ts'
import type { Fault } from './support/people.ts'
import { isLong, quietly } from './support/random.ts'
import { prepareStrikes, type Strike, strike, type Struck } from './support/strike.ts'
import { openWorld, type World } from './support/world.ts'

let world: World | null = null
afterEach(async ({ task }) => {
  await world?.close(task.result?.state === 'fail')
  world = null
})

const looks = ['ocr', 'clarity', 'premises'] as const
const harms = [
  'throws',
  'never answers',
  'kills its process',
  'says NUL',
  'throws NUL',
  'exhausts memory',
  'says nonsense',
] as const satisfies readonly Fault['does'][]
const seenBy = { ocr: 'ocr', clarity: 'clarity', premises: 'scene' } as const
const shown = { ocr: 'id_portrait', clarity: 'bank_card', premises: 'scene_cashier' } as const

const struck: readonly Struck[] = ['account-match', 'decision', 'manual-review', 'notification']
const strikes: readonly Omit<Strike, 'step'>[] = [
  { does: 'throws', times: 2 },
  { does: 'loses its connection', times: 2 },
]

describe.each(['redis', 'postgres'] as const)('each step fails in each way, over %s', (kind) => {
  test('every application comes to its end or before a person, and no other is held up', async () => {
    // A heap that is soon exhausted.
    const heap = { NODE_OPTIONS: '--max-old-space-size=200' }
    const site = await openWorld(kind, { FAULTS_POOL: '1', PHOTO_PROCESSES: '2', ...heap })
    world = site
    const { store, processes } = site
    await prepareStrikes(store)
    const api = processes.start(['api'])
    const workers = processes.start(['worker', 'relay'])
    const url = (await api.up) ?? ''
    const submit = async (person: number, fault?: Fault): Promise<string> => {
      const { status, body } = await site.submit(url, await site.prepare(person, fault))
      expect(status).toBe(202)
      return body.id ?? ''
    }

    // Taken in before anybody is at work, so that a strike is there before what it strikes.
    let person = 0
    /** The next of whom there is nothing to say but what the fault makes of it. */
    const nextWithout = () => {
      do person += 1
      while ([4, 5, 7].includes(person % 10))
      return person
    }
    /** The short form shares the faults out between the two kinds of queues. */
    let turn = kind === 'redis' ? 0 : 1
    const isMine = () => isLong || turn++ % 2 === 0
    const hurt = new Map<string, Fault>()
    for (const step of looks) {
      for (const does of harms) {
        if (!isMine()) continue
        const fault: Fault = { step, does, kind: shown[step] }
        hurt.set(await submit(nextWithout(), fault), fault)
      }
    }
    const hit = new Map<string, string>()
    for (const step of struck) {
      for (const how of strikes) {
        if (!isMine()) continue
        // The eighth of ten is the one that a reviewer has to look at.
        person += 1
        while (person % 10 !== 7) person += 1
        const id = await submit(person)
        await strike(store, id, { step, ...how })
        hit.set(id, `${step} ${how.does}`)
      }
    }
    const began = performance.now()
    await workers.up
    await site.until('all have come to an end', async () => (await unsettled(store.db)) === 0, 240_000)
    const ended = performance.now() - began
    if (isLong) await site.until('all told', async () => (await untold(store.db)) === 0, 180_000)

    const rows = await store.db
      .selectFrom('application')
      .innerJoin('decision', 'decision.application_id', 'application.id')
      .leftJoin('review_case', 'review_case.application_id', 'application.id')
      .select(['application.id', 'application.status', 'decision.reasons', 'review_case.id as case'])
      .execute()
    const failed = await store.db
      .selectFrom('check_run')
      .select(['application_id as id', 'check', 'slot', 'error'])
      .where('status', '=', 'failed')
      .execute()
    expect(rows).toHaveLength(hurt.size + hit.size)
    const became = rows.map(({ id, status, reasons, case: work }) => {
      const lines = failed.filter((line) => line.id === id).map(({ check, slot }) => `${check} ${slot}`)
      const failures = reasons.filter(({ code }) => code === 'CHECK_FAILED').length
      return { of: id, failed: lines, failures, waits: status === 'review_pending', case: work !== null }
    })
    const shouldBe = rows.map(({ id, status }) => {
      const fault = hurt.get(id)
      // Odd text is no failure, and neither is what went well at last: what cannot be stored is left out.
      if (!fault || fault.does === 'says NUL') {
        const waits = status === 'review_pending'
        return { of: id, failed: [], failures: 0, waits, case: waits }
      }
      const slot = fault.step === 'premises' ? 'application' : shown[fault.step]
      return { of: id, failed: [`${seenBy[fault.step]} ${slot}`], failures: 1, waits: true, case: true }
    })
    const named = (all: typeof became) =>
      all.map(({ of, ...rest }) => {
        const fault = hurt.get(of)
        return { of: fault ? `${fault.step} ${fault.does}` : (hit.get(of) ?? 'nobody'), ...rest }
      })
    expect(named(became)).toEqual(named(shouldBe))
    console.info(
      `R7 ${kind}: ${hurt.size} faults of looks and ${hit.size} of other steps; all came to an end ` +
        ` ${seconds(ended)} s after their workers started`,
    )
    expect(ended).toBeLessThan(quietly(120_000))
  })
})
