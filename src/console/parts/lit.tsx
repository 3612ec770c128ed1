import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { Quad } from '../../domain/geometry.ts'

/** A place on a photo that a value or a reason points at. */
export interface Spot {
  materialId: string
  /** Names the box on its photo. */
  key: string
  /** Where it is; absent where it is the whole photo. */
  quad?: Quad
}

interface Lit {
  /** Under the pointer or the focus, on either side. */
  spot: Spot | null
  light: (spot: Spot | null) => void
  /** Shows the photo and brings the spot near. */
  lookAt: (spot: Spot) => void
}

const LitContext = createContext<Lit>({ spot: null, light: () => {}, lookAt: () => {} })

/** Values and boxes light each other up, both ways. */
export function LitProvider({ lookAt, children }: { lookAt: (spot: Spot) => void; children: ReactNode }) {
  const [spot, light] = useState<Spot | null>(null)
  const lit = useMemo(() => ({ spot, light, lookAt }), [spot, lookAt])
  return <LitContext value={lit}>{children}</LitContext>
}

export const useLit = (): Lit => useContext(LitContext)

export const isLit = (spot: Spot | null, materialId: string, key: string): boolean =>
  spot !== null && spot.materialId === materialId && spot.key === key

/** What a row needs to light its spot, by pointer and by keyboard. Nothing where it points nowhere. */
export function useSpot(spot: Spot | null) {
  const { light } = useLit()
  if (!spot) return {}
  return {
    onMouseEnter: () => light(spot),
    onMouseLeave: () => light(null),
    onFocus: () => light(spot),
    onBlur: () => light(null),
  }
}

export const fieldKey = (field: string): string => `field:${field}`
export const reasonKey = (key: string): string => `reason:${key}`
