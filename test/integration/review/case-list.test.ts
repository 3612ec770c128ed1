import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { byTurn } from '../../../src/domain/case.ts'
import type { CaseRecord } from '../../../src/review/cases/describe-case.ts'
import type { CaseFilter } from '../../../src/review/cases/list-cases.ts'
import { caseRoom, code } from './case-room.ts'

const { cases, clock, opened, person, store, later, reset } = await caseRoom()

const COUNT = 40
const me = await person(['senior_reviewer'])
const other = await person()

/** Cases of all sorts, many of them due at the same time. */
beforeAll(async () => {
  const hours = (n: number) => new Date(clock.at.getTime() + n * 3_600_000)
  for (let n = 0; n < COUNT; n += 1) {
    if (n % 10 === 5) later(1)
    const { caseId, applicationId } = await opened({
      dueAt: hours((n % 5) - 2),
      risk: (n * 7) % 4,
      skills: n % 2 ? ['scene', 'fraud'] : ['identity'],
      codes: n % 3 ? ['SCENE_REUSED'] : ['ID_INCONSISTENT'],
      ...(n % 8 === 1 && { enteredBy: me }),
    })
    if (n % 8 === 2) await cases.claim({ caseId, actor: n % 16 === 2 ? me : other })
    if (n % 8 === 3) {
      const waiting = { state: 'waiting' as const, due_at: null }
      await store.db.updateTable('review_case').set(waiting).where('id', '=', caseId).execute()
    }
    if (n % 8 === 4) {
      const aside = { snoozed_until: hours(5), escalated_at: clock.at }
      await store.db.updateTable('review_case').set(aside).where('id', '=', caseId).execute()
    }
    if (n % 8 === 6) {
      const second = { state: 'second_approval' as const, decided_by: [n % 16 === 6 ? me.id : other.id] }
      await store.db.updateTable('review_case').set(second).where('id', '=', caseId).execute()
    }
    const reference = `R_${String(n).padStart(2, '0')}`
    await store.db.updateTable('application').set({ reference }).where('id', '=', applicationId).execute()
  }
})
afterAll(reset)

const all = async (filter: Partial<CaseFilter> = {}, limit = 200): Promise<CaseRecord[]> => {
  const found: CaseRecord[] = []
  let after: string | undefined
  do {
    const page = await cases.list(me, { sort: 'due', ...filter, limit, after })
    expect(page.cases.length).toBeLessThanOrEqual(limit)
    found.push(...page.cases)
    after = page.next ?? undefined
  } while (after)
  return found
}
const ids = (list: readonly CaseRecord[]) => list.map(({ id }) => id)

describe('the list of cases', () => {
  it('is in the order of work, as the rule has it', async () => {
    const list = await all()
    expect(list).toHaveLength(COUNT)
    const turns = list.map(({ id, risk, dueAt }) => ({ id, risk, dueAt: dueAt === null ? null : new Date(dueAt) }))
    expect(turns.toSorted(byTurn)).toEqual(turns)
    expect(list.filter(({ overdue }) => overdue)).toEqual(list.slice(0, list.filter((each) => each.overdue).length))
  })

  it('in pages of any size is the same list, in any order', async () => {
    for (const sort of ['due', 'risk', 'created'] as const) {
      const whole = ids(await all({ sort }))
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: COUNT + 1 }), async (limit) => {
          expect(ids(await all({ sort }, limit))).toEqual(whole)
        }),
        { numRuns: 5, examples: [[1], [COUNT], [7]] },
      )
    }
    const risks = (await all({ sort: 'risk' })).map(({ risk }) => risk)
    expect(risks).toEqual(risks.toSorted((a, b) => b - a))
    const opened = (await all({ sort: 'created' })).map(({ createdAt }) => createdAt)
    expect(opened).toEqual(opened.toSorted().reverse())
  })

  it.each([
    [{ state: 'claimed' }, ({ state }) => state === 'claimed'],
    [{ state: 'open' }, ({ state }) => state === 'open'],
    [{ state: 'waiting' }, ({ state }) => state === 'waiting'],
    [{ mine: true }, ({ mine }) => mine],
    [{ mine: false }, ({ mine }) => !mine],
    [{ second: true }, ({ state, decidedByMe }) => state === 'second_approval' && !decidedByMe],
    [{ overdue: true }, ({ overdue }) => overdue],
    [{ overdue: false }, ({ overdue }) => !overdue],
    [{ escalated: true }, ({ escalated }) => escalated],
    [{ snoozed: true }, ({ snoozedUntil }) => snoozedUntil !== null],
    [{ snoozed: false }, ({ snoozedUntil }) => snoozedUntil === null],
    [{ free: true }, ({ state, snoozedUntil, enteredByMe }) => state === 'open' && !snoozedUntil && !enteredByMe],
    [{ skill: 'fraud' }, ({ skills }) => skills.includes('fraud')],
    [{ merchantType: 'individual_business' }, ({ application }) => application.merchantType === 'individual_business'],
    [{ reference: 'R_1' }, ({ application }) => application.reference.startsWith('R_1')],
    [{ reference: 'R_07' }, ({ application }) => application.reference === 'R_07'],
    [
      { skill: 'fraud', overdue: true, free: true },
      (c) => c.overdue && c.skills.includes('fraud') && c.state === 'open' && !c.enteredByMe,
    ],
  ] as [Partial<CaseFilter>, (found: CaseRecord) => boolean][])('with %j is those', async (filter, belongs) => {
    const list = await all(filter)
    expect(list.length).toBeGreaterThan(0)
    expect(ids(list)).toEqual(ids((await all()).filter(belongs)))
  })

  it('with nothing that fits is empty', async () => {
    expect(await all({ merchantType: 'micro_merchant' })).toEqual([])
    expect(await all({ reference: 'R%' })).toEqual([])
    expect(await all({ reference: 'r_0' })).toEqual([])
    expect(await all({ reason: 'IMG_BLURRY' })).toEqual([])
    expect(await all({ state: 'closed' })).toEqual([])
    expect((await all({ reason: 'SCENE_REUSED' })).length).toBeGreaterThan(0)
  })

  it('counts the same things, whatever the filter', async () => {
    const { counts } = await cases.list(me, { sort: 'risk', limit: 1, reference: 'none' })
    const list = await all()
    const count = (test: (found: CaseRecord) => boolean) => list.filter(test).length
    expect(counts).toEqual({
      all: COUNT,
      mine: (await all({ mine: true })).length,
      free: (await all({ free: true })).length,
      overdue: count(({ overdue }) => overdue),
      second: (await all({ second: true })).length,
      escalated: count(({ escalated }) => escalated),
      waiting: count(({ state }) => state === 'waiting'),
      snoozed: count(({ snoozedUntil }) => snoozedUntil !== null),
    })
  })

  it('of somebody else is theirs', async () => {
    const theirs = await cases.list(other, { sort: 'due', limit: 200 })
    expect(theirs.counts.mine).toBe((await all()).filter(({ assignee }) => assignee?.id === other.id).length)
    // Escalated ones are none of a reviewer's.
    const { cases: free } = await cases.list(other, { sort: 'due', limit: 200, free: true })
    expect(free.every(({ escalated }) => !escalated)).toBe(true)
    expect(theirs.counts.free).toBe(free.length)
  })

  it.each([
    'x',
    'WyJ4Il0',
    Buffer.from('["infinity",0,"app_1"]').toString('base64url'),
    Buffer.from('{').toString('base64url'),
  ])('begins at no place like %s', async (after) => {
    await expect(cases.list(me, { sort: 'due', limit: 1, after })).rejects.toEqual(code('INVALID_FIELD'))
  })
})
