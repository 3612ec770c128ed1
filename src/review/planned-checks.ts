import { type MaterialKind, sceneKinds } from '../domain/application.ts'
import { type Check, fieldsByKind } from '../domain/evidence.ts'

export interface PlannedCheck {
  check: Check
  slot: MaterialKind | 'application'
}

/** Which checks one application gets, in the order of the flow. The ledger and the queues' flow hold exactly these. */
export function plannedChecks(kinds: readonly MaterialKind[]): PlannedCheck[] {
  const planned: PlannedCheck[] = []
  for (const kind of kinds) if (kind in fieldsByKind) planned.push({ check: 'ocr', slot: kind })
  for (const kind of kinds) planned.push({ check: 'clarity', slot: kind })
  if (kinds.some((kind) => sceneKinds.includes(kind))) planned.push({ check: 'scene', slot: 'application' })
  planned.push({ check: 'account-match', slot: 'application' })
  return planned
}
