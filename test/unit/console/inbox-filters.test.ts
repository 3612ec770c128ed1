import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  callbackViews,
  caseViews,
  cleanReference,
  type InboxFilters,
  lists,
  merchantTypes,
  noFilters,
  readFilters,
  sorts,
  toQuery,
  writeFilters,
} from '../../../src/console/pages/inbox/inbox-filters.ts'
import { caseQuery } from '../../../src/contracts/case-list.ts'
import { callbackQuery } from '../../../src/contracts/callback-view.ts'
import { reasonCodes } from '../../../src/domain/reasons.ts'
import { caseSkills } from '../../../src/domain/skill-names.ts'

const read = (query: string) => readFilters(new URLSearchParams(query), 'cases')
const nothing: InboxFilters = { list: 'cases', view: 'all', ...noFilters, sort: 'due' }

const anyFilters = fc
  .record({
    list: fc.constantFrom(...lists),
    view: fc.constantFrom(...caseViews),
    reason: fc.option(fc.constantFrom(...reasonCodes)),
    merchantType: fc.option(fc.constantFrom(...merchantTypes)),
    skill: fc.option(fc.constantFrom(...caseSkills)),
    reference: fc.stringMatching(/^[\w.-]{0,64}$/),
    sort: fc.constantFrom(...sorts),
  })
  .filter(({ list, view }) => list !== 'callbacks' || callbackViews.some((known) => known === view))

describe('filters in the address of the inbox', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(anyFilters, fc.constantFrom(...lists), (filters, first) => {
        expect(readFilters(writeFilters(filters, first), first)).toEqual(filters)
      }),
    )
  })

  it('take nothing from an address that they do not know', () => {
    expect(read('list=users&view=theirs&reason=<script>&merchantType=bank&skill=magic&sort=luck')).toEqual(nothing)
    expect(read('list=callbacks&view=snoozed').view).toBe('all')
    expect(read('reference=A 1;drop').reference).toBe('A1drop')
    const names = fc.constantFrom('list', 'view', 'reason', 'merchantType', 'skill', 'reference', 'sort', 'x')
    fc.assert(
      fc.property(fc.array(fc.tuple(names, fc.string())), (pairs) => {
        const filters = readFilters(new URLSearchParams(pairs), 'cases')
        expect(readFilters(writeFilters(filters, 'cases'), 'cases')).toEqual(filters)
      }),
    )
  })

  it('leave out what goes without saying', () => {
    expect(writeFilters(nothing, 'cases').toString()).toBe('')
    expect(writeFilters(nothing, 'callbacks').toString()).toBe('list=cases')
  })

  it('ask the API only what it takes', () => {
    fc.assert(
      fc.property(anyFilters, (filters) => {
        const asked = Object.fromEntries(new URLSearchParams(toQuery(filters, { after: 'abc', limit: 50 })))
        const shape = filters.list === 'callbacks' ? callbackQuery.strict() : caseQuery
        expect(shape.safeParse(asked).error).toBeUndefined()
      }),
    )
  })

  it('name what a view stands for', () => {
    const asked = (filters: Partial<InboxFilters>) => toQuery({ ...nothing, ...filters }, { after: null, limit: 50 })
    expect(asked({ view: 'free' })).toBe('free=true&limit=50&sort=due')
    expect(asked({ view: 'waiting', reason: 'IMG_BLURRY' })).toBe('state=waiting&reason=IMG_BLURRY&limit=50&sort=due')
    expect(asked({ list: 'second', view: 'mine' })).toBe('second=true&limit=50&sort=due')
    expect(asked({ list: 'callbacks', view: 'free', skill: 'scene' })).toBe('state=open&limit=50')
  })

  it('keep of a typed reference what one may be made of', () => {
    expect(cleanReference('Ａ-1 王x'.concat('y'.repeat(80)))).toHaveLength(64)
    expect(cleanReference('A-10.05_x')).toBe('A-10.05_x')
  })
})
