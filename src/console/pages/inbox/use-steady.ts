import { useState } from 'react'
import { type SteadyRow, steadyRows } from './steady-rows.ts'

/**
 * A list that changes by itself yet never under somebody's hand.
 * @param held while somebody points at it or works in it
 * @param of what it is a list of: another filter is another list, and begins anew
 */
export function useSteady<T extends { id: string }>(
  fresh: readonly T[],
  held: boolean,
  of: string,
): { rows: readonly SteadyRow<T>[]; waiting: number; letIn: () => void } {
  const [state, setState] = useState(() => begin(fresh, of))
  // Worked out while rendering, as React has it for state that follows from what was passed in.
  if (state.fresh !== fresh || state.of !== of) {
    const kept = held && state.of === of
    setState(kept ? { fresh, of, ...steadyRows(state.rows, fresh) } : begin(fresh, of))
  } else if (!held && (state.waiting > 0 || state.rows.some(({ gone }) => gone))) {
    setState(begin(fresh, of))
  }
  return { rows: state.rows, waiting: state.waiting, letIn: () => setState(begin(fresh, of)) }
}

const begin = <T extends { id: string }>(fresh: readonly T[], of: string) => ({
  fresh,
  of,
  rows: fresh.map((item): SteadyRow<T> => ({ item, gone: false })),
  waiting: 0,
})
