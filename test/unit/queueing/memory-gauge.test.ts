import { afterEach, expect, test } from 'vitest'
import { memoryAlarm, memoryShare, startMemoryGauge } from '../../../src/queueing/memory-gauge.ts'
import { createTestLog } from '../../integration/queueing/helpers.ts'

const MAX = 1_000
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A datastore whose memory the test says; each look that the gauge takes can be waited for. */
function datastore() {
  let used: number | null | Error = 0
  let looked = () => {}
  let looks = 0
  const memory = async () => {
    looks++
    looked()
    if (used instanceof Error) throw used
    return used === null ? null : { usedBytes: used, maxBytes: MAX }
  }
  return {
    memory,
    looks: () => looks,
    /** Resolves when the gauge has asked, and begun to ask again. */
    async is(next: number | null | Error) {
      used = next
      for (let n = 0; n < 2; n++) await new Promise<void>((resolve) => (looked = resolve))
    },
  }
}

test('intake closes from 80 % on, until it is below again', async () => {
  const store = datastore()
  const log = createTestLog()
  const gauge = startMemoryGauge({ backend: store, log, everyMs: 1 })
  closing.push(() => gauge.stop())
  const seen: boolean[] = []
  for (const used of [0, 799, 800, 999, 800, 799]) {
    await store.is(used)
    expect(gauge.share()).toBe(used / MAX)
    seen.push(gauge.full())
  }
  expect(seen).toEqual([false, false, true, true, true, false])
  // One line when it closes and one when it opens, however often the gauge looks.
  expect(log.lines.map((line) => line.split(' ')[0])).toEqual(['error', 'info'])
})

test('is open without a limit, and while nobody answers', async () => {
  const store = datastore()
  const gauge = startMemoryGauge({ backend: store, log: createTestLog(), everyMs: 1 })
  closing.push(() => gauge.stop())
  for (const used of [900, null, 900, new Error('ECONNREFUSED')]) {
    await store.is(used)
    expect(gauge.full()).toBe(used === 900)
    expect(gauge.share()).toBe(used === 900 ? 0.9 : null)
  }
  expect(await memoryShare({ memory: async () => null })).toBeNull()
})

test('asking whether it is full asks nobody', async () => {
  const store = datastore()
  const gauge = startMemoryGauge({ backend: store, log: createTestLog(), everyMs: 60_000 })
  closing.push(() => gauge.stop())
  for (let n = 0; n < 1_000; n++) gauge.full()
  expect(store.looks()).toBe(1)
})

test('from 70 % on somebody is told once, and again when it was calm in between', async () => {
  const used = [0, 699, 700, 790, 690, 705, 649, 730, null, 800]
  const told: number[] = []
  let n = 0
  const look = memoryAlarm({
    memory: async () => {
      const usedBytes = used[n++] ?? null
      return usedBytes === null ? null : { usedBytes, maxBytes: MAX }
    },
  })
  while (n < used.length) told.push(await look())
  expect(told).toEqual([0, 0, 70, 0, 0, 0, 0, 73, 0, 80])
})
