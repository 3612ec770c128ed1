import { describe, expect, test } from 'vitest'
import { applicationForm } from '../../../src/domain/application.ts'
import { decide } from '../../../src/domain/decide.ts'
import { policy } from '../../unit/domain/sample.ts'
import { random } from '../../fixtures/render/random.ts'
import { editsOf, misread, readAs } from './distort.ts'
import { donorsOf } from './donors.ts'
import { faults } from './faults.ts'
import { loadMeasured } from './measured.ts'
import { mend } from './mend.ts'
import { inventWorld } from './population.ts'
import { build, decideCase, idFor } from './run.ts'
import { inputOf } from './simulate.ts'
import { wilson } from './statistics.ts'
import { kindsIn } from './world.ts'

const seed = 'decisions-test'
/** An application with this fault and no other. */
function alone(name: string): string {
  const fault = faults.find((each) => each.name === name)!
  const ids = Array.from({ length: 20 }, (_, n) => idFor(seed, fault, n))
  return ids.find((id) => id !== null && build(id).faults.length === 1)!
}

describe('the faultless, read without an error', () => {
  const worlds = Array.from({ length: 250 }, (_, n) => inventWorld(`${seed}/honest/${n}`))

  test('are all approved', () => {
    const held = worlds.flatMap((world) => {
      const { outcome, reasons } = decide(inputOf(world, null, policy))
      return outcome === 'approved'
        ? []
        : [`${world.id}: ${reasons.map(({ code, field }) => `${code} ${field ?? ''}`).join()}`]
    })
    expect(held).toEqual([])
  })

  test('are repeated by their id, and parsed by the schema of the form', () => {
    for (const world of worlds.slice(0, 40)) {
      expect(inventWorld(world.id)).toEqual(world)
      expect(applicationForm.safeParse(world.form).success).toBe(true)
    }
  })

  test('show every honest oddity that the population is to have', () => {
    const seen = new Set(worlds.flatMap(({ oddities }) => oddities))
    const wanted = [
      'minority',
      'long-term-card',
      'licence-without-name',
      'corporate-account',
      'without-region',
      'floor-in-chinese',
      'with-town',
      'name-no-dot',
      'merchant-name-otherwise',
    ]
    expect(wanted.filter((name) => !seen.has(name))).toEqual([])
    expect(new Set(worlds.map((world) => kindsIn(world).length))).toEqual(new Set([6, 7]))
  })
})

describe('planted faults, read without an error', () => {
  test.each(faults.map((fault) => [fault.name, fault] as const))('%s', (_, fault) => {
    for (let n = 0; n < 3; n++) {
      const id = idFor(seed, fault, n)
      if (id === null) continue
      const found = decideCase(id, null, policy)
      expect(found).not.toMatchObject({ id, outcome: 'approved' })
      expect({ id, codes: found.codes, right: found.rightAt !== null && found.rightAt < 2 }).toMatchObject({
        right: true,
      })
    }
    expect(idFor(seed, fault, 0) ?? idFor(seed, fault, 1)).not.toBeNull()
  })

  test('are of at least forty kinds, each with a name of its own', () => {
    expect(faults.length).toBeGreaterThanOrEqual(40)
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length)
  })
})

describe('mending', () => {
  test('what was mistyped is corrected, and the next decision approves', () => {
    const id = alone('typed card number of another card')
    const { honest, planted } = build(id)
    const first = decide(inputOf(planted, null, policy))
    expect(mend(planted, honest, first, null, policy)).toMatchObject({
      ending: 'approved',
      rounds: 1,
      asked: ['correct bank_card settlementAccount.cardNumber'],
    })
  })

  test('a photo of somebody else’s card is brought anew', () => {
    const id = alone('credit card')
    const { honest, planted } = build(id)
    const first = decide(inputOf(planted, null, policy))
    const mended = mend(planted, honest, first, null, policy)
    expect(mended.asked[0]).toMatch(/^replace bank_card/u)
    // The other card has another number, which has to be typed next.
    expect(mended.ending).toBe('approved')
  })
})

describe('measured errors', () => {
  const measured = loadMeasured()

  test('every kind, level and planted way of spoiling has photos to stand for it', () => {
    for (const kind of ['business_licence', 'id_portrait', 'id_emblem', 'bank_card'] as const)
      for (const level of ['scan', 'clean', 'moderate', 'hard'] as const)
        expect(
          measured.documents.filter((each) => each.kind === kind && each.level === level && each.spoilt === undefined)
            .length,
        ).toBeGreaterThan(10)
    expect(
      measured.documents.filter(({ spoilt, right }) => spoilt !== undefined && right <= 0.5).length,
    ).toBeGreaterThan(20)
    expect(measured.places.length).toBeGreaterThan(10)
  })

  test('an error is made again in the same place of another value', () => {
    expect(misread('张丽华', editsOf('李文明', '李\uFFFD明'), random('a'))).toBe('张\uFFFD华')
    expect(misread('王小二', editsOf('吕成友', '品吕成友'), random('a'))).toBe('品王小二')
    expect(misread('440305199003071234', editsOf('110105199003071234', '11010519900307123'), random('a'))).toBe(
      '44030519900307123',
    )
    const dotLost = editsOf('买买提·艾力', '买买提艾力')
    expect(misread('阿迪力·吐尔逊江', dotLost, random('a'))).toBe('阿迪力吐尔逊江')
    expect(misread('李明', dotLost, random('a'))).toBe('李明')
    const read = readAs(
      '440305199003071234',
      { truth: '110101199003071234', value: '110101199003071235', confidence: 0.8 },
      'idNumber',
      random('b'),
    )
    expect(read).toMatchObject({ value: '440305199003071235', checkDigit: 'invalid', confidence: 0.8 })
  })

  test('what was read right, or not at all, stays so', () => {
    expect(readAs('陈明', { truth: '李文', value: '李文', confidence: 0.97 }, 'name', random('c'))).toEqual({
      value: '陈明',
      confidence: 0.97,
    })
    expect(readAs('陈明', { truth: '李文', value: null, confidence: 0 }, 'name', random('c')).value).toBeNull()
  })

  test('the same photo is read alike each time, and another otherwise', () => {
    const reader = donorsOf(measured)
    const world = inventWorld(`${seed}/honest/7`)
    const [one, two] = [inputOf(world, reader, policy), inputOf(world, reader, policy)]
    expect(one).toEqual(two)
    const again = { ...world, slots: { ...world.slots, id_portrait: { ...world.slots.id_portrait!, take: '2' } } }
    expect(inputOf(again, reader, policy).evidence.find((e) => e.check === 'ocr' && e.kind === 'id_emblem')).toEqual(
      one.evidence.find((e) => e.check === 'ocr' && e.kind === 'id_emblem'),
    )
  })
})

test('Wilson’s interval, as published', () => {
  // Newcombe 1998, table I: 81 of 263 and 0 of 20.
  const [low, high] = wilson(81, 263)
  expect([low, high].map((x) => x.toFixed(4))).toEqual(['0.2553', '0.3662'])
  expect(wilson(0, 20).map((x) => x.toFixed(4))).toEqual(['0.0000', '0.1611'])
})
