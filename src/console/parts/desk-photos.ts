import type { StoryPhoto } from '../../contracts/story-photos.ts'
import type { StaffReason } from '../../contracts/story-decisions.ts'
import type { StoryView } from '../../contracts/story-view.ts'
import type { Language } from '../texts.ts'
import { fieldKey, reasonKey } from './lit.tsx'
import { partTexts } from './part-texts.ts'
import { fill } from '../texts.ts'
import type { DeskPhoto, Mark } from './photo-pane.tsx'
import { quadOf } from './photo-geometry.ts'

/** Readings below this are drawn as unsure. Only for the eye: what a reading is worth, the policy says. */
const UNSURE = 0.85

type Story = Pick<StoryView, 'photos' | 'reasons' | 'neighbours' | 'revisions'>

/** All that can be laid on the desk: the photos of this revision, then earlier ones and those found to be alike. */
export function deskPhotos(story: Story, language: Language): { photos: DeskPhoto[]; own: number } {
  const own = story.photos.map((photo) => ownPhoto(photo, story.reasons, language))
  const known = new Set(own.map(({ materialId }) => materialId))
  const others: DeskPhoto[] = []
  const add = (materialId: string | null, name: string) => {
    if (materialId === null || known.has(materialId)) return
    known.add(materialId)
    others.push({ materialId, name, size: null, removed: false, marks: [] })
  }
  for (const { theirs, application } of story.neighbours.found) {
    const name = fill(partTexts.otherApplication[language], { reference: application.reference })
    add(theirs.materialId, name)
  }
  for (const { photos, revision } of story.revisions) {
    const before = fill(partTexts.revision[language], { revision: revision - 1 })
    for (const photo of photos) add(photo.before, `${photo.name[language]} · ${before}`)
  }
  return { photos: [...own, ...others], own: own.length }
}

const ownPhoto = (photo: StoryPhoto, reasons: readonly StaffReason[], language: Language): DeskPhoto => ({
  materialId: photo.materialId,
  name: photo.name[language],
  size: { width: photo.width, height: photo.height },
  removed: photo.removedAt !== null,
  marks: [...fieldMarks(photo, reasons, language), ...reasonMarks(photo, reasons, language)],
})

function fieldMarks(photo: StoryPhoto, reasons: readonly StaffReason[], language: Language): Mark[] {
  const doubted = new Set(
    reasons
      .filter(({ materialId, severity }) => materialId === photo.materialId && severity !== 'info')
      .map((r) => r.field),
  )
  return photo.fields.flatMap(({ field, name, value, box, confidence, checkDigit }) => {
    if (!box) return []
    const tone = doubted.has(field) || checkDigit === 'invalid' ? 'wrong' : confidence < UNSURE ? 'unsure' : 'read'
    return [{ key: fieldKey(field), quad: box, label: `${name[language]} ${value ?? ''}`, tone }]
  })
}

/** Of a field that is read the field's own box is enough. */
const reasonMarks = (photo: StoryPhoto, reasons: readonly StaffReason[], language: Language): Mark[] =>
  reasons.flatMap(({ key, materialId, field, box, internal }): Mark[] => {
    const drawn = photo.fields.some((each) => each.field === field && each.box)
    return materialId === photo.materialId && box && !drawn
      ? [{ key: reasonKey(key), quad: quadOf(box), label: internal[language], tone: 'wrong' }]
      : []
  })
