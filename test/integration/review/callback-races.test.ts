import { beforeEach, describe, expect, it } from 'vitest'
import { freeIdleCallbacks } from '../../../src/review/callbacks/watch-callbacks.ts'
import { withdrawApplication } from '../../../src/review/withdraw-application.ts'
import { policy } from '../../unit/domain/sample.ts'
import { answersTo, callbackRoom, nothingSaid } from './callback-room.ts'

const room = await callbackRoom()
const { deps, callbacks, asked, atThePhone, callbackOf, person, clock, reset, later, statusOf, effectsOf, rowsOf } =
  room
const caller = await person(['caller'])
const MANY = 4

beforeEach(reset)

/** Somebody at the phone, who has heard all the answers. */
async function heard() {
  const { id, callbackId } = await asked()
  const { script } = await atThePhone(callbackId, caller)
  const answers = answersTo(script)
  const record = () => callbacks.record({ ...nothingSaid, callbackId, actor: caller, outcome: 'reached', answers })
  return { id, callbackId, record }
}

const refused = (settled: PromiseSettledResult<unknown>): string | null =>
  settled.status === 'rejected' ? (settled.reason.code ?? String(settled.reason)) : null

/** What there is of an application, to see that nothing is half done. */
async function stateOf(id: string) {
  const { state, result } = await callbackOf(id)
  const decisions = (await rowsOf('decision', id)).rows.length
  const attempts = await room.store.pool.query(
    'select 1 from callback_attempt a join callback c on c.id = a.callback_id where c.application_id = $1',
    [id],
  )
  return [await statusOf(id), state, result, decisions, attempts.rowCount]
}

describe('answers, at the same moment as', () => {
  it('the same answers once more: count once, and the outcome is told once', async () => {
    for (let i = 0; i < MANY; i += 1) {
      const { id, record } = await heard()
      const settled = await Promise.allSettled([record(), record(), record()])
      const codes = settled.map(refused)
      expect(codes.filter((code) => code === null)).toHaveLength(1)
      expect(codes.filter((code) => code === 'CALLBACK_CLOSED')).toHaveLength(2)
      expect(await stateOf(id)).toEqual(['approved', 'closed', 'answered', 2, 1])
      expect((await effectsOf(id)).filter((effect) => effect === '1 approved sms')).toHaveLength(1)
    }
  })

  it('a withdrawal: one of them comes first', async () => {
    for (let i = 0; i < MANY; i += 1) {
      const { id, record } = await heard()
      const settled = await Promise.allSettled(i % 2 ? [withdraw(id), record()] : [record(), withdraw(id)])
      expect([await stateOf(id), settled.map(refused).find((code) => code !== null)]).toBeOneOf([
        [['approved', 'closed', 'answered', 2, 1], 'WITHDRAW_TOO_LATE'],
        [['withdrawn', 'closed', 'gone', 1, 0], 'CALLBACK_CLOSED'],
      ])
    }
  })

  it('the end of the lease: they count, or it is free for anybody and nothing was said', async () => {
    for (let i = 0; i < MANY; i += 1) {
      reset()
      const { id, record } = await heard()
      later(policy.callbacks.leaseMinutes - 1)
      // The round of another machine, whose clock runs ahead.
      const ahead = { ...deps, clock: { now: () => new Date(clock.at.getTime() + 2 * 60_000) } }
      const pair = [record, () => freeIdleCallbacks(ahead)]
      const settled = await Promise.allSettled((i % 2 ? pair.toReversed() : pair).map((act) => act()))
      expect([await stateOf(id), settled.map(refused).find((code) => code !== null) ?? null]).toBeOneOf([
        [['approved', 'closed', 'answered', 2, 1], null],
        [['callback_pending', 'open', null, 1, 0], 'CALLBACK_NOT_HELD'],
      ])
    }
  })
})

const withdraw = (id: string) => withdrawApplication(deps, id)
