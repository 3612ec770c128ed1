import { type ApplicationForm, type MaterialKind, materialKinds } from './application.ts'
import type { LocalisedText } from './decision.ts'
import { type FormField, formFields, formValue, type Shown, shownForm } from './shown-values.ts'
import { fieldName, materialNames } from './terms.ts'

export interface RevisionContent {
  form: ApplicationForm
  photos: readonly { kind: MaterialKind; id: string; sha256: string }[]
}

interface ChangedField {
  field: FormField
  name: LocalisedText
  before: Shown
  after: Shown
}

interface ChangedPhoto {
  kind: MaterialKind
  name: LocalisedText
  change: 'added' | 'replaced' | 'removed'
  /** Ids. */
  before: string | null
  after: string | null
}

export interface RevisionChanges {
  fields: ChangedField[]
  photos: ChangedPhoto[]
}

/** What one revision changed; of the first (`before` null) all photos were added. A file sent once more is no change. */
export function revisionChanges(before: RevisionContent | null, after: RevisionContent): RevisionChanges {
  const fields = before
    ? formFields
        .filter((field) => formValue(before.form, field) !== formValue(after.form, field))
        .map((field) => ({
          field,
          name: fieldName(field, null),
          before: shownForm(before.form, field),
          after: shownForm(after.form, field),
        }))
    : []
  const photos = materialKinds.flatMap((kind): ChangedPhoto[] => {
    const [old, young] = [before, after].map((content) => content?.photos.find((photo) => photo.kind === kind))
    if (old?.sha256 === young?.sha256) return []
    const change = old && young ? 'replaced' : young ? 'added' : 'removed'
    return [{ kind, name: materialNames[kind], change, before: old?.id ?? null, after: young?.id ?? null }]
  })
  return { fields, photos }
}
