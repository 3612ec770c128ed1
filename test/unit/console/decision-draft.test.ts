import { describe, expect, it } from 'vitest'
import type { ReasonToChoose } from '../../../src/contracts/reasons-catalogue.ts'
import type { StaffReason } from '../../../src/contracts/story-decisions.ts'
import {
  added,
  asNamed,
  beginDraft,
  choiceOf,
  type Draft,
  foundFor,
  lacking,
  nameOf,
  namedNow,
  replaced,
  toggled,
} from '../../../src/console/pages/case/decision-draft.ts'
import { screenChanges } from '../../../src/console/pages/case/screen-changes.ts'
import { caseChoice } from '../../../src/contracts/case-decision.ts'
import { reasonKey } from '../../../src/domain/case-choice.ts'

const both = { zh: '', en: '' }
function reason(code: string, severity: StaffReason['severity'], more: Partial<StaffReason> = {}): StaffReason {
  const { material = null, field = null } = more
  return {
    key: reasonKey({ code, material, field }),
    code,
    severity,
    fraud: false,
    material,
    materialId: null,
    field,
    internal: both,
    message: both,
    hint: both,
    tellApplicant: true,
    fix: 'wait',
    evidence: {},
    ...more,
  }
}
const entry = (code: string, more: Partial<ReasonToChoose>): ReasonToChoose => ({
  code,
  severity: 'review',
  fraud: false,
  fix: 'wait',
  text: both,
  hint: both,
  internal: both,
  outcomes: [],
  materials: [],
  needsMaterial: false,
  fields: [],
  needsField: false,
  needs: [],
  ...more,
})

const sign = reason('SCENE_SIGN_MISMATCH', 'review', { material: 'scene_signboard' })
const blurred = reason('IMG_BLURRY', 'return', { material: 'id_portrait' })
const shared = reason('DATA_SHARED', 'review', { fraud: true })
const standing = [sign, blurred, shared]
const catalogue = [
  entry('SCENE_SIGN_MISMATCH', { outcomes: ['resubmission_required', 'rejected'] }),
  entry('IMG_BLURRY', { outcomes: ['resubmission_required'], needsMaterial: true }),
  entry('DATA_SHARED', { outcomes: ['rejected'] }),
  entry('ID_EXPIRED', {
    outcomes: ['resubmission_required'],
    materials: ['id_emblem'],
    needsMaterial: true,
    needs: [{ key: 'date', kind: 'date', label: both }],
  }),
]
const begin = (outcome: Draft['outcome']) => beginDraft(outcome, standing, catalogue)
const codes = (draft: Draft) => namedNow(draft).map(({ code }) => code)

describe('a decision that is being written', () => {
  it('returns, to begin with, for all that was found and can be mended; refuses for nothing that does not refuse by itself', () => {
    expect(codes(begin('resubmission_required'))).toEqual(['SCENE_SIGN_MISMATCH', 'IMG_BLURRY'])
    expect(codes(begin('rejected'))).toEqual([])
    const final = reason('DUP_APPLICATION', 'decline')
    expect(codes(beginDraft('rejected', [...standing, final], catalogue))).toEqual(['DUP_APPLICATION'])
  })

  it('offers of what was found only what may lead there', () => {
    const offered = (outcome: Draft['outcome']) => foundFor(outcome, standing, catalogue).map(({ code }) => code)
    expect(offered('rejected')).toEqual(['SCENE_SIGN_MISMATCH', 'DATA_SHARED'])
    expect(offered('approved')).toEqual([])
    expect(offered('callback_required')).toEqual([])
  })

  it('an approval says why each reason that stands is passed over, or of all the rest at once', () => {
    const draft = begin('approved')
    expect(lacking(draft, standing, catalogue)).toEqual([{ what: 'why', keys: standing.map(({ key }) => key) }])
    const one = { ...draft, overrides: { [sign.key]: '招牌是旧店名' } }
    expect(lacking(one, standing, catalogue)).toEqual([{ what: 'why', keys: [blurred.key, shared.key] }])
    expect(
      lacking({ ...one, overrides: { ...one.overrides, [shared.key]: ' ' }, why: ' ' }, standing, catalogue),
    ).toHaveLength(1)
    const all = { ...one, why: '已核对原件' }
    expect(lacking(all, standing, catalogue)).toEqual([])
    expect(choiceOf(all, standing)).toEqual({
      outcome: 'approved',
      reasons: [],
      ask: [],
      overrides: [{ code: sign.code, material: 'scene_signboard', field: null, why: '招牌是旧店名' }],
      why: '已核对原件',
    })
    expect(lacking(begin('approved'), [], catalogue)).toEqual([])
  })

  it('other decisions need a reason; a call may rest on what is to be asked', () => {
    expect(lacking(begin('rejected'), standing, catalogue)).toEqual([{ what: 'reason' }])
    const call = begin('callback_required')
    expect(lacking(call, standing, catalogue)).toEqual([{ what: 'reason' }])
    const asked: Draft = { ...call, ask: ['signName'] }
    expect(lacking(asked, standing, catalogue)).toEqual([])
    expect(choiceOf(asked, standing).ask).toEqual(['signName'])
    expect(choiceOf({ ...asked, outcome: 'rejected' }, standing).ask).toEqual([])
  })

  it('what no check found needs its photo and its figures', () => {
    const draft = added(
      begin('rejected'),
      entry('IMG_BLURRY', { needsMaterial: true, materials: ['id_portrait', 'bank_card'] }),
    )
    const [named] = namedNow(draft)
    expect(named).toMatchObject({ material: null, found: false })
    expect(lacking(draft, standing, catalogue)).toEqual([{ what: 'material', named }])

    const [, , , expired] = catalogue
    if (!expired) throw new Error('the catalogue has four')
    const second = added(begin('rejected'), expired)
    const [one] = namedNow(second)
    if (!one) throw new Error('one is named')
    expect(one.material).toBe('id_emblem')
    expect(lacking(second, standing, catalogue)).toEqual([{ what: 'value', named: one, key: 'date' }])
    const dated = replaced(second, one, { ...one, values: { date: '2026-01-01' } })
    expect(lacking(dated, standing, catalogue)).toEqual([])
    expect(caseChoice.safeParse(choiceOf(dated, standing)).success).toBe(true)
  })

  it('keeps what was chosen for one outcome while another is looked at', () => {
    const draft = toggled(begin('resubmission_required'), asNamed(sign))
    expect(codes(draft)).toEqual(['IMG_BLURRY'])
    const other: Draft = { ...draft, outcome: 'rejected' }
    const back: Draft = { ...other, outcome: 'resubmission_required' }
    expect(codes(back)).toEqual(['IMG_BLURRY'])
  })

  it('names nothing twice', () => {
    const draft = begin('resubmission_required')
    const [first, second] = namedNow(draft)
    if (!first || !second) throw new Error('two are named')
    const same = replaced(draft, second, { ...first, found: false })
    expect(namedNow(same).map(nameOf)).toEqual([nameOf(first)])
    expect(codes(toggled(toggled(draft, first), first))).toEqual(['IMG_BLURRY', 'SCENE_SIGN_MISMATCH'])
  })

  it('leaves out what was typed of reasons that stand no longer', () => {
    const draft: Draft = { ...begin('approved'), overrides: { [sign.key]: 'a', gone: 'b' }, why: 'c' }
    expect(choiceOf(draft, [sign]).overrides).toHaveLength(1)
  })
})

describe('a screen that grew old', () => {
  const screen = {
    revision: 1,
    run: 1,
    version: 3,
    decision: 'dec_1',
    reasons: [],
    materials: ['mat_1', 'mat_2'],
    evidence: [],
  }
  it('tells what is new, what is gone, and how many photos are others', () => {
    const changes = screenChanges(
      { screen, standing: [sign, blurred] },
      {
        screen: { ...screen, revision: 2, run: 2, decision: 'dec_2', materials: ['mat_1', 'mat_3'] },
        standing: [sign, shared],
      },
    )
    expect(changes).toEqual({
      revision: { before: 1, after: 2 },
      screenedAgain: true,
      added: [shared],
      gone: [blurred],
      photos: 1,
      closed: false,
    })
  })
  it('a closed case leaves nothing to decide; the same screen has no changes', () => {
    expect(screenChanges({ screen, standing }, { screen: null, standing: [] })).toMatchObject({ closed: true })
    expect(screenChanges({ screen, standing }, { screen: { ...screen }, standing })).toBeNull()
    expect(screenChanges({ screen, standing }, { screen: { ...screen, version: 4 }, standing })).toMatchObject({
      added: [],
      gone: [],
      closed: false,
    })
  })
})
