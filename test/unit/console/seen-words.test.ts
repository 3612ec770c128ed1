import { describe, expect, it } from 'vitest'
import {
  otherEngines,
  type Seen,
  seenName,
  seenValues,
  slotName,
} from '../../../src/console/pages/operations/seen-words.ts'
import { differencesSeen } from '../../../src/domain/seen-difference.ts'
import { screening } from '../domain/sample.ts'

const seen = (check: Seen['check'], slot: Seen['slot'], field: string, change: Seen['change'] = 'changed'): Seen => ({
  check,
  slot,
  field,
  change,
})
const zh = (each: Seen) => seenName(each).zh
const en = (each: Seen) => seenName(each).en

describe('what was seen otherwise', () => {
  it.each([
    [seen('ocr', 'id_portrait', 'name'), '姓名', 'name'],
    [seen('ocr', 'business_licence', 'name'), '名称', 'name'],
    [seen('ocr', 'bank_card', 'document'), '证件类型', 'kind of document'],
    [seen('scene', 'application', 'edited:scene_interior'), '编辑痕迹：店内环境', 'traces of editing: shop interior'],
    [
      seen('scene', 'application', 'same:scene_interior:scene_cashier'),
      '店内环境与收银台为同一画面',
      'shop interior and cashier desk show the same',
    ],
    [
      seen('account-match', 'application', 'personName:form:id_portrait'),
      '姓名：申请表 / 身份证人像面',
      'person’s name: form / ID card portrait side',
    ],
    [
      seen('account-match', 'application', 'reused:cardNumber'),
      '银行卡号与他人进件相同',
      'card number also given by others',
    ],
    [seen('account-match', 'application', 'bank'), '银行核验', 'the bank'],
    [seen('scene', 'application', 'new-sign:scene_interior'), 'new-sign:scene_interior', 'new-sign:scene_interior'],
  ])('%j has its name', (each, chinese, english) => {
    expect([zh(each), en(each)]).toEqual([chinese, english])
  })

  it('of a fault names the fault, and the field where it is of one', () => {
    expect(zh(seen('ocr', 'bank_card', 'IMG_GLARE:cardNumber'))).toMatch(/：银行卡号$/)
    expect(zh(seen('ocr', 'bank_card', 'IMG_GLARE'))).toBe(zh(seen('clarity', 'bank_card', 'IMG_GLARE')))
    expect(zh(seen('ocr', 'bank_card', 'IMG_GLARE'))).not.toBe('IMG_GLARE')
  })

  it('is of a photo, or of all of them', () => {
    expect(slotName({ slot: 'bank_card' })?.zh).toBe('银行卡')
    expect(slotName({ slot: 'application' })).toBeNull()
  })

  it('has a name for everything that the sample’s evidence holds', () => {
    const { evidence } = screening({})
    const nothing = evidence.map((each) => {
      switch (each.check) {
        case 'ocr':
          return { ...each, fields: {}, faults: [] }
        case 'account-match':
          return { ...each, cells: [] }
        default:
          return { ...each }
      }
    })
    const differs = differencesSeen(nothing, evidence)
    expect(differs.length).toBeGreaterThan(20)
    for (const each of differs) {
      expect(`${each.field} ${zh(each)}`).toMatch(/ .*\p{Script=Han}/u)
      expect(`${each.field} ${zh(each)}`).not.toContain('部分内容')
    }
  })
})

describe('how it was seen', () => {
  it('before and after, in words, with a value only where the service gives one', () => {
    const values = (each: Seen) => {
      const said = seenValues(each)
      return 'both' in said ? [said.both.zh] : [said.before.zh, said.after.zh]
    }
    expect(values(seen('ocr', 'bank_card', 'cardNumber', 'appeared'))).toEqual(['未读到', '已读到'])
    expect(values(seen('ocr', 'bank_card', 'cardNumber', 'gone'))).toEqual(['已读到', '未读到'])
    expect(values(seen('ocr', 'bank_card', 'cardNumber'))).toEqual(['读到的内容不同'])
    expect(values(seen('ocr', 'bank_card', 'IMG_GLARE', 'appeared'))).toEqual(['无', '有'])
    expect(values(seen('scene', 'application', 'screenshot:scene_stall', 'gone'))).toEqual(['有', '无'])
    expect(values(seen('account-match', 'application', 'reused:cardNumber', 'gone'))).toEqual(['有', '无'])
    const kinds = { ...seen('ocr', 'bank_card', 'document'), from: 'bank_card', to: 'no_text' }
    expect(values(kinds)).toEqual(['银行卡', '没有文字的照片'])
    expect(values({ ...seen('clarity', 'bank_card', 'clarity'), from: '81', to: '64' })).toEqual(['81', '64'])
    const verdict = seen('account-match', 'application', 'personName:form:id_portrait')
    expect(values({ ...verdict, from: 'MATCH', to: 'MISMATCH' })).toEqual(['一致', '不一致'])
    expect(values({ ...verdict, change: 'appeared', to: 'MATCH' })).toEqual(['未比对', '一致'])
    const bank = seen('account-match', 'application', 'bank')
    expect(values({ ...bank, from: 'unavailable', to: 'confirmed' })).toEqual(['暂时无法核验', '一致'])
    expect(values({ ...bank, from: 'confirmed', to: 'a-later-answer' })).toEqual(['一致', 'a-later-answer'])
  })
})

describe('engines', () => {
  const summary = { outcome: 'approved' as const, risk: 0, policy: '1', reasons: [] }

  it('are named where other versions looked, or none before', () => {
    const before = { ...summary, engines: { ocr: ['a/1'], clarity: ['c/1'] } }
    const after = { ...summary, engines: { ocr: ['a/2'], clarity: ['c/1'], scene: ['s/1'] } }
    expect(otherEngines({ before, after })).toEqual([
      { check: 'ocr', from: ['a/1'], to: ['a/2'] },
      { check: 'scene', from: [], to: ['s/1'] },
    ])
    expect(otherEngines({ before: summary, after: summary })).toEqual([])
    expect(otherEngines({ before: null, after: null })).toEqual([])
  })
})
