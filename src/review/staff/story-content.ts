import type { ApplicationForm, MaterialKind } from '../../domain/application.ts'
import type { Outcome } from '../../domain/decision.ts'
import { type RevisionChanges, revisionChanges } from '../../domain/revision-changes.ts'
import type { MaterialRow } from '../../store/schema.ts'
import type { Trx } from '../deps.ts'

export interface StoryMaterial extends MaterialRow {
  kind: MaterialKind
}

/** One revision with all that it says. */
export interface StoryContent {
  revision: number
  submittedAt: Date
  form: ApplicationForm
  photos: StoryMaterial[]
}

export interface RevisionRecord extends RevisionChanges {
  revision: number
  submittedAt: string
  outcome: Outcome | null
}

/** Every revision up to this one, the oldest first. */
export async function readContents(trx: Trx, applicationId: string, upTo: number): Promise<StoryContent[]> {
  const revisions = await trx
    .selectFrom('application_revision')
    .select(['revision', 'created_at', 'form'])
    .where('application_id', '=', applicationId)
    .where('revision', '<=', upTo)
    .orderBy('revision')
    .execute()
  const photos = await trx
    .selectFrom('revision_material')
    .innerJoin('material', 'material.id', 'revision_material.material_id')
    .selectAll('material')
    .select('revision_material.revision')
    .where('application_id', '=', applicationId)
    .where('revision', '<=', upTo)
    .execute()
  return revisions.map(({ revision, created_at, form }) => ({
    revision,
    submittedAt: created_at,
    form,
    photos: photos.filter((photo) => photo.revision === revision),
  }))
}

/** What each revision changed, the newest first. */
export const revisionsOf = (
  contents: readonly StoryContent[],
  outcomeOf: (revision: number) => Outcome | null,
): RevisionRecord[] =>
  contents
    .map((content, i) => ({
      revision: content.revision,
      submittedAt: content.submittedAt.toISOString(),
      outcome: outcomeOf(content.revision),
      ...revisionChanges(contents[i - 1] ?? null, content),
    }))
    .toReversed()
