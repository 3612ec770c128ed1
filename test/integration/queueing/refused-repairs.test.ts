import { afterEach, expect, test } from 'vitest'
import { GIVE_UP_AFTER } from '../../../src/queueing/claim-repair.ts'
import type { FlowPlan } from '../../../src/queueing/flow-plan.ts'
import { createReconciler } from '../../../src/queueing/reconciler.ts'
import { testStore } from '../../support/postgres.ts'
import { createTestLog } from './helpers.ts'
import { createSeeds } from './seeds.ts'

const store = await testStore()
const start = new Date('2026-11-23T12:00:00Z')
const { seedApplication, seedCheck } = createSeeds(store.db, start)

afterEach(async () => {
  // Other tests' applications are no suspects of this one.
  await store.db.updateTable('application').set({ status: 'withdrawn' }).execute()
})

/** Queues that have lost all, and refuse what `refuses` says. */
function createWorld(refuses: (plan: FlowPlan) => boolean) {
  const asked: string[] = []
  const published: FlowPlan[] = []
  const log = createTestLog()
  const backend = {
    ready: async () => {},
    isLive: async () => false,
    publishFlow: async (plan: FlowPlan) => {
      asked.push(plan.jobId)
      if (refuses(plan)) throw new Error("OOM command not allowed when used memory > 'maxmemory'.")
      published.push(plan)
    },
  }
  async function lookAt(seconds: number) {
    const clock = { now: () => new Date(start.getTime() + seconds * 1_000) }
    const { run } = await createReconciler({ store, backend, log, clock }).look()
    return { repaired: run.repaired, givenUp: run.givenUp }
  }
  return { asked, published, log, lookAt }
}

test('a repair that the queues refuse is none: nothing is given up for it', async () => {
  const { applicationId } = await seedApplication('screening', ['id_portrait'])
  await seedCheck(applicationId, 'ocr', 'id_portrait')
  let full = true
  const { published, lookAt } = createWorld(() => full)
  for (let n = 1; n <= GIVE_UP_AFTER + 2; n++) {
    expect(await lookAt(n * 7_200)).toEqual({ repaired: 0, givenUp: 0 })
  }
  full = false
  expect(await lookAt(100_000)).toEqual({ repaired: 1, givenUp: 0 })
  expect(published[0]?.children.map(({ queue }) => queue)).toEqual(['document-ocr'])
})

test('what cannot be repaired keeps nothing else from it, and where nothing can be the look ends', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => seedApplication('deciding')))
  const broken = new Set<unknown>(all.slice(2, 4).map(({ applicationId }) => applicationId))
  const { asked, log, lookAt } = createWorld(({ payload }) => broken.has(payload['applicationId']))
  expect(await lookAt(31)).toEqual({ repaired: 6, givenUp: 0 })
  expect(log.lines.filter((line) => line.includes('OOM'))).toHaveLength(1)

  for (const { applicationId } of all) broken.add(applicationId)
  asked.length = 0
  await expect(lookAt(7_300)).rejects.toThrow('OOM')
  expect(asked.length).toBeLessThanOrEqual(5)
})
