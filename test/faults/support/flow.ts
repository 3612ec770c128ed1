import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { shanghaiDay } from '../../../src/platform/clock.ts'
import { broken, nothingBroken, outcomes } from './invariants.ts'
import { expectedOutcome } from './people.ts'
import type { World } from './world.ts'

export interface Intake {
  /** Ids that were answered with 202. */
  accepted: string[]
  /** How often each other status came, by status; 0 where nobody answered. */
  refused: Record<number, number>
}

/**
 * Submits so many applications, one after the other, `every` milliseconds. One that is not taken in is sent again with the same
 * key, as a client of ours does, when `again` says so.
 */
export async function takeIn(
  world: World,
  url: string,
  { first = 1, count, every, again = false }: { first?: number; count: number; every: number; again?: boolean },
): Promise<Intake> {
  const intake: Intake = { accepted: [], refused: {} }
  for (let person = first; person < first + count; person++) {
    const began = performance.now()
    const prepared = await untilPrepared(world, person)
    const key = `person-${person}`
    for (;;) {
      const answer = await world.submit(url, prepared, key).catch(() => null)
      if (answer?.status === 202 && answer.body.id) {
        intake.accepted.push(answer.body.id)
        break
      }
      const status = answer?.status ?? 0
      intake.refused[status] = (intake.refused[status] ?? 0) + 1
      if (!again) break
      await sleep(100)
    }
    await sleep(Math.max(0, every - (performance.now() - began)))
  }
  return intake
}

/** The upload is not what is looked at here: it waits for a database that is away. */
async function untilPrepared(world: World, person: number) {
  for (;;) {
    try {
      return await world.prepare(person)
    } catch {
      await sleep(50)
    }
  }
}

/** Nothing lost, nothing twice, nothing left out, and every outcome the one that the policy alone comes to. */
export async function expectWhole({ store }: World, accepted: readonly string[], told = true): Promise<void> {
  expect(await broken(store, accepted, told)).toEqual(nothingBroken)
  const today = shanghaiDay(new Date())
  const otherwise = [...(await outcomes(store.db))].filter(
    ([reference, outcome]) => outcome !== expectedOutcome(Number(reference.slice(2)), today),
  )
  expect(otherwise).toEqual([])
}

export const seconds = (ms: number): string => (ms / 1_000).toFixed(1)
