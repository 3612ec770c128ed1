import type { CaseKind, CaseState } from '../../domain/case.ts'
import { type CaseStepRecord, stepRecord } from '../cases/read-steps.ts'
import type { Trx } from '../deps.ts'
import type { ActorRecord } from './actors.ts'

export interface StoryCaseRecord {
  id: string
  kind: CaseKind
  state: CaseState
  revision: number
  openedAt: string
  steps: CaseStepRecord[]
}

type CaseRows = Awaited<ReturnType<typeof readCaseRows>>

export const noCases: CaseRows = { cases: [], steps: [] }

/** All cases of an application, the newest first, and what happened to them, the oldest first. */
export async function readCaseRows(trx: Trx, applicationId: string) {
  const cases = await trx
    .selectFrom('review_case')
    .select(['id', 'kind', 'state', 'revision', 'created_at'])
    .where('application_id', '=', applicationId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  if (cases.length === 0) return { cases, steps: [] }
  const steps = await trx
    .selectFrom('case_step')
    .selectAll()
    .where(
      'case_id',
      'in',
      cases.map(({ id }) => id),
    )
    .orderBy('id')
    .execute()
  return { cases, steps }
}

export const casesOf = ({ cases, steps }: CaseRows, actorOf: (id: string) => ActorRecord): StoryCaseRecord[] =>
  cases.map(({ id, kind, state, revision, created_at }) => ({
    id,
    kind,
    state,
    revision,
    openedAt: created_at.toISOString(),
    steps: steps.filter((step) => step.case_id === id).map((step) => stepRecord(step, actorOf)),
  }))
