import type { CaseStepKind } from '../../domain/case.ts'
import { storableJson, storableText } from '../../platform/storable.ts'
import { writeAudit } from '../../store/audit.ts'
import { appendEvents } from '../../store/events.ts'
import type { CaseRow } from '../../store/schema-people.ts'
import type { Trx } from '../deps.ts'

type Change = Partial<Omit<CaseRow, 'id' | 'application_id' | 'version' | 'created_at' | 'entered_by'>>

/** Changes a case that the caller holds. @returns the case as it is now. */
export const changeCase = (trx: Trx, { id }: Pick<CaseRow, 'id'>, change: Change): Promise<CaseRow> =>
  trx
    .updateTable('review_case')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

export interface NewStep {
  /** `system`, or a person's id. */
  actor: string
  what: CaseStepKind
  /** A person's own words; they stay in the log of the case. */
  text?: string | undefined
  /** Ids and codes alone: they also go into the event and the audit. */
  data?: Record<string, unknown>
  at: Date
}

/** What followers hear, where it is another word than that of the log. */
const heardAs: Partial<Record<CaseStepKind, string>> = { came_back: 'opened', lease_ended: 'released' }

/** Writes one step into the log of a case, tells the followers, and writes down for good what a person did. @returns the step's id */
export async function appendStep(
  trx: Trx,
  { id, application_id, revision, run }: Pick<CaseRow, 'id' | 'application_id' | 'revision' | 'run'>,
  { actor, what, text, data = {}, at }: NewStep,
): Promise<string> {
  const step = await trx
    .insertInto('case_step')
    .values({
      case_id: id,
      application_id,
      revision,
      run,
      at,
      actor,
      what,
      text: text === undefined ? null : storableText(text),
      data: storableJson(data),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const type = `case.${heardAs[what] ?? what}`
  await appendEvents(trx, [{ applicationId: application_id, revision, type, data: { id, by: actor, ...data }, at }])
  if (actor === 'system') return step.id
  await writeAudit(trx, {
    at,
    actor,
    action: `case.${what}`,
    applicationId: application_id,
    subject: id,
    details: data,
  })
  return step.id
}
