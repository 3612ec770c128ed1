import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  emptyPlan,
  merchantTypes,
  type PlanDraft,
  planAddress,
  planBody,
  planFault,
  RATE,
  readPlan,
} from '../../../src/console/pages/operations/rerun-plan.ts'
import { rerunTrial } from '../../../src/contracts/rerun-request.ts'
import { outcomes } from '../../../src/domain/decision.ts'
import { failureClasses, failureCodes } from '../../../src/domain/failure-kinds.ts'
import { reasonCodes } from '../../../src/domain/reasons.ts'
import { failedSteps, rerunModes, rerunSteps } from '../../../src/domain/rerun-words.ts'

const some = <T>(all: readonly T[]) => fc.subarray([...all], { maxLength: 4 })
const two = (most: number) => fc.integer({ min: 1, max: most }).map((n) => String(n).padStart(2, '0'))
const time = fc.oneof(
  fc.constant(''),
  fc
    .tuple(two(12), two(28), two(23), two(59))
    .map(([month, day, hour, minute]) => `2026-${month}-${day}T${hour}:${minute}`),
)
const anyDraft: fc.Arbitrary<PlanDraft> = fc.record({
  mode: fc.constantFrom(...rerunModes),
  from: fc.option(fc.constantFrom(...rerunSteps)),
  policy: fc.option(fc.stringMatching(/^[\w.-]{1,64}$/)),
  steps: some(failedSteps),
  classes: some(failureClasses),
  codes: some(failureCodes),
  fingerprint: fc.oneof(fc.constant(''), fc.stringMatching(/^[0-9a-f]{16}$/), fc.string({ maxLength: 16 })),
  since: time,
  until: time,
  outcomes: some(outcomes),
  reasons: some(reasonCodes),
  policyVersions: fc.uniqueArray(fc.stringMatching(/^[\w.-]{1,64}$/), { maxLength: 3 }),
  merchantType: fc.option(fc.constantFrom(...merchantTypes)),
  applications: fc.oneof(
    fc.constant(''),
    fc.array(fc.stringMatching(/^app_[0-9a-z]{1,40}$/), { maxLength: 5 }).map((ids) => ids.join('\n')),
    fc.string({ maxLength: 40 }),
  ),
  rate: fc.integer({ min: 1, max: RATE.most }),
})
const plan = (given: Partial<PlanDraft>): PlanDraft => ({ ...emptyPlan, ...given })

describe('a plan to run again', () => {
  it('comes back from its address, but for applications named one by one', () => {
    fc.assert(
      fc.property(anyDraft, (draft) => {
        expect(readPlan(new URLSearchParams(planAddress(draft)))).toEqual({ ...draft, applications: '' })
      }),
    )
  })

  it('takes nothing from an address that it does not know, and asks for no instant that there is not', () => {
    const strange =
      'mode=all&from=nowhere&step=decision&class=bad&code=X&since=2026-13-45T25:61&outcome=lost&reason=NO&rate=1e9'
    expect(readPlan(new URLSearchParams(strange))).toEqual(emptyPlan)
    const names = fc.constantFrom(
      'mode',
      'from',
      'step',
      'class',
      'code',
      'fingerprint',
      'since',
      'until',
      'policy',
      'rate',
    )
    const values = fc.oneof(fc.string(), fc.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/))
    fc.assert(
      fc.property(fc.array(fc.tuple(names, values)), (pairs) => {
        const draft = readPlan(new URLSearchParams(pairs))
        expect(planFault(draft) !== null || rerunTrial.safeParse(planBody(draft)).success).toBe(true)
      }),
    )
  })

  it('is taken by the API wherever nothing is said against it', () => {
    let accepted = 0
    fc.assert(
      fc.property(anyDraft, (draft) => {
        if (planFault(draft) !== null) return
        accepted += 1
        expect(rerunTrial.safeParse(planBody(draft)).error).toBeUndefined()
      }),
    )
    expect(accepted).toBeGreaterThan(5)
  })

  it.each([
    [{ applications: 'A-1001' }, 'needIds'],
    [{ applications: Array.from({ length: 1_001 }, (_, n) => `app_${n}`).join() }, 'tooManyIds'],
    [{ fingerprint: '3cbf33900eb83a2' }, 'needFingerprint'],
    [{ since: '2026-11-23T10:00', until: '2026-11-23T10:00' }, 'needTimes'],
    [{ mode: 'from', outcomes: ['rejected'] }, 'needFrom'],
    [{ mode: 'whole' }, 'needFilter'],
    [{ mode: 'shadow', from: 'decision' }, 'needFilter'],
    [{ mode: 'failed' }, null],
  ] as const)('%o: %s', (given, fault) => {
    expect(planFault(plan(given))).toBe(fault)
  })

  it('says times as they are in China, ids once, and a step only where one may begin at it', () => {
    const ids = 'app_2，app_1\n app_2;app_3'
    expect(planBody(plan({ since: '2026-11-23T10:00', applications: ids, from: 'decision' }))).toEqual({
      filter: { since: '2026-11-23T02:00:00.000Z', applications: ['app_2', 'app_1', 'app_3'] },
      mode: 'failed',
      rate: 20,
    })
    expect(planBody(plan({ mode: 'shadow', from: 'decision', reasons: ['CHECK_FAILED'] }))).toEqual({
      filter: { reasons: ['CHECK_FAILED'] },
      mode: 'shadow',
      from: 'decision',
      rate: 20,
    })
  })

  it('has a short address where little is asked for', () => {
    expect(planAddress({ mode: 'failed', fingerprint: '3cbf33900eb83a2a' })).toBe(
      'mode=failed&fingerprint=3cbf33900eb83a2a',
    )
  })
})
