import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffPolicies } from '../../../src/domain/policy-diff.ts'
import { settingMeaning } from '../../../src/domain/policy-keys.ts'
import { leavesOf, shapeAt } from '../../../src/domain/policy-shape.ts'
import { policy } from './sample.ts'

const keys = leavesOf(shapeAt([])!).filter((key) => key !== 'version')

describe('the difference of two policies', () => {
  it('is none of a policy and itself, whatever its version', () => {
    expect(diffPolicies(policy, { ...policy, version: '2027-1-1' })).toEqual([])
  })

  it('names each setting with both values, what it means and what the change does', () => {
    const changed = structuredClone(policy)
    changed.identity.minRemainingDays = 90
    changed.identity.maxAge = 70
    changed.severity.IMG_DARK = 'info'
    changed.severity.SCENE_STALE = 'review'
    delete changed.risk.code.SCENE_UNSEEN
    changed.risk.code.IMG_BLURRY = 12
    changed.promise.workingDays = 2
    const found = diffPolicies(policy, changed)
    expect(found.map(({ key, before, after, direction }) => [key, before, after, direction])).toEqual([
      ['identity.minRemainingDays', 60, 90, 'stricter'],
      ['identity.maxAge', 65, 70, 'looser'],
      ['promise.workingDays', 3, 2, null],
      ['severity.IMG_DARK', 'return', 'info', 'looser'],
      ['severity.SCENE_STALE', 'return', 'review', 'looser'],
      ['risk.code.IMG_BLURRY', null, 12, null],
      ['risk.code.SCENE_UNSEEN', 10, null, null],
    ])
    expect(found[0]?.meaning).toEqual({
      zh: '身份证剩余有效天数须多于此数',
      en: 'days for which an ID card must still be valid',
    })
  })

  it('finds every change of any setting, and nothing else', () => {
    fc.assert(
      fc.property(fc.subarray(keys, { minLength: 1 }), (chosen) => {
        const changed = structuredClone(policy) as unknown as Record<string, unknown>
        const really = chosen.filter((key) => {
          const path = key.split('.')
          const section = path.slice(0, -1).reduce((at, name) => at[name] as Record<string, unknown>, changed)
          const name = path.at(-1)!
          const before = section[name]
          section[name] = typeof before === 'string' ? (before === 'info' ? 'review' : 'info') : Number(before ?? 0) + 1
          return true
        })
        const found = diffPolicies(policy, changed as unknown as typeof policy).map(({ key }) => key)
        expect(found).toEqual(keys.filter((key) => really.includes(key)))
      }),
      { numRuns: 50 },
    )
  })

  it('every setting has a meaning in both languages, without what a case would fill in', () => {
    const without = keys.filter((key) => {
      const text = settingMeaning(key)?.text
      return !text || text.zh.length < 2 || text.en.length < 2
    })
    expect(without).toEqual([])
    expect(settingMeaning('no.such')).toBeNull()
  })
})
