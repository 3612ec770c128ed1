import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type FailureFilters,
  failureQueryOf,
  isNarrowed,
  noFailureFilters,
  readFailureFilters,
  spanNames,
  writeFailureFilters,
} from '../../../src/console/pages/operations/failure-filters.ts'
import { failureGroupQuery, failureQuery } from '../../../src/contracts/failure-view.ts'
import { failureSteps } from '../../../src/domain/failure.ts'
import { failureClasses } from '../../../src/domain/failure-kinds.ts'

const anyFilters: fc.Arbitrary<FailureFilters> = fc.record({
  step: fc.option(fc.constantFrom(...failureSteps)),
  class: fc.option(fc.constantFrom(...failureClasses)),
  span: fc.constantFrom(...spanNames),
  current: fc.boolean(),
})
const now = new Date('2026-11-23T10:00:31.250+08:00')
const read = (query: string) => readFailureFilters(new URLSearchParams(query))

describe('filters of failures', () => {
  it('come back from the address as they were written', () => {
    fc.assert(
      fc.property(anyFilters, (filters) => {
        expect(readFailureFilters(writeFailureFilters(filters))).toEqual(filters)
      }),
    )
  })

  it('leave out what goes without saying, and take nothing that they do not know', () => {
    expect(writeFailureFilters(noFailureFilters).toString()).toBe('')
    expect(read('step=lunch&class=bad&since=yesterday&current=perhaps')).toEqual(noFailureFilters)
    expect(read('step=relay&class=poison&since=hour&current=all')).toEqual({
      step: 'relay',
      class: 'poison',
      span: 'hour',
      current: false,
    })
  })

  it('ask the API only what it takes', () => {
    fc.assert(
      fc.property(anyFilters, (filters) => {
        const asked = Object.fromEntries(failureQueryOf(filters, now))
        expect(failureGroupQuery.safeParse(asked).error).toBeUndefined()
        expect(failureQuery.safeParse({ ...asked, fingerprint: '3cbf33900eb83a2a', limit: '20' }).error).toBeUndefined()
      }),
    )
  })

  it('ask the same within a minute, so that nothing is asked anew with every drawing', () => {
    const asked = (at: Date) => failureQueryOf({ ...noFailureFilters, span: 'hour' }, at).toString()
    expect(asked(now)).toBe('since=2026-11-23T01%3A00%3A00.000Z&current=true')
    expect(asked(new Date(now.getTime() + 28_000))).toBe(asked(now))
    expect(asked(new Date(now.getTime() + 29_000))).not.toBe(asked(now))
  })

  it('are narrowed by step, class and time, not by showing what has passed', () => {
    expect(isNarrowed(noFailureFilters)).toBe(false)
    expect(isNarrowed({ ...noFailureFilters, current: false })).toBe(false)
    for (const query of ['step=relay', 'class=input', 'since=day']) expect(isNarrowed(read(query))).toBe(true)
  })
})
