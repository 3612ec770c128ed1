import type { z } from 'zod'
import type { materialReceipt } from '../../../contracts/receipts.ts'
import type { requirementsView } from '../../../contracts/requirements-view.ts'
import type { MaterialKind } from '../../../domain/application.ts'
import type { Text } from '../../texts.ts'

export type Receipt = z.infer<typeof materialReceipt>
export type Requirements = z.infer<typeof requirementsView>

/** One photo on its way to a slot; `preview` is an address within this page. */
export type Slot = { preview: string } & (
  | { state: 'uploading' }
  | { state: 'uploaded'; receipt: Receipt }
  | { state: 'failed'; text: Text }
)
export type Slots = Partial<Record<MaterialKind, Slot>>

/** The photos that can be submitted. */
export function uploadedIn(slots: Slots): { kind: MaterialKind; id: string }[] {
  return Object.values(slots).flatMap((slot) =>
    slot.state === 'uploaded' ? [{ kind: slot.receipt.kind, id: slot.receipt.id }] : [],
  )
}

export const isUploading = (slots: Slots): boolean => Object.values(slots).some(({ state }) => state === 'uploading')

/** Required photos that are not there yet, and whether no set of premises photos is complete. */
export function lacking(
  { materials, sets }: Requirements,
  slots: Slots,
): { kinds: Requirements['materials'][number][]; set: boolean } {
  const there = new Set(uploadedIn(slots).map(({ kind }) => kind))
  return {
    kinds: materials.filter(({ kind, need }) => need === 'required' && !there.has(kind)),
    set: sets.length > 0 && !sets.some((set) => set.every((kind) => there.has(kind))),
  }
}
