import type { LostKind } from '../domain/lost-work.ts'

/** What the last look for one kind of lost work found, by whatever process. */
interface ReconcilerLookTable {
  kind: LostKind
  looked_at: Date
  took_ms: number
  suspects: number
  lost: number
  /** Since when the one that has waited longest has not moved. */
  oldest_at: Date | null
  repaired_at: Date | null
}

/** Repairs of one kind within one hour. */
interface ReconcilerCountTable {
  kind: LostKind
  hour: Date
  repaired: number
  given_up: number
}

export interface ReconcilerTables {
  reconciler_look: ReconcilerLookTable
  reconciler_count: ReconcilerCountTable
}
