import type { MerchantType } from '../domain/application.ts'

/** Parts that cases and callbacks are described with. */

export interface Colleague {
  id: string
  displayName: string
}

export const colleague = (id: string | null, displayName: string | null): Colleague | null =>
  id === null ? null : { id, displayName: displayName ?? id }

export interface WorkApplication {
  id: string
  reference: string
  merchantType: MerchantType
  revision: number
}

export const workApplication = (row: {
  application_id: string
  reference: string
  merchant_type: MerchantType
  revision: number
}): WorkApplication => ({
  id: row.application_id,
  reference: row.reference,
  merchantType: row.merchant_type,
  revision: row.revision,
})

export const instant = (at: Date | null): string | null => at?.toISOString() ?? null

/** In the order of the ids; those that were not found are left out. */
export function inOrder<T extends { id: string }>(ids: readonly string[], found: readonly T[]): T[] {
  const byId = new Map(found.map((each) => [each.id, each]))
  return ids.map((id) => byId.get(id)).filter((each) => each !== undefined)
}
