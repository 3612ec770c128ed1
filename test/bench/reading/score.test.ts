import { describe, expect, test } from 'vitest'
import type { FieldValue } from '../../../src/domain/evidence.ts'
import { random } from '../../fixtures/render/random.ts'
import type { Answer } from './engines.ts'
import { goals } from './goals.ts'
import { levels, plan } from './render-set.ts'
import { report } from './report.ts'
import { isSure, score, type Photo } from './score.ts'
import { testFontSets, tuningFontSets } from './typefaces.ts'

const kinds = ['business_licence', 'id_portrait', 'id_emblem', 'bank_card']
const whole = { folder: '', perCell: 4, levels, kinds }

const photo: Photo = {
  id: 'x',
  file: 'x.jpg',
  kind: 'business_licence',
  variant: 'older-upright',
  level: 'hard',
  truth: {
    name: null,
    operator: '李旻',
    address: '南京市（玄武区）1号',
    registrationNumber: '110108000000016',
    form: '个人经营',
  },
  beyondDictionary: ['operator'],
}
const answer = (fields: Record<string, FieldValue>): Answer => ({
  fields,
  detected: 'business_licence',
  faults: [],
  cpu: 1,
  memory: { peak: 300, now: 200 },
})

describe('the plan of the set', () => {
  const unseen = plan({ ...whole, tune: false })
  const tuning = plan({ ...whole, tune: true })

  test('holds at least 400 photos, each once, in every layout at every level', () => {
    expect(unseen.length).toBeGreaterThanOrEqual(400)
    expect(new Set(unseen.map(({ id }) => id)).size).toBe(unseen.length)
    for (const level of levels) {
      const layouts = new Set(
        unseen.filter((item) => item.level === level).map(({ variant }) => `${variant.kind}/${variant.name}`),
      )
      expect(layouts.size).toBe(new Set(unseen.map(({ variant }) => `${variant.kind}/${variant.name}`)).size)
    }
  })

  test('shares no seed and no number with the tuning set', () => {
    const seeds = new Set(tuning.map(({ seed }) => seed))
    expect(unseen.some(({ seed }) => seeds.has(seed))).toBe(false)
    const fonts = tuningFontSets[0]
    if (!fonts) throw new Error('no typefaces')
    const numbers = (items: typeof unseen): Set<string> =>
      new Set(
        items.flatMap(({ seed, variant }) => {
          const { truth } = variant.draw(fonts, random(seed).fork('draw'))
          return [truth['creditCode'], truth['idNumber'], truth['cardNumber']].filter(
            (number) => typeof number === 'string',
          )
        }),
      )
    const part = (items: typeof unseen) => numbers(items.filter((_, i) => i % 4 === 0))
    const seen = part(tuning)
    expect([...part(unseen)].filter((number) => seen.has(number))).toEqual([])
  })

  test('a smaller set is the beginning of each cell of a larger one', () => {
    const ids = new Set(unseen.map(({ id }) => id))
    expect(plan({ ...whole, tune: false, perCell: 1 }).every(({ id }) => ids.has(id))).toBe(true)
  })

  test('uses at least three Chinese typefaces that no tuning has', () => {
    const families = (sets: typeof testFontSets) => new Set(sets.flatMap(({ hei, song, kai }) => [hei, song, kai]))
    const known = families(tuningFontSets)
    const fresh = [...families(testFontSets)].filter((family) => !known.has(family))
    expect(fresh.length).toBeGreaterThanOrEqual(3)
    expect(fresh.length).toBe(families(testFontSets).size)
  })
})

describe('the score', () => {
  test('asks only for what is printed and what evidence has a place for', () => {
    const { fields } = score(photo, 'ppocr', answer({}))
    expect(fields.map(({ field }) => field)).toEqual(['name', 'operator', 'address', 'registrationNumber'])
    // No name is printed, and none was given.
    expect(fields.map(({ right }) => right)).toEqual([true, false, false, false])
  })

  test('takes brackets of either width for the same, and nothing else', () => {
    const read = (value: string) =>
      score(photo, 'ppocr', answer({ address: { value, confidence: 1 } })).fields.find(
        ({ field }) => field === 'address',
      )?.right
    expect(read('南京市(玄武区) 1号')).toBe(true)
    expect(read('南京市(玄武区)l号')).toBe(false)
    expect(read('南京市(玄武区)')).toBe(false)
  })

  test('finds a number of fifteen digits where evidence keeps it', () => {
    const creditCode = { value: '110108000000016', confidence: 1, checkDigit: 'valid' } as const
    const { fields } = score(photo, 'ppocr', answer({ creditCode }))
    expect(fields.find(({ field }) => field === 'registrationNumber')).toMatchObject({
      right: true,
      checkDigit: 'valid',
    })
  })

  test('is certain of nothing that fails its check digit or has an unread character', () => {
    const field = { field: 'x', truth: null, right: false, beyondDictionary: false, confidence: 0.97 }
    expect(isSure({ ...field, value: '1' })).toBe(true)
    expect(isSure({ ...field, value: '1', confidence: 0.969 })).toBe(false)
    expect(isSure({ ...field, value: '1', checkDigit: 'invalid' })).toBe(false)
    expect(isSure({ ...field, value: '李\uFFFD' })).toBe(false)
  })
})

test('the report sets shares beside goals, counts sure errors, and leaves rare names out of the shares', () => {
  const name = { value: '陈', confidence: 0.99 }
  const results = [
    score(photo, 'ppocr', answer({ name, operator: { value: '李曼', confidence: 0.99 } })),
    score({ ...photo, id: 'y' }, 'ppocr', answer({ operator: { value: '李\uFFFD', confidence: 0.99 } })),
    score(photo, 'paddleocr', { ...answer({}), cpu: 4 }),
  ]
  const costs = new Map([
    ['ppocr', { peakMemory: 321, coldStarts: [3, 1, 2] }],
    ['paddleocr', { peakMemory: 642, coldStarts: [4] }],
  ] as const)
  const text = report({ results, costs }, ['ppocr', 'paddleocr']).replaceAll(/ +/gu, ' ')
  expect(text).toContain('| business name | 2 | 70.0 % | 50.0 % | 100.0 % | NO |')
  expect(text).not.toContain('| operator |')
  expect(text).toContain('| ppocr | 0 of 0 | 0 of 0 | 0 of 0 | 2 of 2 | 2 of 2 | NO |')
  expect(text).toContain(
    'ppocr: of 2 names with a character beyond the dictionary, 1 mark it as unread, 1 are given as certain',
  )
  expect(text).toContain('| exact fields, all | | 16.7 % | 33.3 % | 0.50 |')
  expect(text).toContain('| CPU s, licence | <= 1 | 1.00 | 4.00 | 0.25 |')
  expect(text).toContain('| peak memory, MB | <= 500 | 321 | 642 | 0.50 |')
  expect(text).toContain('| cold start, s (median) | | 2.00 | 4.00 | 0.50 |')
  expect(goals.some(({ name: row }) => row === 'business name')).toBe(true)
})
