import { useCallback, useMemo, useReducer, useRef } from 'react'
import { type DeskMove, type DeskState, emptyDesk, moved } from './desk-state.ts'
import type { Spot } from './lit.tsx'
import type { DeskPhoto, PaneHandle } from './photo-pane.tsx'

export interface Desk {
  state: DeskState
  /** Our own first, in the order of the flow, then those that may be laid beside them. */
  photos: readonly DeskPhoto[]
  /** Of our own, in order: what keys and thumbnails go through. */
  ids: readonly string[]
  /** The photo that keys act on. */
  shown: DeskPhoto | null
  make: (move: DeskMove) => void
  compareWith: (ours: string | null, theirs: string) => void
  lookAt: (spot: Spot) => void
  pane: (which: 0 | 1) => { current: PaneHandle | null }
  active: () => PaneHandle | null
}

/** @param own how many of `photos` are our own */
export function useDesk(photos: readonly DeskPhoto[], own: number): Desk {
  const ids = useMemo(() => photos.slice(0, own).map(({ materialId }) => materialId), [photos, own])
  const [state, make] = useReducer(moved, ids[0] ?? null, emptyDesk)
  const left = useRef<PaneHandle | null>(null)
  const right = useRef<PaneHandle | null>(null)
  const pane = useCallback((which: 0 | 1) => (which === 0 ? left : right), [])

  const lookAt = useCallback(
    ({ materialId, quad }: Spot) => {
      const other = state.active === 0 ? 1 : 0
      const where = state.compared && state.panes[other] === materialId ? other : state.active
      if (state.panes[where] !== materialId) make({ move: 'show', id: materialId, pane: where })
      if (where !== state.active) make({ move: 'pick', pane: where })
      if (!quad) return
      // Once the photo lies there: its own effect shows it whole first.
      requestAnimationFrame(() => requestAnimationFrame(() => pane(where).current?.lookAt(quad)))
    },
    [state, pane],
  )
  const compareWith = useCallback(
    (ours: string | null, theirs: string) => {
      if (ours !== null) make({ move: 'show', id: ours, pane: 0 })
      make({ move: 'compare', ids, with: theirs })
    },
    [ids],
  )
  const active = useCallback(() => pane(state.active).current, [pane, state.active])
  const shownId = state.panes[state.active] ?? ids[0] ?? null
  const shown = photos.find(({ materialId }) => materialId === shownId) ?? null
  return { state, photos, ids, shown, make, compareWith, lookAt, pane, active }
}
