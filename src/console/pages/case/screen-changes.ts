import type { DecisionDesk } from '../../../contracts/case-decision.ts'
import type { StaffReason } from '../../../contracts/story-decisions.ts'

type Seen = Pick<DecisionDesk, 'screen' | 'standing'>

/** What differs between what was decided upon and what there is now. */
export interface ScreenChanges {
  revision: { before: number; after: number } | null
  /** Screened anew, the application unchanged. */
  screenedAgain: boolean
  added: readonly StaffReason[]
  gone: readonly StaffReason[]
  /** How many photos are others than before. */
  photos: number
  /** Closed meanwhile: there is nothing left to decide. */
  closed: boolean
}

/** @returns null where what is on screen still stands */
export function screenChanges(before: Seen, after: Seen): ScreenChanges | null {
  const [was, is] = [before.screen, after.screen]
  if (!was) return null
  const known = (standing: readonly StaffReason[]) => new Set(standing.map(({ key }) => key))
  const [knownBefore, knownNow] = [known(before.standing), known(after.standing)]
  const changes: ScreenChanges = {
    revision: is && is.revision !== was.revision ? { before: was.revision, after: is.revision } : null,
    screenedAgain: is !== null && (is.run !== was.run || is.decision !== was.decision),
    added: after.standing.filter(({ key }) => !knownBefore.has(key)),
    gone: before.standing.filter(({ key }) => !knownNow.has(key)),
    photos: is ? is.materials.filter((id) => !was.materials.includes(id)).length : 0,
    closed: is === null,
  }
  const same =
    !changes.revision &&
    !changes.screenedAgain &&
    !changes.closed &&
    changes.added.length + changes.gone.length + changes.photos === 0 &&
    is?.version === was.version
  return same ? null : changes
}
