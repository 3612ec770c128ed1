import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distinctCharacters, foldVariants, variantCount } from '../../../src/domain/name-variants.ts'
import { compareNames, compareWithEach, normaliseName, printedOperators } from '../../../src/domain/names.ts'
import { namePairs } from './name-pairs.ts'

const nameCharacter = fc.constantFrom(...'张三李四陳陈黃黄·•.*?□\uFFFD\uE000𬭎㛃 \u200Bab')
const names = fc.array(nameCharacter, { maxLength: 12 }).map((characters) => characters.join(''))

describe('compareNames', () => {
  it.each(namePairs.map(([a, b, verdict, step]) => ({ a, b, verdict, step })))(
    '$a and $b: $verdict',
    ({ a, b, verdict, step }) => {
      for (const [x, y] of [
        [a, b],
        [b, a],
      ] as const) {
        const compared = compareNames(x, y)
        expect(compared.verdict).toBe(verdict)
        expect(step === undefined || compared.steps.includes(step)).toBe(true)
      }
    },
  )

  it('is symmetric', () => {
    fc.assert(
      fc.property(names, names, (a, b) => {
        expect(compareNames(a, b)).toEqual(compareNames(b, a))
      }),
      { numRuns: 2000 },
    )
  })

  it('gives a similarity from 0 to 1, and 1 for equal names', () => {
    fc.assert(
      fc.property(names, names, (a, b) => {
        const { similarity, verdict } = compareNames(a, b)
        expect(similarity).toBeGreaterThanOrEqual(0)
        expect(similarity).toBeLessThanOrEqual(1)
        expect(similarity === 1 || (verdict !== 'MATCH' && verdict !== 'NORMALISED')).toBe(true)
      }),
    )
  })

  it('never calls a rare or unreadable character in place of another a mismatch', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('𬭎', '㛃', '\uE123', '\uFFFD', '□', '?', 'ZHE'),
        fc.integer({ min: 0, max: 2 }),
        (rare, at) => {
          const name = '欧阳小明'
          const other = name.slice(0, at) + rare + name.slice(at + 1)
          expect(compareNames(name, other).verdict).toBe('PARTIAL')
        },
      ),
    )
  })

  it('takes names of one and of more than 50 characters', () => {
    const long = '阿卜杜热西提·'.repeat(9)
    expect(compareNames(long, long.replaceAll('·', '')).verdict).toBe('NORMALISED')
    expect(compareNames('么', '张').verdict).toBe('MISMATCH')
  })

  it('says where a name has a rare character, even where both agree', () => {
    expect(compareNames('王𬭎', '王𬭎').rareCharacter).toBe(true)
    expect(compareNames('王喆', '王喆').rareCharacter).toBe(false)
  })

  it('knows nothing of a name that is not there', () => {
    expect(compareNames(null, '张三')).toEqual({ verdict: 'UNKNOWN', steps: [], similarity: 0, rareCharacter: false })
  })
})

describe('variant forms', () => {
  it('are many and closed', () => expect(variantCount).toBeGreaterThanOrEqual(150))

  it.each(distinctCharacters.map((pair) => [pair.charAt(0), pair.charAt(1)] as const))('%s and %s stay two', (a, b) => {
    expect(foldVariants(a)).not.toBe(foldVariants(b))
  })

  it('folding twice is folding once', () => {
    for (const [name] of namePairs) expect(foldVariants(foldVariants(name))).toBe(foldVariants(name))
  })
})

it('normaliseName keeps variant characters and one form of dot', () => {
  expect(normaliseName(' 黃　•ａ ')).toBe('黃·A')
})

describe('several operators on a licence', () => {
  it.each([
    ['张三', '张三、李四', 'NORMALISED'],
    ['李四', '张三、李四', 'NORMALISED'],
    ['王五', '张三、李四', 'MISMATCH'],
    ['張三', '李四,张三', 'NORMALISED'],
    ['张三', '张三', 'MATCH'],
  ] as const)('%s among %s: %s', (name, printed, verdict) =>
    expect(compareWithEach(name, printed).verdict).toBe(verdict),
  )

  it('are found where the reader took the comma between them for dirt', () => {
    expect(printedOperators('张三李四', '张三、李四')).toBe('张三、李四')
    expect(printedOperators('张三', '张三,')).toBe('张三')
    expect(printedOperators('张三', undefined)).toBe('张三')
    expect(printedOperators(null, undefined)).toBeNull()
  })
})

describe('names written another way', () => {
  const plain = fc
    .array(fc.constantFrom(...'张三李四陈黄小明娜喆'), { minLength: 2, maxLength: 8 })
    .map((c) => c.join(''))
  it.each([
    ['with spaces between', (name: string) => Array.from(name).join('\u3000')],
    ['with zero-width characters', (name: string) => `\u200B${name}\uFE00`],
    ['with a dot', (name: string) => `${name.slice(0, 1)}·${name.slice(1)}`],
  ])('are the same %s', (_, write) => {
    fc.assert(
      fc.property(plain, (name) => {
        expect(compareNames(name, name).verdict).toBe('MATCH')
        expect(compareNames(name, write(name)).verdict).toBe('NORMALISED')
      }),
    )
  })
})
