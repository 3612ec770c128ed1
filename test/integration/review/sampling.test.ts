import { expect, it } from 'vitest'
import type { Policy } from '../../../src/domain/policy.ts'
import type { ScreeningInput } from '../../../src/domain/screening.ts'
import { keyedHash } from '../../../src/platform/keyed-hash.ts'
import { decideApplication } from '../../../src/review/decide-application.ts'
import { drawBy } from '../../../src/review/draw-for-sampling.ts'
import { readApplication } from '../../../src/review/read-application.ts'
import { stranger } from '../../support/strangers.ts'
import { micro, policy, stallKinds } from '../../unit/domain/sample.ts'
import { reviewRoom } from './room.ts'

const { deps, screened, rowsOf, store } = await reviewRoom()
const key = keyedHash('7'.repeat(64))

/** As the service does, with nothing said of the draw. */
const decide = (ref: Parameters<typeof decideApplication>[1], share: number) => {
  const usual = { ...policy.sampling.usual, micro_merchant: share }
  const sampled: Policy = { ...policy, sampling: { ...policy.sampling, usual } }
  return decideApplication({ ...deps, policy: async () => sampled, keyedHash: key, channels: [] }, ref)
}
/** All decisions of one application, with the draw that each weighed. */
const decisionsOf = async (id: string) =>
  (await rowsOf('decision', id)).rows.map(({ outcome, input }) => ({
    outcome,
    draw: (JSON.parse(String(input)) as ScreeningInput).draw,
  }))

it('the service draws by the keyed hash of the application, and keeps the draw with what it weighed', async () => {
  const drawn = drawBy(key)
  for (let n = 0; n < 6; n++) {
    const { id, ref } = await screened(stranger({ kinds: stallKinds }, micro))
    await decide(ref, 0.5)
    const draw = drawn(id)!
    expect(await decisionsOf(id)).toEqual([{ outcome: draw < 0.5 ? 'callback_required' : 'approved', draw }])
  }
})

it('who is drawn waits for a call, and reads no more than that', async () => {
  const { id, ref } = await screened(stranger({ kinds: stallKinds }, micro))
  await decide(ref, 1)
  const view = await readApplication({ ...deps, policy: async () => policy }, { id })
  expect(view).toMatchObject({
    status: 'callback_pending',
    outcome: 'callback_required',
    risk: 0,
    reasons: [{ code: 'CALLBACK_SAMPLED', severity: 'callback', tellApplicant: true, evidence: {} }],
  })
  expect(JSON.stringify(view?.reasons)).not.toMatch(/100|%|sampling/)
})

it('sent again, it has the same draw', async () => {
  const { id, ref } = await screened(stranger({ kinds: stallKinds }, micro))
  await decide(ref, 0)
  await store.pool.query(`update application set status = 'deciding', run = 2 where id = $1`, [id])
  await store.pool.query(
    `insert into check_run (application_id, revision, run, "check", slot, status, evidence_id)
     select application_id, revision, 2, "check", slot, status, evidence_id from check_run where application_id = $1`,
    [id],
  )
  await decide({ ...ref, run: 2 }, 0)
  const draws = (await decisionsOf(id)).map(({ draw }) => draw)
  expect(draws).toEqual([drawBy(key)(id), drawBy(key)(id)])
})
