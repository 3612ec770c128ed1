import { expect, it } from 'vitest'
import { backtest } from '../../../../src/review/policy/backtest.ts'
import { verifyDecisions } from '../../../../src/review/policy/verify-decisions.ts'
import { version as program } from '../../../../src/platform/version.ts'
import { publishShipped } from '../../../../src/review/policy/shipped-policy.ts'
import { readFileSync } from 'node:fs'
import { policy, policyFile } from '../../../unit/domain/sample.ts'
import { blurry, decidingRoom, returned } from '../deciding-room.ts'

const { deps, store, person, claimed, decideAs } = await decidingRoom()
const window = { since: new Date('2026-11-23T00:00:00Z'), until: new Date('2026-11-24T00:00:00Z'), limit: 1_000 }
const reviewer = await person()

it('what people decided is not made again, but held against what was written down then', async () => {
  await publishShipped(deps, { policy, source: readFileSync(policyFile, 'utf8') })
  const first = await claimed(reviewer)
  await decideAs(reviewer, first.caseId, { ...returned, reasons: [blurry] })
  const second = await claimed(reviewer)
  await decideAs(reviewer, second.caseId, { outcome: 'approved', why: '已核对新执照' })

  const verify = () => verifyDecisions(store, { ...window, shipped: policy, program })
  expect(await verify()).toEqual({ decisions: 2, same: 2, people: 2, differences: [] })

  // Approvals agree with a policy that would not have asked; the person's word stays whatever it says.
  const replay = (milder: typeof policy) => backtest(store, { ...window, policy: milder, threads: 1 })
  expect(await replay(policy)).toMatchObject({
    decisions: 2,
    flips: [],
    people: { decided: 2, agreedBefore: 0, agreedAfter: 0 },
  })
  const lenient = { ...policy, severity: { ...policy.severity, LIC_OPERATOR_MISMATCH: 'info' as const } }
  expect(await replay(lenient)).toMatchObject({
    decisions: 2,
    people: { decided: 2, agreedBefore: 0, agreedAfter: 1 },
  })

  // Somebody who changes the record afterwards is found out.
  await store.pool.query(`update decision set risk = 1 where application_id = $1 and run = 2`, [second.id])
  expect((await verify()).differences).toMatchObject([
    { because: 'unexplained', stored: { outcome: 'approved', risk: 1 }, recomputed: { outcome: 'approved', risk: 30 } },
  ])
})
