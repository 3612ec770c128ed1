import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { DeliveryError } from '../../../src/platform/delivery-error.ts'
import { keyedHash } from '../../../src/platform/keyed-hash.ts'
import { appealDecision } from '../../../src/review/appeal-decision.ts'
import { expireIdle } from '../../../src/review/expire-idle.ts'
import { lockApplication } from '../../../src/review/lock-application.ts'
import { openCallback, openCase } from '../../../src/review/open-work.ts'
import { readApplication } from '../../../src/review/read-application.ts'
import { startCheck } from '../../../src/review/record-evidence.ts'
import { reviseApplication } from '../../../src/review/revise-application.ts'
import { sendEffect } from '../../../src/review/send-effect.ts'
import { withdrawApplication } from '../../../src/review/withdraw-application.ts'
import { appendEvents } from '../../../src/store/events.ts'
import type { Status } from '../../../src/domain/status.ts'
import { policy } from '../../unit/domain/sample.ts'
import { blurred, reviewRoom } from './room.ts'

const { store, accepting, deps, clock, secrets, upload, submit, screeningOf, screened, decide, rowsOf, count } =
  await reviewRoom()
const telling = {
  ...deps,
  policy: async () => policy,
  keyedHash: keyedHash('7'.repeat(64)),
  channels: ['sms'] as const,
}

const withdraw = (id: string) => withdrawApplication(telling, id)
const appeal = (id: string, text = '请重新审核') => appealDecision(telling, { applicationId: id, text })
const revise = (id: string, industry = '餐饮') =>
  reviseApplication(telling, {
    applicationId: id,
    form: { industry },
    materials: [],
    remove: [],
    idempotencyKey: randomUUID(),
  })

const code = (code: string) => expect.objectContaining({ name: 'ZhunruError', code })
const view = async (id: string) => {
  const found = await readApplication(accepting, { id })
  if (!found) throw new Error(`${id} is gone`)
  return found
}
const put = (id: string, status: Status) =>
  store.db.updateTable('application').set({ status }).where('id', '=', id).execute()
const movesOf = async (id: string) =>
  (await rowsOf('transition', id)).rows.map(
    ({ from_status, to_status }) => `${String(from_status)} ${String(to_status)}`,
  )
const eventsOf = async (id: string) => (await rowsOf('event', id)).rows.map(({ type }) => type)
const returned = async () => {
  const application = await screened(blurred)
  await decide(application.ref, ['sms'])
  expect((await view(application.id)).status).toBe('returned')
  return application
}
const rejected = async () => {
  const application = await screened({ read: {} })
  await decide(application.ref, [])
  await put(application.id, 'rejected')
  return application
}

describe('withdrawing', () => {
  it.each(['draft', 'submitted', 'screening', 'returned', 'callback_pending', 'review_pending'] as const)(
    'is possible while %s, and gives the same answer again',
    async (status) => {
      const { id, reference } = await submit([])
      await put(id, status)
      const answer = await withdraw(id)
      expect(answer).toMatchObject({ id, reference, status: 'withdrawn', revision: 1 })
      expect(await withdraw(id)).toEqual(answer)
      expect((await view(id)).history.at(-1)).toMatchObject({ from: status, to: 'withdrawn', actor: 'applicant' })
      expect((await eventsOf(id)).filter((type) => type === 'application.withdrawn')).toHaveLength(1)
    },
  )

  it.each(['deciding', 'approved', 'in_review', 'second_approval', 'rejected', 'appealed', 'expired'] as const)(
    'is too late while %s',
    async (status) => {
      const { id } = await submit([])
      await put(id, status)
      const refusal = await withdraw(id).catch((error: unknown) => error)
      expect(refusal).toMatchObject({ code: 'WITHDRAW_TOO_LATE', values: { status } })
      expect((await view(id)).status).toBe(status)
    },
  )

  it('of an unknown application is refused', async () => {
    await expect(withdraw('app_unknown')).rejects.toEqual(code('NOT_FOUND'))
  })

  it('while its checks run: nothing is looked at any more, and nothing is decided', async () => {
    const card = await upload('bank_card')
    const { id } = await submit([card])
    const ref = screeningOf({ id })
    const check = { ...ref, check: 'clarity', slot: 'bank_card' } as const
    expect(await startCheck(deps, check, { subject: 'x', engineVersion: 'v' })).toMatchObject({ go: true })
    await withdraw(id)
    expect(await startCheck(deps, check, { subject: 'x', engineVersion: 'v' })).toEqual({ go: false })
    await decide(ref)
    expect(await view(id)).toMatchObject({ status: 'withdrawn', outcome: null })
    expect((await rowsOf('decision', id)).rows).toEqual([])
  })

  it.each([
    ['review_case', 'case', 'review_pending', openCase],
    ['callback', 'callback', 'callback_pending', openCallback],
  ] as const)('closes the %s, and none is opened later', async (table, what, status, open) => {
    const { id } = await submit([])
    await put(id, status)
    await open(deps, screeningOf({ id }))
    await withdraw(id)
    expect((await rowsOf(table, id)).rows).toMatchObject([{ state: 'closed' }])
    expect(await eventsOf(id)).toContain(`${what}.closed`)
    await open(deps, screeningOf({ id }))
    expect((await rowsOf(table, id)).rows).toMatchObject([{ state: 'closed' }])
  })

  it('takes back what the applicant has not been told yet', async () => {
    const { id } = await returned()
    expect((await rowsOf('effect', id)).rows).toMatchObject([{ channel: 'sms', state: 'pending' }])
    await withdraw(id)
    expect((await rowsOf('effect', id)).rows).toMatchObject([{ channel: 'sms', state: 'cancelled' }])
  })

  it('at the moment of the decision: one of them comes first, never half of each', async () => {
    for (let i = 0; i < 10; i++) {
      const { id, ref } = await screened()
      await Promise.allSettled([decide(ref, []), withdraw(id)])
      const { status, outcome } = await view(id)
      expect([status, outcome]).toBeOneOf([
        ['withdrawn', null],
        ['approved', 'approved'],
      ])
    }
  })

  it('at the moment of a revision: it is withdrawn in the end, and nothing runs', async () => {
    for (let i = 0; i < 5; i++) {
      const { id } = await returned()
      await Promise.allSettled([revise(id), withdraw(id)])
      expect((await view(id)).status).toBe('withdrawn')
    }
  })
})

describe('an appeal', () => {
  it('opens a case, is kept as it was written, and in no event', async () => {
    const { id, reference } = await rejected()
    const text = '经营者张三的电话是 13900139000'
    expect(await appeal(id, text)).toMatchObject({ id, reference, status: 'review_pending', revision: 1 })
    expect((await movesOf(id)).slice(-2)).toEqual(['rejected appealed', 'appealed review_pending'])
    expect((await rowsOf('review_case', id)).rows).toMatchObject([{ state: 'open', revision: 1, run: 1 }])
    expect(await store.db.selectFrom('appeal').select('text').where('application_id', '=', id).execute()).toEqual([
      { text },
    ])
    for (const table of ['event', 'transition'] as const) {
      expect(JSON.stringify((await rowsOf(table, id)).rows)).not.toMatch(/张三|13900139000/)
    }
    const { rows } = await store.pool.query(`select message::text as message from outbox`)
    expect(JSON.stringify(rows)).not.toMatch(/张三|13900139000/)
  })

  it('sent again gives the same answer; with another text it is one too many', async () => {
    const { id } = await rejected()
    const answers = await Promise.all(Array.from({ length: 5 }, () => appeal(id)))
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect((await rowsOf('review_case', id)).rows).toHaveLength(1)
    await expect(appeal(id, '再次申诉')).rejects.toEqual(code('APPEAL_EXISTS'))
    await put(id, 'rejected')
    await expect(appeal(id, '再次申诉')).rejects.toEqual(code('APPEAL_EXISTS'))
  })

  it('opens the case anew where a reviewer had closed it', async () => {
    const { id } = await rejected()
    await put(id, 'review_pending')
    await openCase(deps, screeningOf({ id }))
    await store.db
      .updateTable('review_case')
      .set({ state: 'closed', closed_at: clock.at })
      .where('application_id', '=', id)
      .execute()
    await put(id, 'rejected')
    await appeal(id)
    expect((await rowsOf('review_case', id)).rows).toMatchObject([{ state: 'open' }])
    expect((await eventsOf(id)).filter((type) => type === 'case.opened')).toHaveLength(2)
  })

  it('is possible on the last of its days, and not on the next', async () => {
    const { id } = await rejected()
    const [late, last] = [await rejected(), clock.at]
    const days = policy.applicant.appealDays
    try {
      // The end of that day in Shanghai, and a second later.
      const end = new Date('2026-11-23T15:59:59Z').getTime() + days * 86_400_000
      clock.at = new Date(end)
      expect(await appeal(id)).toMatchObject({ status: 'review_pending' })
      clock.at = new Date(end + 1_000)
      const refusal = await appeal(late.id).catch((error: unknown) => error)
      expect(refusal).toMatchObject({ code: 'APPEAL_TOO_LATE', values: { days } })
    } finally {
      clock.at = last
    }
  })

  it.each(['submitted', 'approved', 'returned', 'review_pending', 'withdrawn', 'expired'] as const)(
    'of one that is %s is refused',
    async (status) => {
      const { id } = await submit([])
      await put(id, status)
      await expect(appeal(id)).rejects.toEqual(code('APPEAL_NOT_POSSIBLE'))
      expect((await rowsOf('review_case', id)).rows).toEqual([])
    },
  )
})

describe('a returned application that nobody takes up', () => {
  const day = 86_400_000
  const noon = new Date('2026-11-23T04:00:00Z')

  it('has the whole of the day that it was told, and expires with the next', async () => {
    clock.at = noon
    const { id } = await returned()
    const { dueBy, due } = await view(id)
    expect(due.length).toBeGreaterThan(0)
    expect(dueBy).toBe('2026-12-23')
    try {
      clock.at = new Date('2026-12-23T15:59:59.999Z')
      await expireIdle(telling)
      expect((await view(id)).status).toBe('returned')
      clock.at = new Date('2026-12-23T16:00:00Z')
      expect(await expireIdle(telling)).toBeGreaterThan(0)
    } finally {
      clock.at = noon
    }
    const after = await view(id)
    expect(after).toMatchObject({ status: 'expired', due: [], dueBy: null })
    expect(after.history.at(-1)).toMatchObject({ from: 'returned', to: 'expired', actor: 'system' })
    expect((await rowsOf('effect', id)).rows).toContainEqual(expect.objectContaining({ about: 'expired' }))
    await expect(revise(id)).rejects.toEqual(code('APPLICATION_EXPIRED'))
    await expect(withdraw(id)).rejects.toEqual(code('WITHDRAW_TOO_LATE'))
  })

  it('begins its days anew with each return', async () => {
    clock.at = noon
    const { id } = await returned()
    clock.at = new Date(noon.getTime() + 29 * day)
    await revise(id)
    await decide({ applicationId: id, revision: 2, run: 1 }, [])
    expect(await view(id)).toMatchObject({ status: 'returned', dueBy: '2027-01-21' })
    clock.at = new Date(noon.getTime() + 40 * day)
    await expireIdle(telling)
    expect((await view(id)).status).toBe('returned')
    clock.at = noon
  })

  it('is alone in this: whoever waits for us does not expire', async () => {
    clock.at = noon
    const waiting = ['callback_pending', 'review_pending', 'in_review', 'screening', 'approved'] as const
    const ids = await Promise.all(
      waiting.map(async (status) => {
        const { id } = await submit([])
        await put(id, status)
        return id
      }),
    )
    clock.at = new Date(noon.getTime() + 400 * day)
    await expireIdle(telling)
    clock.at = noon
    expect(await Promise.all(ids.map(async (id) => (await view(id)).status))).toEqual([...waiting])
  })

  it('expires once, in pages, however many processes look', async () => {
    clock.at = noon
    const many = 230
    const rows = Array.from({ length: many }, (_, i) => ({
      id: `app_idle${i}`,
      reference: `idle-${i}`,
      merchant_type: 'micro_merchant' as const,
      status: 'returned' as const,
      revision: 1,
      run: 1,
      updated_at: noon,
    }))
    const { form } = await store.db.selectFrom('application_revision').select('form').limit(1).executeTakeFirstOrThrow()
    await store.db.insertInto('application').values(rows).execute()
    await store.db
      .insertInto('application_revision')
      .values(rows.map(({ id }) => ({ application_id: id, revision: 1, form: JSON.stringify(form), input_hash: id })))
      .execute()
    const before = await count('transition')
    clock.at = new Date(noon.getTime() + 31 * day)
    const others = await store.db
      .selectFrom('application')
      .select('id')
      .where('status', '=', 'returned')
      .where('id', 'not like', 'app_idle%')
      .where('updated_at', '<', noon)
      .execute()
    const counts = await Promise.all(Array.from({ length: 4 }, () => expireIdle(telling)))
    clock.at = noon
    const expired = counts.reduce((sum, n) => sum + n, 0)
    expect(expired).toBeGreaterThanOrEqual(many + others.length)
    expect(await count('transition')).toBe(before + expired)
    const left = await store.db
      .selectFrom('application')
      .select('id')
      .where('id', 'like', 'app_idle%')
      .where('status', '!=', 'expired')
      .execute()
    expect(left).toEqual([])
  })
})

describe('an application that is held by one transaction', () => {
  it('does not keep another from writing what happened to it: they would wait for each other', async () => {
    const { id } = await returned()
    const happened = { applicationId: id, revision: 1, type: 'promise.breached', data: {} }
    await store.db.transaction().execute(async (held) => {
      await lockApplication(held, id)
      await store.db.transaction().execute(async (other) => {
        await sql`set local lock_timeout = '2s'`.execute(other)
        await appendEvents(other, [happened])
      })
    })
    expect(await eventsOf(id)).toContain('promise.breached')
  })

  it('is withdrawn while the message about it is sent: the message counts as sent', async () => {
    const { id } = await returned()
    const [effect] = (await rowsOf('effect', id)).rows
    const send = async () => {
      await withdraw(id)
      return { status: 200, template: 'returned@1' }
    }
    await sendEffect({ ...telling, secrets, send }, String(effect?.['id']))
    expect((await rowsOf('effect', id)).rows).toMatchObject([{ channel: 'sms', state: 'sent' }])
    expect(await eventsOf(id)).toContain('effect.sent')
  })

  it('is withdrawn while the message about it fails: it is not tried again', async () => {
    const { id } = await returned()
    const [effect] = (await rowsOf('effect', id)).rows
    const sending = {
      ...telling,
      secrets,
      send: async () => {
        await withdraw(id)
        throw new DeliveryError('the gateway answered 500', { status: 500 })
      },
    }
    await sendEffect(sending, String(effect?.['id']))
    clock.at = new Date('2026-11-25T02:00:00Z')
    await sendEffect({ ...sending, send: () => Promise.reject(new Error('sent again')) }, String(effect?.['id']))
    clock.at = new Date('2026-11-23T02:00:00Z')
    expect((await rowsOf('effect', id)).rows).toMatchObject([{ state: 'cancelled', attempts: 1 }])
  })
})
