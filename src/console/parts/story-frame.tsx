import { type ReactNode, useMemo } from 'react'
import type { StoryView } from '../../contracts/story-view.ts'
import { useLanguage } from '../language.tsx'
import { deskPhotos } from './desk-photos.ts'
import { LitProvider } from './lit.tsx'
import { RevealProvider } from './masked.tsx'
import { PhotoDesk } from './photo-desk.tsx'
import './story-frame.css'
import { type Desk, useDesk } from './use-desk.ts'

/**
 * An application to be looked at: its photos on the left, which stay, and on the right whatever `children` make of it. They
 * are given the desk, to lay photos on it.
 */
export function StoryFrame({ story, children }: { story: StoryView; children: (desk: Desk) => ReactNode }) {
  const { language } = useLanguage()
  const { photos, own } = useMemo(() => deskPhotos(story, language), [story, language])
  const desk = useDesk(photos, own)
  return (
    <RevealProvider applicationId={story.id} revision={story.revision}>
      <LitProvider lookAt={desk.lookAt}>
        <div className="story-frame">
          <div className="story-photos">
            <PhotoDesk desk={desk} photos={story.photos} />
          </div>
          <div className="story-side">{children(desk)}</div>
        </div>
      </LitProvider>
    </RevealProvider>
  )
}
