import { beforeAll, describe, expect, it } from 'vitest'
import { caseView } from '../../../../src/contracts/case-view.ts'
import type { Actor } from '../../../../src/domain/permissions.ts'
import { keyedHash } from '../../../../src/platform/keyed-hash.ts'
import { caseUseCases } from '../../../../src/review/cases/case-use-cases.ts'
import { decidingUseCases } from '../../../../src/review/decide-case/use-cases.ts'
import { reviseApplication } from '../../../../src/review/revise-application.ts'
import { openCase } from '../../../../src/review/open-work.ts'
import { individual, policy } from '../../../unit/domain/sample.ts'
import { staffRoom } from './staff-room.ts'

const { screened, decide, deps, staff, person, store, clock } = await staffRoom()
const always = { ...policy, cases: { ...policy.cases, secondLook: 1 } }
const channels = { channels: ['webhook'] as const, keyedHash: keyedHash('7'.repeat(64)), policy: async () => always }
const cases = caseUseCases({ ...deps, policy: async () => always })
const deciding = decidingUseCases({ ...deps, ...channels, composeSms: null })

let first: Actor
let second: Actor
let third: Actor
let caseId: string
let application: Awaited<ReturnType<typeof screened>>

const later = (minutes: number) => {
  clock.at = new Date(clock.at.getTime() + minutes * 60_000)
}

/** Someone else's case, returned for its signboard, and given to `second` to look at again. */
beforeAll(async () => {
  first = await person('甲', 'reviewer')
  second = await person('乙', 'reviewer')
  third = await person('丙', 'reviewer')
  application = await screened({ read: { business_licence: { operator: '李四' } } })
  await decide(application.ref)
  await openCase(deps, application.ref)
  const { rows } = await store.pool.query('select id from review_case where application_id = $1', [application.id])
  caseId = rows[0].id
  later(5)
  await cases.claim({ caseId, actor: first })
  await cases.comment({ caseId, actor: first, text: '招牌看不清' })
  later(5)
  const { screen } = await deciding.desk({ caseId, actor: first })
  await deciding.decide({
    caseId,
    actor: first,
    outcome: 'resubmission_required',
    reasons: [{ code: 'IMG_BLURRY', material: 'scene_signboard', field: null, values: {} }],
    ask: [],
    overrides: [],
    why: null,
    note: '请重拍门头',
    screen: screen!,
  })
  later(5)
})

describe('a case that was decided', () => {
  it('shows its log, who decided what and the story, in the shape that the API promises', async () => {
    const page = await staff.case(caseId, third)
    expect(() => caseView.parse(JSON.parse(JSON.stringify(page)))).not.toThrow()
    expect(page?.log.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['opened', 'claimed', 'commented', 'decided']),
    )
    expect(page?.log.find(({ what }) => what === 'commented')).toMatchObject({
      text: '招牌看不清',
      actor: { kind: 'person', displayName: '甲' },
    })
    expect(page?.decisions).toMatchObject([{ outcome: 'resubmission_required', decidedBy: { displayName: '甲' } }])
    expect(page?.story).toMatchObject({ status: 'returned', outcome: 'resubmission_required', blind: false })
    expect(page?.story.decisions).toMatchObject([
      { by: { displayName: '甲' }, note: '请重拍门头', run: 2 },
      { by: { kind: 'system' }, run: 1 },
    ])
    expect(page?.story.due).toMatchObject([{ material: 'scene_signboard' }])
  })

  it('is not there for an id that is none', async () => {
    expect(await staff.case('cas_0', third)).toBeNull()
  })
})

describe('to somebody who looks a second time', () => {
  let view: NonNullable<Awaited<ReturnType<typeof staff.case>>>

  beforeAll(async () => {
    await deciding.takeSecondLook(second)
    const found = await staff.case(caseId, second)
    if (!found) throw new Error('no case')
    view = found
  })

  it('the application stands as it stood when the first person decided', () => {
    expect(view.story).toMatchObject({
      blind: true,
      status: 'review_pending',
      outcome: 'manual_review',
      run: 1,
      due: [],
      promised: null,
      shipment: null,
    })
    expect(view.story.reasons.map(({ code }) => code)).toContain('LIC_OPERATOR_MISMATCH')
    expect(view.story.decisions).toHaveLength(1)
    expect(view.story.form.length).toBeGreaterThan(5)
  })

  it('nothing says who had it, or what they thought of it', () => {
    expect(view.log).toEqual([])
    expect(view.decisions).toEqual([])
    expect(view.story.cases).toEqual([])
    const text = JSON.stringify(view)
    for (const hint of [
      '甲',
      first.id,
      '招牌看不清',
      '请重拍门头',
      'resubmission_required',
      'IMG_BLURRY',
      'returned',
    ]) {
      expect(text).not.toContain(hint)
    }
    expect(view.case).toMatchObject({ state: 'open', assignee: null, closedAt: null, waitingFor: null })
  })

  it('nor does the story by itself, nor a search', async () => {
    const story = await staff.story(application.id, second)
    expect(story).toEqual(view.story)
    const { phone } = application.form.contact
    const [found] = (await staff.search({ phone, limit: 5 }, second)).applications
    expect(found).toMatchObject({ id: application.id, status: 'in_review' })
    expect((await staff.search({ status: ['returned'], limit: 5 }, second)).applications).toEqual([])
    expect((await staff.search({ status: ['returned'], limit: 5 }, third)).applications).toHaveLength(1)
  })

  it('nor that it came again, nor does the story of another application of the same person', async () => {
    await reviseApplication(
      { ...deps, ...channels },
      {
        applicationId: application.id,
        form: { contact: { callTimes: [{ from: 9, until: 12 }] } },
        materials: [],
        remove: [],
        idempotencyKey: 'again',
      },
    )
    const neighbour = await screened({ form: { ...individual, legalPerson: application.form.legalPerson } })
    const told = async (who: Actor) => {
      const story = await staff.story(neighbour.id, who)
      const found = await staff.search({ phone: application.form.contact.phone, limit: 5 }, who)
      const ofIt = ({ id }: { id: string }) => id === application.id
      return [story?.related.map((each) => each.application).find(ofIt), found.applications.find(ofIt)]
    }
    const first = { status: 'in_review', revision: 1 }
    const now = { status: 'submitted', revision: 2 }
    expect(await told(third)).toMatchObject([now, now])
    expect(await told(second)).toMatchObject([first, first])
  })

  it('once they have decided, all is told', async () => {
    const { rows } = await store.pool.query('select id from second_look where taken_by = $1', [second.id])
    await deciding.decideSecondLook({
      id: rows[0].id,
      actor: second,
      choice: {
        outcome: 'resubmission_required',
        reasons: [{ code: 'IMG_BLURRY', material: 'scene_signboard', field: null, values: {} }],
        ask: [],
        overrides: [],
        why: null,
      },
      note: null,
    })
    expect(await staff.case(caseId, second)).toMatchObject({ story: { blind: false, status: 'submitted' } })
  })
})
