import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callOutcomes } from '../../../src/domain/callback.ts'
import { afterCall } from '../../../src/domain/callback-flow.ts'
import { callbackDue, type CallTime, isCallable, nextSpan, suits } from '../../../src/domain/callback-times.ts'
import { policy } from './sample.ts'

const { hours } = policy.callbacks
const at = (time: string): Date => new Date(`${time}+08:00`)
const monday = at('2026-11-23T10:00:00')

describe('the next call', () => {
  it.each<[string, string, CallTime[], string, boolean]>([
    ['now, within the hours', '2026-11-23T10:00:00', [], '2026-11-23T10:00:00', false],
    ['this morning, before them', '2026-11-23T06:30:00', [], '2026-11-23T09:00:00', false],
    ['tomorrow morning, after them, on any day', '2026-11-27T20:00:00', [], '2026-11-28T09:00:00', false],
    ['at a time wished for, today', '2026-11-23T10:00:00', [{ from: 14, until: 16 }], '2026-11-23T14:00:00', true],
    ['within one under way', '2026-11-23T15:10:00', [{ from: 14, until: 16 }], '2026-11-23T15:10:00', true],
    [
      'tomorrow, when it is over for today',
      '2026-11-23T16:00:00',
      [{ from: 14, until: 16 }],
      '2026-11-24T14:00:00',
      true,
    ],
    [
      'on the day wished for',
      '2026-11-23T10:00:00',
      [{ day: '2026-11-28', from: 9, until: 12 }],
      '2026-11-28T09:00:00',
      true,
    ],
    [
      'at the earliest wish',
      '2026-11-23T10:00:00',
      [
        { day: '2026-11-28', from: 9, until: 12 },
        { from: 18, until: 19 },
      ],
      '2026-11-23T18:00:00',
      true,
    ],
    [
      'within the hours where a wish is not',
      '2026-11-23T10:00:00',
      [{ from: 21, until: 24 }],
      '2026-11-23T10:00:00',
      false,
    ],
    ['as far as a wish is within them', '2026-11-23T10:00:00', [{ from: 19, until: 24 }], '2026-11-23T19:00:00', true],
    [
      'whenever it may be, once all wishes are over',
      '2026-11-23T10:00:00',
      [{ day: '2026-11-20', from: 9, until: 12 }],
      '2026-11-23T10:00:00',
      false,
    ],
  ])('is %s', (_, now, wishes, expected, wished) => {
    const span = nextSpan(at(now), hours, wishes)
    expect(span).toMatchObject({ from: at(expected), wished })
    expect(span.until > span.from).toBe(true)
  })

  it('is never before its time, nor outside of the hours', () => {
    const hour = fc.integer({ min: 0, max: 24 })
    const wish = fc
      .tuple(hour, hour, fc.option(fc.integer({ min: 20, max: 30 })))
      .filter(([from, until]) => from < until)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 * 24 * 60 }), fc.array(wish, { maxLength: 5 }), (minutes, wishes) => {
        const now = new Date(monday.getTime() + minutes * 60_000)
        const times = wishes.map(([from, until, day]) => ({
          from,
          until,
          ...(day !== null && { day: `2026-11-${day}` }),
        }))
        const { from, until, wished } = nextSpan(now, hours, times)
        expect(from >= now).toBe(true)
        expect(isCallable(from, hours)).toBe(true)
        expect(until > from).toBe(true)
        expect(wished && !suits(from, times)).toBe(false)
      }),
    )
  })
})

describe('by when it is due', () => {
  it('is so many hours of working days on, or when the time wished for is over', () => {
    expect(callbackDue(monday, 16, nextSpan(monday, hours))).toEqual(at('2026-11-24T02:00:00'))
    const friday = at('2026-11-27T18:00:00')
    expect(callbackDue(friday, 16, nextSpan(friday, hours))).toEqual(at('2026-11-30T10:00:00'))
    const wished = nextSpan(monday, hours, [{ day: '2026-11-26', from: 14, until: 16 }])
    expect(callbackDue(monday, 16, wished)).toEqual(at('2026-11-26T16:00:00'))
  })
})

describe('after a call', () => {
  const call = (
    outcome: (typeof callOutcomes)[number],
    attempts = 1,
    more: { agreed?: Date; denied?: boolean } = {},
    wishes: CallTime[] = [],
  ) =>
    afterCall(
      { outcome, at: monday, attempts, denied: more.denied ?? false, agreed: more.agreed ?? null },
      policy.callbacks,
      wishes,
    )
  const next = (nextAt: string) => ({ result: null, nextAt: at(nextAt) })

  it('is over, or followed by another', () => {
    expect(call('reached')).toEqual({ result: 'answered' })
    expect(call('reached', 1, { denied: true })).toEqual({ result: 'denied' })
    expect(call('refused')).toEqual({ result: 'refused' })
    expect(call('wrong_number')).toEqual({ result: 'unreached' })
    expect(call('no_answer')).toMatchObject(next('2026-11-23T12:00:00'))
    expect(call('busy')).toMatchObject(next('2026-11-23T10:20:00'))
    expect(call('hung_up')).toMatchObject(next('2026-11-23T14:00:00'))
    expect(call('wrong_person')).toMatchObject(next('2026-11-23T12:00:00'))
    expect(call('no_answer', 3)).toEqual({ result: 'unreached' })
  })

  it('a time wished for comes first, and one that was agreed is kept, but not for ever', () => {
    expect(call('no_answer', 1, {}, [{ from: 17, until: 18 }])).toMatchObject({
      ...next('2026-11-23T17:00:00'),
      appointed: true,
      dueNotBefore: at('2026-11-23T18:00:00'),
    })
    const agreed = at('2026-11-25T11:00:00')
    expect(call('call_again', 3, { agreed })).toMatchObject({ result: null, nextAt: agreed, appointed: true })
    expect(call('call_again', 6, { agreed })).toEqual({ result: 'unreached' })
  })

  it('comes to an end, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...callOutcomes), { minLength: 6, maxLength: 6 }), (outcomes) => {
        const ends = outcomes.map((outcome, i) => call(outcome, i + 1, { agreed: at('2026-11-25T11:00:00') }).result)
        expect(ends.some((result) => result !== null)).toBe(true)
      }),
    )
  })
})
