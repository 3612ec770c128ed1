import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callbackStates } from '../../../src/domain/callback.ts'
import { caseStates } from '../../../src/domain/case.ts'
import { outcomes } from '../../../src/domain/decision.ts'
import { checks } from '../../../src/domain/evidence.ts'
import {
  approvalFor,
  approvalText,
  differenceOf,
  inShort,
  isAnswered,
  linesAgain,
  skipOf,
  skipTexts,
  type Standing,
} from '../../../src/domain/rerun.ts'
import { approvalCauses, rerunModes, rerunSkips, rerunSteps } from '../../../src/domain/rerun-words.ts'
import { mayFollow, statuses } from '../../../src/domain/status.ts'
import { decided } from './sample.ts'

const free: Standing = {
  status: 'review_pending',
  outcome: 'manual_review',
  byPerson: false,
  review: { state: 'open', escalated: false, snoozed: false },
  call: null,
  elsewhere: false,
}

const standing: fc.Arbitrary<Standing> = fc.record({
  status: fc.constantFrom(...statuses),
  outcome: fc.constantFrom(null, ...outcomes),
  byPerson: fc.boolean(),
  review: fc.option(
    fc.record({ state: fc.constantFrom(...caseStates), escalated: fc.boolean(), snoozed: fc.boolean() }),
  ),
  call: fc.option(fc.record({ state: fc.constantFrom(...callbackStates), attempts: fc.nat(3) })),
  elsewhere: fc.boolean(),
})

describe('what is left as it is', () => {
  it.each([
    [{}, null],
    [{ status: 'screening', outcome: null }, 'under_way'],
    [{ status: 'withdrawn' }, 'ended'],
    [{ status: 'expired' }, 'ended'],
    [{ status: 'terminal_shipped', outcome: 'approved' }, 'shipped'],
    [{ status: 'appealed', outcome: 'rejected' }, 'appealed'],
    [{ byPerson: true }, 'person_decided'],
    [{ status: 'in_review' }, 'case_taken'],
    [{ status: 'second_approval' }, 'case_taken'],
    [{ review: { state: 'claimed', escalated: false, snoozed: false } }, 'case_taken'],
    [{ review: { state: 'open', escalated: true, snoozed: false } }, 'case_taken'],
    [{ review: { state: 'open', escalated: false, snoozed: true } }, 'case_taken'],
    [{ status: 'callback_pending', review: null, call: { state: 'open', attempts: 0 } }, null],
    [{ status: 'callback_pending', review: null, call: { state: 'open', attempts: 1 } }, 'call_under_way'],
    [{ status: 'callback_pending', review: null, call: { state: 'claimed', attempts: 0 } }, 'call_under_way'],
    [{ elsewhere: true }, 'in_other_batch'],
  ] as const)('with %o is told as %s', (change, why) => {
    expect(skipOf('failed', { ...free, ...change })).toBe(why)
  })

  it('is whatever a person has had a part in, in every mode that changes anything', () => {
    fc.assert(
      fc.property(standing, fc.constantFrom('failed', 'from', 'whole' as const), (each, mode) => {
        if (skipOf(mode, each) !== null) return
        expect(each).toMatchObject({ byPerson: false, elsewhere: false })
        expect(each.review?.state ?? 'open').toBe('open')
        expect(each.call?.attempts ?? 0).toBe(0)
        // What is left may be decided anew: there is a way on from where it stands.
        expect(mayFollow(each.status, 'deciding')).toBe(true)
      }),
    )
  })

  it('is never more in shadow than in the modes that change something', () => {
    fc.assert(
      fc.property(standing, (each) => {
        // What may be changed may be looked at.
        const [whole, shadow] = [skipOf('whole', each), skipOf('shadow', each)]
        expect(whole !== null || shadow === null).toBe(true)
      }),
    )
  })
})

const line = fc.record({
  check: fc.constantFrom(...checks),
  slot: fc.constantFrom('bank_card' as const, 'application' as const),
  settledWell: fc.boolean(),
})
const ledger = fc.uniqueArray(line, { selector: ({ check, slot }) => `${check} ${slot}` })

describe('what is done again', () => {
  const lines = [
    { check: 'ocr', slot: 'bank_card', settledWell: false },
    { check: 'ocr', slot: 'id_portrait', settledWell: true },
    { check: 'clarity', slot: 'bank_card', settledWell: true },
    { check: 'scene', slot: 'application', settledWell: true },
    { check: 'account-match', slot: 'application', settledWell: true },
    { check: 'callback', slot: 'application', settledWell: true },
  ] as const
  const again = (...args: Parameters<typeof linesAgain>) =>
    linesAgain(...args).map(({ check, slot }) => `${check} ${slot}`)

  it('is what failed and the match that rests on it; a step and what follows; or everything', () => {
    expect(again('failed', null, lines)).toEqual(['ocr bank_card', 'account-match application'])
    expect(again('failed', null, lines.slice(1))).toEqual([])
    expect(again('from', 'photo-clarity', lines)).toEqual(['clarity bank_card', 'account-match application'])
    expect(again('from', 'account-match', lines)).toEqual(['account-match application'])
    expect(again('from', 'decision', lines)).toEqual([])
    expect(again('whole', null, lines)).toHaveLength(5)
    expect(again('shadow', null, lines)).toHaveLength(5)
    expect(again('shadow', 'decision', lines)).toEqual([])
  })

  it('is never what was said in a call, and nothing that went well when only failures are', () => {
    fc.assert(
      fc.property(fc.constantFrom(...rerunModes), fc.constantFrom(null, ...rerunSteps), ledger, (mode, from, all) => {
        expect(linesAgain(mode, from, all).some(({ check }) => check === 'callback')).toBe(false)
      }),
    )
    fc.assert(
      fc.property(ledger, (all) => {
        const chosen = linesAgain('failed', null, all)
        expect(chosen.every(({ check, settledWell }) => !settledWell || check === 'account-match')).toBe(true)
        expect(chosen).toEqual(
          expect.arrayContaining(all.filter(({ settledWell, check }) => !settledWell && check !== 'callback')),
        )
      }),
    )
  })
})

describe('what differs', () => {
  const approved = decided()
  const blurry = decided({
    clarity: {
      scene_interior: { clarity: 5, factors: { sharpness: 0.05, noise: 1, size: 1, exposure: 1, clipping: 1 } },
    },
  })

  it('is nothing between equal decisions, however their figures and texts are', () => {
    expect(differenceOf(blurry, blurry)).toEqual({ result: 'same', appeared: [], gone: [] })
    const reworded = blurry.reasons.map((reason) => ({
      ...reason,
      evidence: { clarity: 7 },
      internal: { zh: '', en: '' },
    }))
    expect(differenceOf(blurry, { ...blurry, reasons: reworded.toReversed() }).result).toBe('same')
  })

  it('is the outcome, or the reasons: by code, photo, field and severity', () => {
    expect(differenceOf(approved, blurry)).toEqual({ result: 'outcome_changed', appeared: ['IMG_BLURRY'], gone: [] })
    expect(differenceOf(blurry, approved)).toEqual({ result: 'outcome_changed', appeared: [], gone: ['IMG_BLURRY'] })
    const elsewhere = blurry.reasons.map((reason) => ({ ...reason, material: 'bank_card' as const }))
    expect(differenceOf(blurry, { ...blurry, reasons: elsewhere }).result).toBe('reasons_changed')
    expect(differenceOf(blurry, { ...blurry, risk: blurry.risk + 1 }).result).toBe('reasons_changed')
    expect(inShort(blurry)).toMatchObject({ outcome: 'resubmission_required', reasons: ['IMG_BLURRY'] })
  })
})

describe('another person', () => {
  it('is needed for many, and for what applicants have had their answer on', () => {
    expect(approvalFor({ count: 100, decided: 0, alone: 100 })).toEqual([])
    expect(approvalFor({ count: 101, decided: 0, alone: 100 })).toEqual(['many'])
    expect(approvalFor({ count: 1, decided: 1, alone: 100 })).toEqual(['decided'])
    expect(approvalFor({ count: 101, decided: 1, alone: 100 })).toEqual(['many', 'decided'])
    expect(statuses.filter(isAnswered)).toEqual(['approved', 'returned', 'rejected'])
  })
})

it('every text is Chinese in Chinese and ASCII in English', () => {
  const texts = [...rerunSkips.map((why) => skipTexts[why]), ...approvalCauses.map((cause) => approvalText(cause, 100))]
  for (const { zh, en } of texts) {
    expect(zh).toMatch(/\p{Script=Han}/u)
    expect(en).toMatch(/^[\x20-\x7e]+$/)
  }
  expect(new Set(texts.map(({ zh }) => zh)).size).toBe(texts.length)
})
