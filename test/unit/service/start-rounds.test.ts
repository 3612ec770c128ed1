import { expect, it } from 'vitest'
import type { Logger } from '../../../src/platform/logger.ts'
import { startRounds } from '../../../src/service/start-rounds.ts'

it('a round is gone at once and again and again; what somebody must see to is a warning', async () => {
  const lines: string[] = []
  const write = (level: string) => (fields: object, message: string) =>
    void lines.push(`${level} ${JSON.stringify(fields)} ${message}`)
  const log: Logger = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
  const counts = [3, 0, 2]
  await new Promise<void>((resolve) => {
    const going = startRounds(
      [
        { name: 'calendar', every: 60_000, run: async () => 1, did: 'holidays are not known', alarm: true },
        {
          name: 'promises',
          every: 1,
          did: 'promises are near',
          run: async () => {
            const count = counts.shift()
            if (count === undefined) void going.stop().then(resolve)
            return count ?? 0
          },
        },
      ],
      log,
    )
  })
  expect(lines.toSorted()).toEqual([
    'info {"round":"promises","count":2} promises are near',
    'info {"round":"promises","count":3} promises are near',
    'warn {"round":"calendar","count":1} holidays are not known',
  ])
})
