import type { Outcome } from '../../domain/decision.ts'
import type { ReasonRef } from '../../domain/case-choice.ts'
import { type StaffReason, staffReasons } from '../../domain/staff-reasons.ts'
import type { Trx } from '../deps.ts'
import type { ActorRecord } from './actors.ts'
import type { AsOf } from './as-of.ts'
import type { StoryContent } from './story-content.ts'

export interface StoryDecisionRecord {
  id: string
  revision: number
  run: number
  at: string
  outcome: Outcome
  risk: number
  policy: string
  by: ActorRecord
  confirmedBy: ActorRecord | null
  reasons: StaffReason[]
  overrides: (ReasonRef & { why: string })[]
  note: string | null
}

export type DecisionRow = Awaited<ReturnType<typeof readDecisionRows>>[number]

/** The newest first. */
export async function readDecisionRows(trx: Trx, { applicationId, revision, run, before }: AsOf) {
  return trx
    .selectFrom('decision')
    .selectAll('decision')
    .where('application_id', '=', applicationId)
    .$if(before !== null, (query) =>
      query.where((eb) =>
        eb.or([
          eb('decision.revision', '<', revision),
          eb.and([eb('decision.revision', '=', revision), eb('decision.run', '<=', run)]),
        ]),
      ),
    )
    .orderBy('revision', 'desc')
    .orderBy('run', 'desc')
    .execute()
}

export const decisionOf = (
  row: DecisionRow,
  contents: readonly StoryContent[],
  actorOf: (id: string) => ActorRecord,
): StoryDecisionRecord => ({
  id: row.id,
  revision: row.revision,
  run: row.run,
  at: row.created_at.toISOString(),
  outcome: row.outcome,
  risk: row.risk,
  policy: row.policy_version,
  by: actorOf('system'),
  confirmedBy: null,
  reasons: staffReasons(
    row.outcome,
    row.reasons,
    contents.find(({ revision }) => revision === row.revision)?.photos ?? [],
  ),
  overrides: [],
  note: null,
})

/** Whose names are needed. */
export const peopleOf = (_row: DecisionRow): string[] => []
