import { useState } from 'react'
import type { DecisionDesk } from '../../../contracts/case-decision.ts'
import type { ReasonToChoose } from '../../../contracts/reasons-catalogue.ts'
import type { CaseOutcome } from '../../../domain/case-choice.ts'
import { beginDraft, type Draft } from './decision-draft.ts'
import { type ScreenChanges, screenChanges } from './screen-changes.ts'

/** The desk as it was looked at; a decision is sent with its screen, whatever the page has heard since. */
type Pinned = Pick<DecisionDesk, 'screen' | 'standing'>

export interface Drafting {
  draft: Draft | null
  isOpen: boolean
  pinned: Pinned | null
  /** What changed since it was begun and has not been looked at; null where nothing did. */
  stale: ScreenChanges | null
  open: (outcome: CaseOutcome) => void
  close: () => void
  change: (draft: Draft) => void
  /** What changed was looked at. */
  accept: () => void
  /** It was sent. */
  drop: () => void
}

/** A decision that is being written outlives closing the panel, other outcomes tried, and news from the service. */
export function useDraft(desk: Pinned, catalogue: readonly ReasonToChoose[]): Drafting {
  const [draft, setDraft] = useState<Draft | null>(null)
  const [isOpen, setOpen] = useState(false)
  const [pinned, setPinned] = useState<Pinned | null>(null)
  const changes = pinned && screenChanges(pinned, desk)
  const told = changes && worthTelling(changes)
  return {
    draft,
    isOpen,
    // A comment or a longer lease makes a new version of the case, and nothing else to look at.
    pinned: changes && !told ? desk : pinned,
    stale: told ? changes : null,
    open: (outcome) => {
      setDraft(draft ? { ...draft, outcome } : beginDraft(outcome, desk.standing, catalogue))
      if (!pinned) setPinned({ screen: desk.screen, standing: desk.standing })
      setOpen(true)
    },
    close: () => setOpen(false),
    change: setDraft,
    accept: () => setPinned({ screen: desk.screen, standing: desk.standing }),
    drop: () => {
      setDraft(null)
      setPinned(null)
      setOpen(false)
    },
  }
}

const worthTelling = ({ revision, screenedAgain, added, gone, photos, closed }: ScreenChanges): boolean =>
  revision !== null || screenedAgain || closed || added.length + gone.length + photos > 0
