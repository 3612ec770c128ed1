import { expect, it } from 'vitest'
import { isBarred, isClaimable } from '../../../src/console/pages/case/claimable.ts'

const free = {
  state: 'open',
  mine: false,
  assignee: null,
  enteredByMe: false,
  decidedByMe: false,
  escalated: false,
} as const

it('a case that nobody has can be claimed, also one whose lease ran out', () => {
  expect(isClaimable(free, false)).toBe(true)
  expect(isClaimable({ ...free, state: 'claimed' }, false)).toBe(true)
  expect(isClaimable({ ...free, state: 'claimed', assignee: { id: 'usr_1', displayName: '李波' } }, true)).toBe(false)
  expect(isClaimable({ ...free, state: 'claimed', mine: true }, true)).toBe(false)
  for (const state of ['waiting', 'second_approval', 'closed'] as const) {
    expect(isClaimable({ ...free, state }, true)).toBe(false)
  }
})

it('nobody claims what they entered or decided; what was escalated is for those who confirm', () => {
  expect(isBarred(free, false)).toBe(false)
  expect(isBarred({ ...free, enteredByMe: true }, true)).toBe(true)
  expect(isBarred({ ...free, decidedByMe: true }, true)).toBe(true)
  expect(isBarred({ ...free, escalated: true }, false)).toBe(true)
  expect(isClaimable({ ...free, escalated: true }, true)).toBe(true)
})
