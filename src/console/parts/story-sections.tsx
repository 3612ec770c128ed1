import { useState } from 'react'
import type { StoryView } from '../../contracts/story-view.ts'
import { useKeys } from '../keys.tsx'
import { useSay, useTexts } from '../language.tsx'
import { Decisions } from './decisions.tsx'
import { History } from './history.tsx'
import { useLit } from './lit.tsx'
import { Matrix } from './matrix.tsx'
import { Neighbours } from './neighbours.tsx'
import { partTexts } from './part-texts.ts'
import { ReadFields } from './read-fields.tsx'
import { byGravity, ReasonList, spotOf } from './reason-list.tsx'
import { Revisions } from './revisions.tsx'
import { SceneScore } from './scene-score.tsx'
import { Section } from './section.tsx'
import { SideBySide } from './side-by-side.tsx'
import type { Desk } from './use-desk.ts'

/** What there is to know of an application beside its photos: why it is here first, then what contradicts, then all else. */
export function StorySections({ story, desk }: { story: StoryView; desk: Desk }) {
  const t = useTexts(partTexts)
  const say = useSay()
  const chosen = useReasonKeys(story)
  const photo = story.photos.find(({ materialId }) => materialId === desk.shown?.materialId)
  return (
    <>
      <Section title={t('reasons')} note={story.reasons.length}>
        <ReasonList story={story} chosen={chosen} />
      </Section>
      <Section title={t('conflicts')}>
        <Matrix matches={story.matches} form={story.form} />
      </Section>
      {photo && (
        <Section title={t('readFrom', { name: say(photo.name) })}>
          <ReadFields photo={photo} />
        </Section>
      )}
      <Section title={t('form')}>
        <SideBySide form={story.form} />
      </Section>
      <Section title={t('scene')}>
        <SceneScore scene={story.scene} />
      </Section>
      <Section title={t('neighbours')} note={story.neighbours.found.length + story.neighbours.among.length}>
        <Neighbours story={story} compareWith={desk.compareWith} />
      </Section>
      <Section title={t('revisions')} note={story.revisions.length}>
        <Revisions revisions={story.revisions} compareWith={desk.compareWith} />
      </Section>
      {!story.blind && (
        <Section title={t('decisions')} note={story.decisions.length}>
          <Decisions decisions={story.decisions} />
        </Section>
      )}
      <Section title={t('history')}>
        <History history={story.history} appeals={story.appeals} />
      </Section>
    </>
  )
}

/** `j` and `k` go through the reasons, and show where each stands on the photos. */
function useReasonKeys({ reasons, form }: StoryView): string | null {
  const { lookAt } = useLit()
  const [chosen, choose] = useState<string | null>(null)
  const sorted = byGravity(reasons)
  const go = (by: 1 | -1) => {
    const at = sorted.findIndex(({ key }) => key === chosen)
    const next = sorted[at === -1 ? (by === 1 ? 0 : sorted.length - 1) : (at + by + sorted.length) % sorted.length]
    if (!next) return
    choose(next.key)
    const spot = spotOf(next, form)
    if (spot) lookAt(spot)
    document.getElementById(`reason-${next.key}`)?.scrollIntoView({ block: 'nearest' })
  }
  useKeys(partTexts.reasons, [
    { keys: 'j', text: partTexts.nextReason, run: () => go(1) },
    { keys: 'k', text: partTexts.previousReason, run: () => go(-1) },
  ])
  return chosen
}
