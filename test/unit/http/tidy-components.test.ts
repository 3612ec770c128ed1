import { describe, expect, it } from 'vitest'
import { tidyComponents } from '../../../src/http/tidy-components.ts'

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

describe('tidyComponents', () => {
  it('keeps what is used, under one name where both sides are equal', () => {
    const tidy = tidyComponents({
      paths: { in: ref('BodyInput'), out: ref('Answer') },
      components: {
        schemas: {
          Answer: { of: ref('Kind') },
          AnswerInput: { of: ref('KindInput') },
          Body: { of: ref('Kind'), extra: true },
          BodyInput: { of: ref('KindInput') },
          Kind: { enum: ['a'] },
          KindInput: { enum: ['a'] },
        },
      },
    })
    expect(tidy).toEqual({
      paths: { in: ref('Body'), out: ref('Answer') },
      components: { schemas: { Answer: { of: ref('Kind') }, Body: { of: ref('Kind') }, Kind: { enum: ['a'] } } },
    })
  })

  it('keeps both names where the two sides differ', () => {
    const paths = { in: ref('DateInput'), out: ref('Date') }
    const schemas = { Date: { type: 'string' }, DateInput: { type: 'number' } }
    expect(tidyComponents({ paths, components: { schemas } })).toEqual({ paths, components: { schemas } })
  })
})
