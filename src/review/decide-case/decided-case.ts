import type { Selectable } from 'kysely'
import type { MaterialKind } from '../../domain/application.ts'
import type { CaseOutcome, PassedOver } from '../../domain/case-choice.ts'
import type { LocalisedText } from '../../domain/decision.ts'
import { type SecondPersonWhy, secondPersonText } from '../../domain/second-person.ts'
import { type StaffReason, staffReasons } from '../../domain/staff-reasons.ts'
import type { PeopleTables } from '../../store/schema-people.ts'
import type { Trx } from '../deps.ts'
import { type ActorRecord, readActors } from '../staff/actors.ts'

export type CaseDecisionRow = Selectable<PeopleTables['case_decision']>

/** A decision of a person, for people to read. */
export interface DecidedCaseRecord {
  id: string
  outcome: CaseOutcome
  state: CaseDecisionRow['state']
  decidedBy: ActorRecord
  decidedAt: string
  reasons: StaffReason[]
  overrides: readonly PassedOver[]
  note: string | null
  secondPerson: SecondPersonRecord | null
  checkedBy: ActorRecord | null
  checkedAt: string | null
  checkNote: string | null
}

interface SecondPersonRecord {
  why: (SecondPersonWhy & { text: LocalisedText })[]
}

export const secondPersonRecord = (why: readonly SecondPersonWhy[]): SecondPersonRecord | null =>
  why.length === 0 ? null : { why: why.map((each) => ({ ...each, text: secondPersonText(each) })) }

/** Of one case, the newest first. */
export const decisionsOnCase = (trx: Trx, caseId: string): Promise<CaseDecisionRow[]> =>
  trx
    .selectFrom('case_decision')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('decided_at', 'desc')
    .orderBy('id', 'desc')
    .execute()

type Photos = readonly { kind: MaterialKind; id: string }[]

export async function decidedCases(
  trx: Trx,
  rows: readonly CaseDecisionRow[],
  photos: Photos,
): Promise<DecidedCaseRecord[]> {
  const actorOf = await readActors(
    trx,
    rows.flatMap(({ decided_by, checked_by }) => [decided_by, ...(checked_by === null ? [] : [checked_by])]),
  )
  return rows.map((row) => ({
    id: row.id,
    outcome: row.outcome,
    state: row.state,
    decidedBy: actorOf(row.decided_by),
    decidedAt: row.decided_at.toISOString(),
    reasons: staffReasons(row.outcome, row.reasons, photos),
    overrides: row.overrides,
    note: row.note,
    secondPerson: secondPersonRecord(row.second_person),
    checkedBy: row.checked_by === null ? null : actorOf(row.checked_by),
    checkedAt: row.checked_at?.toISOString() ?? null,
    checkNote: row.check_note,
  }))
}
