/**
 * What other applications say of this one. Gathered when it is decided, under a lock on the person, because two
 * applications that are decided at once must not each find the other undecided; kept with the decision.
 */
export interface AcrossEvidence {
  /** Other applications of the same ID card that are approved, or under way and handed in before this one. */
  applications: number
  /** Those of them that are micro merchants. */
  microMerchants: number
  /**
   * One of them with the same licence at the same address, or of a micro merchant with the same address and name, for the same
   * kind of terminal; null where there is none.
   */
  duplicate: OtherApplication | null
  /** What persons other than this one give too. */
  shared: readonly SharedDatum[]
  /** Block lists that something of this application is on. */
  blocked: readonly BlockedDatum[]
}

export interface OtherApplication {
  applicationId: string
  reference: string
}

export const clusterKinds = ['phone', 'address', 'device'] as const
export type ClusterKind = (typeof clusterKinds)[number]

export interface SharedDatum {
  what: ClusterKind
  /** Other persons, not applications. */
  persons: number
  /** The first of their applications. */
  other: OtherApplication
}

export const blockKinds = ['id_number', 'phone', 'card_number', 'credit_code', 'address', 'device'] as const
export type BlockKind = (typeof blockKinds)[number]

export interface BlockedDatum {
  what: BlockKind
  /** Name of the list. */
  list: string
  /** As the list gives it; null where it gives none. */
  reason: string | null
}
