import { expect, test } from 'vitest'
import { isOutage } from '../../../src/platform/outage.ts'

const withCode = (code: string) => Object.assign(new Error('said something'), { code })

test.each(['08006', '25006', '53100', '53300', '57P01', '57P03', '58030', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT'])(
  '%s says that a datastore is away, or takes nothing',
  (code) => expect(isOutage(withCode(code))).toBe(true),
)

test.each(['22P02', '23505', '25001', '25P02', '40001', '42501', '53200', '57014', '58P01', 'ENOENT', 'NOT_FOUND'])(
  '%s says nothing of that',
  (code) => expect(isOutage(withCode(code))).toBe(false),
)

test('the driver tells of a connection that breaks without any code', () => {
  for (const message of [
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
  ]) {
    expect([message, isOutage(new Error(message))]).toEqual([message, true])
  }
  expect(isOutage(new Error('the connection of the dots'))).toBe(false)
  expect(isOutage('Connection terminated')).toBe(true)
  expect(isOutage(undefined)).toBe(false)
})
