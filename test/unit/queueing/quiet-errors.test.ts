import { expect, test } from 'vitest'
import { createQuietErrors } from '../../../src/queueing/quiet-errors.ts'
import { createTestLog } from '../../integration/queueing/helpers.ts'

test('one line per source and ten seconds, which says how many were silenced', () => {
  const log = createTestLog()
  let now = 0
  const errors = createQuietErrors(log, undefined, () => now)
  for (let i = 0; i < 1_000; i++) errors.report('a', new Error('away'))
  errors.report('b', new Error('away'))
  expect(log.lines).toHaveLength(2)
  now = 9_999
  errors.report('a', new Error('away'))
  expect(log.lines).toHaveLength(2)
  now = 10_000
  errors.report('a', new Error('still away'))
  expect(log.lines).toHaveLength(3)
  expect(log.lines[2]).toContain('"silenced":1000')
  expect(errors.total()).toBe(1_003)
})

test('silent while closing', () => {
  const log = createTestLog()
  const closing = new AbortController()
  const errors = createQuietErrors(log, closing.signal)
  errors.report('a', new Error('away'))
  closing.abort()
  errors.report('b', new Error('gone'))
  expect(log.lines).toHaveLength(1)
})
