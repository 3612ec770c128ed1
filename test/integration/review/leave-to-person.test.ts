import { expect, it } from 'vitest'
import { wordText } from '../../../src/domain/reasons.ts'
import { undecidable } from '../../../src/domain/undecidable.ts'
import { isOutage } from '../../../src/platform/outage.ts'
import { PermanentError } from '../../../src/platform/permanent-error.ts'
import { keyedHash } from '../../../src/platform/keyed-hash.ts'
import { leaveToPerson } from '../../../src/review/leave-to-person.ts'
import { openCase } from '../../../src/review/open-work.ts'
import { policy } from '../../unit/domain/sample.ts'
import { reviewRoom } from './room.ts'

const { store, deps, screened, decide, rowsOf, jobsOf } = await reviewRoom()
const deciding = { ...deps, channels: ['webhook', 'sms'] as const, keyedHash: keyedHash('7'.repeat(64)) }

const applicationOf = (id: string) =>
  store.db.selectFrom('application').select('status').where('id', '=', id).executeTakeFirstOrThrow()

it('what the program comes to no decision on goes to a person, once, and the applicant hears nothing of it', async () => {
  const { id, ref } = await screened()
  await leaveToPerson(deciding, ref)
  await leaveToPerson(deciding, ref)
  await decide(ref)
  expect(await applicationOf(id)).toEqual({ status: 'review_pending' })
  const { rows } = await rowsOf('decision', id)
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ outcome: 'manual_review', decided_by: null, input: null, codes: ['CHECK_FAILED'] })
  const jobs = await jobsOf(id)
  expect(jobs.map(({ queue }) => queue)).toEqual(['manual-review', 'notification'])
  const told = (await rowsOf('effect', id)).rows.map(({ channel, about }) => `${String(channel)} ${String(about)}`)
  expect(told).toEqual(['webhook manual_review'])
  await openCase(deps, ref)
  expect((await rowsOf('review_case', id)).rows).toMatchObject([{ codes: ['CHECK_FAILED'], state: 'open' }])
})

it('what is decided, or withdrawn, stays as it is', async () => {
  const { id, ref } = await screened()
  await decide(ref)
  const before = await rowsOf('decision', id)
  await leaveToPerson(deciding, ref)
  expect((await rowsOf('decision', id)).rows).toEqual(before.rows)
})

it('what cannot even be written down is told once, unless the database is away', async () => {
  const { ref } = await screened()
  const failing = (error: Error) => ({
    ...deciding,
    policy: async () => {
      throw error
    },
  })
  await expect(leaveToPerson(failing(new Error('no policy')), ref)).rejects.toBeInstanceOf(PermanentError)
  const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  const thrown = await leaveToPerson(failing(away), ref).catch((error: unknown) => error)
  expect(isOutage(thrown)).toBe(true)
})

it('reads as a sentence in both languages', () => {
  const { reasons, outcome, risk } = undecidable(policy)
  expect([outcome, risk > 0]).toEqual(['manual_review', true])
  expect(reasons.map(({ internal }) => internal)).toEqual([
    {
      zh: '检查未完成：自动判定，程序出错，未能得出结论，转人工处理',
      en: 'Check not done: the decision, a fault of the program, which came to none; a person must look',
    },
  ])
  expect(wordText('no-decision').zh).toMatch(/^\p{Script=Han}/u)
})
