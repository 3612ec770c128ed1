import { expect, test } from 'vitest'
import { silentLogger } from '../../../src/platform/logger.ts'
import { startTally } from '../../../src/queueing/tally.ts'
import { readMinutes } from '../../../src/store/queue-minutes.ts'
import { testStore } from '../../support/postgres.ts'

const store = await testStore()
const clock = { at: new Date('2026-11-23T02:00:10Z'), now: () => clock.at }

test('processes count together what they got done in each whole minute; what is tried again is not done', async () => {
  const tallies = [startTally({ store, clock, log: silentLogger }), startTally({ store, clock, log: silentLogger })]
  const end = (n: number, queue: string, how: string) => tallies[n]?.watch({ queue })(how)
  end(0, 'document-ocr', 'done')
  end(0, 'document-ocr', 'done')
  end(1, 'document-ocr', 'done')
  end(1, 'document-ocr', 'failed')
  end(1, 'document-ocr', 'again')
  end(1, 'decision', 'handed_back')
  await Promise.all(tallies.map(({ write }) => write()))
  clock.at = new Date('2026-11-23T02:01:59Z')
  end(0, 'document-ocr', 'done')
  await Promise.all(tallies.map(({ stop }) => stop()))

  const before = await readMinutes(store.db, clock.at, 3)
  expect(before('document-ocr')).toEqual({ done: [0, 0, 3], failed: [0, 0, 1] })
  // The minute under way is not whole yet.
  const after = await readMinutes(store.db, new Date('2026-11-23T02:02:00Z'), 3)
  expect(after('document-ocr')).toEqual({ done: [0, 3, 1], failed: [0, 1, 0] })
  expect(after('decision')).toEqual({ done: [0, 0, 0], failed: [0, 0, 0] })
})

test('what could not be written is written with the next', async () => {
  const away = {
    db: {
      ...store.db,
      getExecutor: () => {
        throw new Error('away')
      },
    },
  } as unknown as typeof store
  let at: typeof store = away
  const tally = startTally({
    store: {
      get db() {
        return at.db
      },
    },
    clock,
    log: silentLogger,
  })
  tally.watch({ queue: 'callback' })('done')
  await expect(tally.write()).rejects.toThrow('away')
  tally.watch({ queue: 'callback' })('done')
  at = store
  await tally.stop()
  const figures = await readMinutes(store.db, new Date(clock.at.getTime() + 60_000), 1)
  expect(figures('callback')).toEqual({ done: [2], failed: [0] })
})
