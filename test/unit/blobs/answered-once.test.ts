import { expect, test } from 'vitest'
import { answeredOnce } from '../../../src/blobs/answered-once.ts'

test('a store that has never answered is waited for; one that has may go away', async () => {
  let away = true
  let asked = 0
  const ready = answeredOnce({
    ready: async () => {
      asked += 1
      if (away) throw new Error('no such bucket')
    },
  })
  await expect(ready()).rejects.toThrow('no such bucket')
  away = false
  await ready()
  away = true
  await ready()
  expect(asked).toBe(2)
})
