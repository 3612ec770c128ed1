import type { PassedOver } from '../../domain/case-choice.ts'
import type { Outcome } from '../../domain/decision.ts'
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
  overrides: PassedOver[]
  note: string | null
}

export type DecisionRow = Awaited<ReturnType<typeof readDecisionRows>>[number]

/** The newest first; looked at as of another time, those of the policy up to then. */
export async function readDecisionRows(trx: Trx, { applicationId, revision, run, before }: AsOf) {
  return trx
    .selectFrom('decision')
    .leftJoin('case_decision', 'case_decision.id', 'decision.case_decision_id')
    .select([
      'decision.id',
      'decision.revision',
      'decision.run',
      'decision.created_at',
      'decision.outcome',
      'decision.risk',
      'decision.policy_version',
      'decision.reasons',
      'decision.scene',
      'decision.decided_by',
      'decision.confirmed_by',
      'case_decision.overrides',
      'case_decision.note',
    ])
    .where('decision.application_id', '=', applicationId)
    .$if(before !== null, (query) =>
      query
        .where('decision.decided_by', 'is', null)
        .where((eb) =>
          eb.or([
            eb('decision.revision', '<', revision),
            eb.and([eb('decision.revision', '=', revision), eb('decision.run', '<=', run)]),
          ]),
        ),
    )
    .orderBy('decision.revision', 'desc')
    .orderBy('decision.run', 'desc')
    .execute()
}

/** Whose names are needed. */
export const peopleOf = ({ decided_by, confirmed_by }: DecisionRow): string[] =>
  [decided_by, confirmed_by].filter((id) => id !== null)

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
  by: actorOf(row.decided_by ?? 'system'),
  confirmedBy: row.confirmed_by === null ? null : actorOf(row.confirmed_by),
  reasons: staffReasons(
    row.outcome,
    row.reasons,
    contents.find(({ revision }) => revision === row.revision)?.photos ?? [],
  ),
  overrides: [...(row.overrides ?? [])],
  note: row.note,
})
