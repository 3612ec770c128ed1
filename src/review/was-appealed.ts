import type { RevisionRef, Trx } from './deps.ts'

/** Whether the applicant has spoken against the refusal of this revision; whatever follows for the revision is of the appeal. */
export async function wasAppealed(
  trx: Pick<Trx, 'selectFrom'>,
  { applicationId, revision }: RevisionRef,
): Promise<boolean> {
  const appeal = await trx
    .selectFrom('appeal')
    .select('revision')
    .where('application_id', '=', applicationId)
    .where('revision', '=', revision)
    .executeTakeFirst()
  return appeal !== undefined
}
