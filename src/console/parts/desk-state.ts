import type { Rotation } from '../../domain/geometry.ts'
import { turnedBy } from './photo-geometry.ts'

/** Which photos lie on the desk, and how they are looked at. */
export interface DeskState {
  /** Ids of the photos on the left and, when two are compared, on the right; null where none lies there. */
  panes: readonly [string | null, string | null]
  /** The one that keys act on. */
  active: 0 | 1
  compared: boolean
  /** Of each photo that was turned. */
  turns: Readonly<Record<string, Rotation>>
  /** Whether the boxes of what was read are drawn. */
  boxes: boolean
  /** Whether the clarity map is shown instead of the photo. */
  map: boolean
}

export type DeskMove =
  | { move: 'show'; id: string; pane?: 0 | 1 }
  | { move: 'step'; by: 1 | -1; ids: readonly string[] }
  | { move: 'turn'; by: 90 | -90 }
  | { move: 'compare'; ids: readonly string[]; with?: string }
  | { move: 'pick'; pane: 0 | 1 }
  | { move: 'boxes' }
  | { move: 'map' }

export const emptyDesk = (first: string | null): DeskState => ({
  panes: [first, null],
  active: 0,
  compared: false,
  turns: {},
  boxes: true,
  map: false,
})

export function moved(state: DeskState, move: DeskMove): DeskState {
  const shown = state.panes[state.active]
  switch (move.move) {
    case 'show':
      return onPane(state, move.pane ?? state.active, move.id)
    case 'step': {
      const next = neighbour(move.ids, shown, move.by)
      return next === null ? state : onPane(state, state.active, next)
    }
    case 'turn':
      return shown === null
        ? state
        : { ...state, turns: { ...state.turns, [shown]: turnedBy(turnOf(state, shown), move.by) } }
    case 'compare':
      return compared(state, move)
    case 'pick':
      return state.compared ? { ...state, active: move.pane } : state
    case 'boxes':
      return { ...state, boxes: !state.boxes }
    default:
      return { ...state, map: !state.map }
  }
}

export const turnOf = ({ turns }: DeskState, id: string): Rotation => turns[id] ?? 0

const onPane = (state: DeskState, pane: 0 | 1, id: string): DeskState => {
  const panes: DeskState['panes'] = pane === 0 ? [id, state.panes[1]] : [state.panes[0], id]
  const active = pane === 1 && !state.compared ? 0 : pane
  return { ...state, panes, active }
}

/** With another photo that is named; without a name on and off, beside the next one. */
function compared(state: DeskState, { ids, with: other }: { ids: readonly string[]; with?: string }): DeskState {
  if (other === undefined && state.compared) {
    // What was looked at last stays.
    return { ...state, compared: false, active: 0, panes: [state.panes[state.active], null] }
  }
  const beside = other ?? neighbour(ids, state.panes[0], 1)
  return beside === null ? state : { ...state, compared: true, active: 1, panes: [state.panes[0] ?? beside, beside] }
}

/** Round and round. Null where there is none. */
function neighbour(ids: readonly string[], from: string | null, by: 1 | -1): string | null {
  if (ids.length === 0) return null
  const at = from === null ? -1 : ids.indexOf(from)
  if (at === -1) return ids[0] ?? null
  return ids[(at + by + ids.length) % ids.length] ?? null
}
