import type { Actor } from '../../domain/permissions.ts'
import type { WorkDeps } from '../open-work.ts'
import { describeCase, type CaseRecord } from './describe-case.ts'
import { claimCase, extendLease } from './hold-case.ts'
import { type CaseFilter, listCases } from './list-cases.ts'
import { commentCase, escalateCase, releaseCase, snoozeCase, transferCase } from './put-aside-case.ts'
import { type CaseStepRecord, readSteps } from './read-steps.ts'
import { takeNextCase } from './take-next.ts'

interface Work {
  caseId: string
  actor: Actor
}

/** What the HTTP API can ask for about cases; each answers with the case as it is afterwards. */
export function caseUseCases(deps: WorkDeps) {
  const then =
    <Input extends Work>(act: (deps: WorkDeps, input: Input) => Promise<void>) =>
    async (input: Input): Promise<CaseRecord> => {
      await act(deps, input)
      return describeCase(deps, input.actor, input.caseId)
    }
  return {
    list: (actor: Actor, filter: CaseFilter) => listCases(deps, actor, filter),
    next: async (actor: Actor): Promise<CaseRecord | null> => {
      const id = await takeNextCase(deps, { actor })
      return id === null ? null : describeCase(deps, actor, id)
    },
    claim: then(claimCase),
    extend: then(extendLease),
    release: then(releaseCase),
    snooze: then(snoozeCase),
    escalate: then(escalateCase),
    transfer: then(transferCase),
    comment: async (input: Work & { text: string }): Promise<CaseStepRecord> => {
      const [step] = await readSteps(deps, input.caseId, await commentCase(deps, input))
      return step!
    },
  }
}
