import { describe, expect, it } from 'vitest'
import { followedTypes, staleAfter } from '../../../src/console/live-types.ts'
import { homeOf, pagesFor } from '../../../src/console/navigation.ts'
import { lastDays, readPeriod } from '../../../src/console/pages/dashboard/period.ts'
import { readViews, withoutView, withView } from '../../../src/console/pages/inbox/saved-views.ts'
import { pathWithin } from '../../../src/console/pages/sign-in/path-within.ts'
import { fill } from '../../../src/console/texts.ts'
import { eventsQuery } from '../../../src/contracts/events.ts'
import { caseSteps } from '../../../src/domain/case.ts'
import { may, type Role } from '../../../src/domain/permissions.ts'
import { statuses } from '../../../src/domain/status.ts'

describe('saved views', () => {
  it('keep filters under a name, the newest first, and never a reference', () => {
    const one = withView([], ' 场景 ', new URLSearchParams('reason=SCENE_REUSED&reference=A-10'))
    expect(one).toEqual([{ name: '场景', query: 'reason=SCENE_REUSED' }])
    const two = withView(one, '我的', new URLSearchParams('view=mine'))
    expect(two.map(({ name }) => name)).toEqual(['我的', '场景'])
    expect(withView(two, '场景', new URLSearchParams('')).map(({ query }) => query)).toEqual(['', 'view=mine'])
    expect(withoutView(two, '我的')).toEqual(one)
  })

  it.each([null, '', '{', '7', '{"name":"a"}', '[null, 3, {"name": 1, "query": ""}]'])(
    '%s in the browser is none',
    (kept) => expect(readViews(kept)).toEqual([]),
  )
})

describe('after signing in', () => {
  it.each([
    ['/cases/cas_1?x=1', '/cases/cas_1?x=1'],
    [null, '/'],
    ['https://elsewhere.example', '/'],
    ['//elsewhere.example', '/'],
    ['/\\elsewhere.example', '/'],
    ['javascript:alert(1)', '/'],
    ['/sign-in?next=/', '/'],
    ['/welcome', '/'],
  ])('%s leads to %s', (next, path) => expect(pathWithin(next)).toBe(path))
})

describe('the pages of each role', () => {
  const pagesOf = (...roles: Role[]) => {
    const allowed = (permission: Parameters<typeof may>[1]) => may({ roles }, permission)
    return [homeOf(allowed), ...pagesFor(allowed).map(({ to }) => to)]
  }
  it.each<[Role, string, string[]]>([
    ['reviewer', '/', ['/', '/applications', '/try']],
    ['senior_reviewer', '/', ['/', '/applications', '/dashboard', '/try']],
    ['caller', '/', ['/', '/applications']],
    ['ops', '/applications', ['/applications', '/dashboard', '/operations', '/try']],
    ['policy_maker', '/dashboard', ['/dashboard']],
    ['auditor', '/', ['/', '/applications', '/dashboard', '/operations']],
    ['administrator', '/dashboard', ['/dashboard', '/operations', '/try']],
  ])('%s begins at %s', (role, home, pages) => expect(pagesOf(role)).toEqual([home, ...pages]))
})

describe('events that are followed', () => {
  it('are as many as one stream may follow, each once', () => {
    expect(eventsQuery.safeParse({ type: followedTypes.join(',') }).success).toBe(true)
    expect(new Set(followedTypes).size).toBe(followedTypes.length)
  })

  it('are all that happens to a case, and no other', () => {
    // Told under other words: see appendStep.
    const toldAs: Partial<Record<string, string>> = { came_back: 'opened', lease_ended: 'released' }
    const told = new Set(caseSteps.map((step) => `case.${toldAs[step] ?? step}`))
    expect(followedTypes.filter((type) => type.startsWith('case.')).sort()).toEqual([...told].sort())
  })

  it('name states of an application that there are', () => {
    const states = followedTypes.filter((type) => type.startsWith('application.')).map((type) => type.slice(12))
    expect(states.filter((state) => !statuses.some((status) => status === state))).toEqual([])
  })

  it('make stale what they change, and what tells of it', () => {
    expect(staleAfter({ type: 'case.claimed', applicationId: 'app_1' })).toEqual([
      ['cases'],
      ['case'],
      ['story', 'app_1'],
    ])
    expect(staleAfter({ type: 'callback.opened', applicationId: 'app_1' })[0]).toEqual(['callbacks'])
    expect(staleAfter({ type: 'application.approved', applicationId: 'app_1' })).toEqual([['story', 'app_1']])
  })
})

describe('the days of the dashboard', () => {
  const now = new Date('2026-11-23T23:30:00Z')
  it('are those of Shanghai', () => expect(lastDays(7, now)).toEqual({ from: '2026-11-18', until: '2026-11-24' }))
  it.each([
    '',
    'from=2026-11-01',
    'from=x&until=y',
    'from=2026-11-20&until=2026-11-01',
    'from=2020-01-01&until=2026-11-01',
  ])('are the last 30 where the address says "%s"', (query) =>
    expect(readPeriod(new URLSearchParams(query), now)).toEqual(lastDays(30, now)),
  )
  it('are those of the address', () =>
    expect(readPeriod(new URLSearchParams('from=2026-11-01&until=2026-11-01'), now)).toEqual({
      from: '2026-11-01',
      until: '2026-11-01',
    }))
})

it('fills what a text names, and leaves what nobody gave', () => {
  expect(fill('{a} of {b}, {c}', { a: 1, b: 'x' })).toBe('1 of x, {c}')
})
