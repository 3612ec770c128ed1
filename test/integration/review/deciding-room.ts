import type { CaseChoice } from '../../../src/domain/case-choice.ts'
import type { Actor } from '../../../src/domain/permissions.ts'
import { composeSms } from '../../../src/notify/sms.ts'
import { keyedHash } from '../../../src/platform/keyed-hash.ts'
import { caseUseCases } from '../../../src/review/cases/case-use-cases.ts'
import { decidingUseCases } from '../../../src/review/decide-case/use-cases.ts'
import { openCase } from '../../../src/review/open-work.ts'
import { type Changes, policy } from '../../unit/domain/sample.ts'
import { caseRoom } from './case-room.ts'

export const nothing = { reasons: [], ask: [], overrides: [], why: null }

/** A licence with another operator: a reason for a person that is no suspicion. */
export const otherOperator: Changes = { read: { business_licence: { operator: '李大伟' } } }

/** The case room, with people who decide. */
export async function decidingRoom({ secondLook = 0 }: { secondLook?: number } = {}) {
  const room = await caseRoom()
  const inForce = { ...policy, cases: { ...policy.cases, secondLook } }
  const sms = { signature: { zh: '准入', en: 'Zhunru' }, link: null }
  const deps = {
    ...room.deps,
    policy: async () => inForce,
    keyedHash: keyedHash('7'.repeat(64)),
    channels: ['webhook', 'sms'] as const,
    composeSms: (telling: Parameters<typeof composeSms>[0]) => composeSms(telling, sms).text,
  }
  const deciding = decidingUseCases(deps)
  const cases = caseUseCases(deps)

  /** An application that the policy gave to a person, and its case. */
  const given = async (changes: Changes = otherOperator) => {
    const application = await room.screened(changes)
    await room.decide(application.ref)
    await openCase(deps, application.ref)
    const { id: caseId } = await room.rowOf(application.id)
    return { ...application, caseId }
  }

  const claimed = async (actor: Actor, changes?: Changes) => {
    const application = await given(changes)
    await cases.claim({ caseId: application.caseId, actor })
    return application
  }

  const screenOf = async (caseId: string, actor: Actor) => {
    const { screen } = await deciding.desk({ caseId, actor })
    if (!screen) throw new Error('there is nothing to decide')
    return screen
  }

  /** Decides on what is there now. */
  const decideAs = async (actor: Actor, caseId: string, choice: Partial<CaseChoice> & Pick<CaseChoice, 'outcome'>) =>
    deciding.decide({
      ...nothing,
      ...choice,
      caseId,
      actor,
      note: null,
      screen: await screenOf(caseId, actor),
    })

  const effectsOf = async (id: string): Promise<string[]> =>
    (await room.rowsOf('effect', id)).rows
      .map(({ about, channel, revision }) => `${String(revision)} ${String(about)} ${String(channel)}`)
      .sort()

  /** Of an application, the first run first. */
  const decisionRows = async (id: string) =>
    (await room.rowsOf('decision', id)).rows.sort((a, b) => Number(a['run']) - Number(b['run']))

  /** What was decided in each run, and by whom. */
  const decisionsOf = async (id: string) =>
    (await decisionRows(id)).map(({ run, outcome, decided_by, confirmed_by, reasons }) => ({
      run,
      outcome,
      by: decided_by,
      confirmed: confirmed_by,
      codes: (reasons as { code: string }[]).map((reason) => reason.code),
    }))

  return {
    ...room,
    deps,
    cases,
    deciding,
    given,
    claimed,
    screenOf,
    decideAs,
    effectsOf,
    decisionRows,
    decisionsOf,
  }
}

export const returned = { outcome: 'resubmission_required' as const }
export const blurry = { code: 'IMG_BLURRY' as const, material: 'scene_interior' as const, field: null, values: {} }
export const suspected = {
  code: 'REVIEWER_SUSPECTS' as const,
  material: null,
  field: null,
  values: { what: '经营者系代办' },
}
