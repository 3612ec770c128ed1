import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agree, byOutcome, byReason, kappa, outcomeTable, type Pair, type Said } from '../../../src/domain/agreement.ts'
import { caseOutcomes } from '../../../src/domain/case-choice.ts'

const said = (outcome: Said['outcome'], ...codes: string[]): Said => ({ outcome, codes })
const repeat = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)

describe('Cohen’s kappa', () => {
  it('is 0.4 in the textbook’s example of 50 grants read by two', () => {
    // Both yes 20, first alone 5, second alone 10, both no 15: observed 0.7, by chance 0.5.
    const answers = [
      ...repeat(20, ['yes', 'yes'] as const),
      ...repeat(5, ['yes', 'no'] as const),
      ...repeat(10, ['no', 'yes'] as const),
      ...repeat(15, ['no', 'no'] as const),
    ]
    expect(kappa(answers)).toBe(0.4)
  })

  it('is 1 where they always agree, -1 where never and by halves, null where chance alone would', () => {
    expect(
      kappa([
        ['a', 'a'],
        ['b', 'b'],
      ]),
    ).toBe(1)
    expect(
      kappa([
        ['a', 'b'],
        ['b', 'a'],
      ]),
    ).toBe(-1)
    expect(kappa([])).toBeNull()
    expect(kappa(repeat(3, ['a', 'a'] as const))).toBeNull()
  })

  it('never leaves -1 to 1, and does not depend on who was first or in which order they came', () => {
    const answer = fc.constantFrom('a', 'b', 'c')
    fc.assert(
      fc.property(fc.array(fc.tuple(answer, answer), { minLength: 1, maxLength: 40 }), (answers) => {
        const value = kappa(answers)
        expect(Math.abs(value ?? 0)).toBeLessThanOrEqual(1)
        expect(kappa(answers.map(([a, b]) => [b, a] as const))).toBe(value)
        expect(kappa(answers.toReversed())).toBe(value)
      }),
    )
  })
})

describe('agreement', () => {
  it('is the same outcome, and a reason in common where reasons were named', () => {
    const of = (first: Said, second: Said) => agree({ first, second })
    expect(of(said('approved'), said('approved'))).toBe(true)
    expect(of(said('approved'), said('rejected', 'A'))).toBe(false)
    expect(of(said('rejected', 'A', 'B'), said('rejected', 'B', 'C'))).toBe(true)
    expect(of(said('rejected', 'A'), said('rejected', 'B'))).toBe(false)
    expect(of(said('resubmission_required', 'A'), said('rejected', 'A'))).toBe(false)
  })

  it('is counted by outcome and by reason, those named most first', () => {
    const pairs: Pair[] = [
      { first: said('rejected', 'A'), second: said('rejected', 'A', 'B') },
      { first: said('rejected', 'B'), second: said('approved') },
      { first: said('approved'), second: said('approved') },
    ]
    expect(byOutcome(pairs)).toMatchObject([
      { outcome: 'approved', first: 1, second: 2, both: 1, agreement: 0.5 },
      { outcome: 'rejected', first: 2, second: 1, both: 1, agreement: 0.5 },
    ])
    expect(byReason(pairs)).toMatchObject([
      { code: 'A', first: 1, second: 1, both: 1, agreement: 1, kappa: 1 },
      { code: 'B', first: 1, second: 1, both: 0, agreement: 0 },
    ])
    expect(outcomeTable(pairs)).toEqual([
      { first: 'approved', second: 'approved', count: 1 },
      { first: 'rejected', second: 'approved', count: 1 },
      { first: 'rejected', second: 'rejected', count: 1 },
    ])
    const total = outcomeTable(pairs).reduce((sum, { count }) => sum + count, 0)
    expect(total).toBe(pairs.length)
    expect(caseOutcomes).toHaveLength(4)
  })
})
