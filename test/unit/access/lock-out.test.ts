import { expect, it } from 'vitest'
import { lockAfter } from '../../../src/access/lock-out.ts'

it('locks with each fifth failure in a row, for 1, 5, 15 and then always 60 minutes', () => {
  const locks = Array.from({ length: 31 }, (_, failures) => [failures, lockAfter(failures)]).filter(
    ([, minutes]) => minutes !== null,
  )
  expect(locks).toEqual([
    [5, 1],
    [10, 5],
    [15, 15],
    [20, 60],
    [25, 60],
    [30, 60],
  ])
})
