import { describe, expect, it } from 'vitest'
import { openCallback, openCase } from '../../../src/review/open-work.ts'
import { idWithCheck, individual, micro } from '../../unit/domain/sample.ts'
import { blurred, reviewRoom } from './room.ts'

const { store, deps, submit, upload, screeningOf, screened, decide, rowsOf, jobsOf, count } = await reviewRoom()

const statusOf = async (id: string): Promise<string> => {
  const row = await store.db.selectFrom('application').select('status').where('id', '=', id).executeTakeFirstOrThrow()
  return row.status
}
const movesOf = async (id: string) =>
  (await rowsOf('transition', id)).rows.map(
    ({ from_status, to_status }) => `${String(from_status)} ${String(to_status)}`,
  )
const child = idWithCheck('44030520150307123')
const tooYoung = {
  form: { ...individual, legalPerson: { ...individual.legalPerson, idNumber: child } },
  read: { id_portrait: { idNumber: { value: child }, birthDate: '2015-03-07' } },
}
const otherSign = { read: { scene_signboard: { text: '幸福花店' } } }
const otherOperator = { read: { business_licence: { operator: '李大伟' } } }

describe('a decision', () => {
  it.each([
    ['approved', 'approved', {}, ['notification webhook', 'notification sms']],
    ['resubmission_required', 'returned', blurred, ['notification webhook', 'notification sms']],
    ['rejected', 'rejected', tooYoung, ['notification webhook', 'notification sms']],
    ['callback_required', 'callback_pending', otherSign, ['callback', 'notification webhook', 'notification sms']],
    ['manual_review', 'review_pending', otherOperator, ['manual-review', 'notification webhook']],
  ])('%s moves the application to %s and hands over what follows', async (outcome, status, changes, jobs) => {
    const { id, ref } = await screened(changes)
    await decide(ref)

    const [decision] = (await rowsOf('decision', id)).rows
    expect(decision).toMatchObject({ outcome, revision: 1, run: 1, policy_version: '2026-11-5' })
    expect(await statusOf(id)).toBe(status)
    expect(await movesOf(id)).toEqual([
      'null submitted',
      'submitted screening',
      'screening deciding',
      `deciding ${status}`,
    ])
    const last = (await rowsOf('transition', id)).rows.at(-1)
    expect(last).toMatchObject({ actor: 'system', reason: `decision ${String(decision?.['id'])}` })

    const effects = (await rowsOf('effect', id)).rows
    const told = (await jobsOf(id)).map(({ queue, payload }) => {
      expect(payload).toMatchObject(ref)
      const effect = effects.find((row) => row['id'] === payload['effectId'])
      return effect ? `${queue} ${String(effect['channel'])}` : queue
    })
    expect(told.toSorted()).toEqual(jobs.toSorted())
    expect(effects.every((row) => row['about'] === outcome && row['state'] === 'pending')).toBe(true)
  })

  it('made twice, and twenty times at once, is one decision with one of everything that follows', async () => {
    const { id, ref } = await screened(otherOperator)
    await Promise.all(Array.from({ length: 20 }, () => decide(ref)))
    await decide(ref)
    expect((await rowsOf('decision', id)).rows).toHaveLength(1)
    expect((await rowsOf('effect', id)).rows).toHaveLength(1)
    expect((await jobsOf(id)).map(({ queue }) => queue).toSorted()).toEqual(['manual-review', 'notification'])
    expect(await movesOf(id)).toHaveLength(4)
  })

  it('tells over the channels that are configured only', async () => {
    const { id, ref } = await screened()
    await decide(ref, [])
    expect(await statusOf(id)).toBe('approved')
    expect((await rowsOf('effect', id)).rows).toEqual([])
    expect(await jobsOf(id)).toEqual([])
  })

  it('on an application withdrawn meanwhile comes to nothing', async () => {
    const { id, ref } = await screened(otherOperator)
    await store.db.updateTable('application').set({ status: 'withdrawn' }).where('id', '=', id).execute()
    const before = await movesOf(id)
    await decide(ref)
    expect((await rowsOf('decision', id)).rows).toEqual([])
    expect(await statusOf(id)).toBe('withdrawn')
    expect(await movesOf(id)).toEqual(before)
    expect(await jobsOf(id)).toEqual([])
    expect((await rowsOf('effect', id)).rows).toEqual([])
  })

  it('of a superseded run leaves the new run alone', async () => {
    const { id, ref } = await screened()
    await store.db.updateTable('application').set({ run: 2 }).where('id', '=', id).execute()
    await decide(ref)
    expect((await rowsOf('decision', id)).rows).toEqual([])
    expect(await statusOf(id)).toBe('screening')
    expect(await jobsOf(id)).toEqual([])
  })

  it.each(['ocr', 'clarity', 'scene', 'account-match'])(
    'without evidence of %s is never an approval',
    async (check) => {
      const { id, ref } = await screened({}, (evidence) => evidence.check === check)
      await decide(ref)
      const [decision] = (await rowsOf('decision', id)).rows
      expect(decision).not.toMatchObject({ outcome: 'approved' })
      expect(decision?.['reasons']).toContainEqual(expect.objectContaining({ code: 'CHECK_FAILED', field: check }))
    },
  )

  it('on an application of which nothing at all was seen goes through every state to a person or back', async () => {
    const { id } = await submit([await upload('id_portrait')], { form: micro })
    await decide(screeningOf({ id }))
    const [decision] = (await rowsOf('decision', id)).rows
    expect(decision).toMatchObject({ outcome: 'resubmission_required' })
    expect(decision?.['reasons']).toContainEqual(
      expect.objectContaining({ code: 'MAT_MISSING', material: 'bank_card' }),
    )
    expect(await movesOf(id)).toEqual([
      'null submitted',
      'submitted screening',
      'screening deciding',
      'deciding returned',
    ])
  })

  it('stands or falls with what follows from it', async () => {
    const { id, ref } = await screened(otherOperator)
    await store.pool.query(
      `create function "${store.schema}".refuse() returns trigger language plpgsql as
       $$ begin raise exception 'the outbox is full'; end $$`,
    )
    await store.pool.query(`create trigger refuse before insert on outbox execute function "${store.schema}".refuse()`)
    try {
      await expect(decide(ref)).rejects.toThrow('the outbox is full')
    } finally {
      await store.pool.query('drop trigger refuse on outbox')
    }
    expect((await rowsOf('decision', id)).rows).toEqual([])
    expect(await statusOf(id)).toBe('screening')
    await decide(ref)
    expect(await statusOf(id)).toBe('review_pending')
  })
})

describe('work for people', () => {
  it.each([
    ['review_case', 'case.opened', 'review_pending', openCase],
    ['callback', 'callback.opened', 'callback_pending', openCallback],
  ] as const)('a %s is opened once for each run', async (table, event, status, open) => {
    const { id, ref } = await screened()
    await open(deps, ref)
    expect((await rowsOf(table, id)).rows).toEqual([])
    await store.db.updateTable('application').set({ status }).where('id', '=', id).execute()
    const before = await count(table)
    await Promise.all(Array.from({ length: 10 }, () => open(deps, ref)))
    await open(deps, ref)
    expect(await count(table)).toBe(before + 1)
    const [work] = (await rowsOf(table, id)).rows
    expect(work).toMatchObject({ revision: 1, run: 1, state: 'open' })
    const opened = (await rowsOf('event', id)).rows.filter(({ type }) => type === event)
    expect(opened).toMatchObject([{ data: { id: work?.['id'] } }])
    await open(deps, { ...ref, run: 2 })
    expect(await count(table)).toBe(before + 1)
    await store.db.updateTable('application').set({ run: 2 }).where('id', '=', id).execute()
    await open(deps, { ...ref, run: 2 })
    // A case goes along with its application; a phone verification is another one.
    expect(await count(table)).toBe(table === 'callback' ? before + 2 : before + 1)
    expect((await rowsOf(table, id)).rows.filter(({ state }) => state === 'open')).toMatchObject([{ run: 2 }])
  })
})
