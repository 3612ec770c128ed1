import type { CaseStepKind } from '../../domain/case.ts'
import type { ReviewDeps } from '../deps.ts'
import { type ActorRecord, readActors } from '../staff/actors.ts'

export interface CaseStepRecord {
  id: string
  at: string
  actor: ActorRecord
  what: CaseStepKind
  text: string | null
  data: Record<string, unknown>
}

/** The log of a case in the order of time; of one step alone when asked. */
export async function readSteps(
  { db }: Pick<ReviewDeps, 'db'>,
  caseId: string,
  only?: string,
): Promise<CaseStepRecord[]> {
  const rows = await db
    .selectFrom('case_step')
    .select(['id', 'at', 'actor', 'what', 'text', 'data'])
    .where('case_id', '=', caseId)
    .$if(only !== undefined, (query) => query.where('id', '=', only!))
    .orderBy('id')
    .execute()
  const actorOf = await readActors(
    db,
    rows.map(({ actor }) => actor),
  )
  return rows.map((row) => stepRecord(row, actorOf))
}

export const stepRecord = (
  { id, at, actor, what, text, data }: Omit<CaseStepRecord, 'at' | 'actor'> & { at: Date; actor: string },
  actorOf: (id: string) => ActorRecord,
): CaseStepRecord => ({ id, at: at.toISOString(), actor: actorOf(actor), what, text, data })
