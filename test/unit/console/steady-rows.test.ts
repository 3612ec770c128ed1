import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { steadyRows } from '../../../src/console/pages/inbox/steady-rows.ts'

const items = (ids: string) => [...ids].map((id) => ({ id }))
const shown = (ids: string) => items(ids).map((item) => ({ item, gone: false }))
const look = (before: string, after: string) => {
  const { rows, waiting } = steadyRows(shown(before), items(after))
  return [rows.map(({ item, gone }) => (gone ? `(${item.id})` : item.id)).join(''), waiting] as const
}

describe('a list that changes under somebody’s hand', () => {
  it.each([
    ['abc', 'abc', 'abc', 0, 'nothing happened'],
    ['abc', 'ac', 'a(b)c', 0, 'what left stays where it was, as gone'],
    ['abc', 'xabc', 'abc', 1, 'what is new above waits'],
    ['abc', 'axbc', 'abc', 1, 'what is new in between waits'],
    ['abc', 'abcx', 'abcx', 0, 'what is new below is added'],
    ['abc', 'xabcy', 'abcy', 1, 'above waits, below is added'],
    ['abc', 'cab', 'abc', 0, 'another order waits'],
    ['abc', '', '(a)(b)(c)', 0, 'all have left'],
    ['', 'ab', 'ab', 0, 'nothing was shown'],
  ])('%s, then %s: %s and %i waiting (%s)', (before, after, rows, waiting) => {
    expect(look(before, after)).toEqual([rows, waiting])
  })

  it('shows a row with what is known of it now', () => {
    const { rows } = steadyRows([{ item: { id: 'a', risk: 1 }, gone: true }], [{ id: 'a', risk: 2 }])
    expect(rows).toEqual([{ item: { id: 'a', risk: 2 }, gone: false }])
  })

  it('never moves a row, and loses none', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 0, max: 30 }).map(String)).map((all) => all.map((id) => ({ id })))
    fc.assert(
      fc.property(ids, ids, (before, fresh) => {
        const { rows, waiting } = steadyRows(
          before.map((item) => ({ item, gone: false })),
          fresh,
        )
        expect(rows.slice(0, before.length).map(({ item }) => item.id)).toEqual(before.map(({ id }) => id))
        const known = new Set([...before, ...fresh].map(({ id }) => id))
        expect(rows.length + waiting).toBe(known.size)
      }),
    )
  })
})
