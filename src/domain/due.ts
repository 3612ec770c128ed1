import { individualBusiness, materialKinds, sceneKinds } from './application.ts'
import type { MaterialKind } from './application.ts'
import type { LocalisedText } from './decision.ts'
import type { Box } from './geometry.ts'
import type { Fix } from './reason-entry.ts'
import type { ReasonCode } from './reasons.ts'
import type { Status } from './status.ts'
import type { ToldReason } from './told-reasons.ts'

/** From the mildest: where a photo must show something else, to take the same one again is no use. */
export const dueActions = ['correct', 'retake', 'replace', 'add'] as const satisfies readonly Fix[]
export type DueAction = (typeof dueActions)[number]

/** One thing to bring: a photo for a slot, or another value for a field. */
export interface DueItem {
  action: DueAction
  /** The slot to photograph; of a field to correct, the photo that it contradicts: another photo would mend that too. */
  material: MaterialKind | null
  /** The field to correct, as a path in the form; null where a photo is to be brought. */
  field: string | null
  /** Of the first reason, and how to mend it. */
  message: LocalisedText
  hint: LocalisedText
  /** All that speaks for it, the gravest first. */
  reasons: readonly DueReason[]
}

interface DueReason {
  code: ReasonCode
  message: LocalisedText
  hint: LocalisedText
  box?: Box
}

type Told = Pick<
  ToldReason,
  'code' | 'severity' | 'material' | 'field' | 'message' | 'hint' | 'fix' | 'box' | 'evidence'
>

/**
 * What the applicant is to bring now: everything that was returned, each slot and field once, photos in the order of the
 * flow and then fields. Empty unless the application waits for the applicant: nothing is asked while it is under way, or
 * while our own people have it.
 */
export function due(status: Status, reasons: readonly Told[], materials: readonly MaterialKind[]): DueItem[] {
  if (status !== 'returned') return []
  const items = new Map<string, DueItem>()
  for (const reason of reasons) {
    for (const { action, material, field } of asks(reason, materials)) {
      const key = field ?? material ?? 'application'
      const known = items.get(key)
      items.set(key, known ? merged(known, action, reason) : { action, material, field, ...told(reason) })
    }
  }
  return [...items.values()].sort((a, b) => place(a) - place(b))
}

type Ask = Pick<DueItem, 'action' | 'material' | 'field'>

function asks({ fix, code, material, field, evidence }: Told, materials: readonly MaterialKind[]): Ask[] {
  if (fix === 'wait' || fix === 'none') return []
  const typed = typedFields(field, evidence)
  const onlyTyped = fix === 'replace' && material === null
  if ((fix === 'correct' || onlyTyped) && typed.length > 0) {
    return typed.map((each) => ({ action: 'correct', material, field: each }))
  }
  // What was read, and not typed: only another photo can say otherwise.
  const action = fix === 'correct' ? 'replace' : fix
  if (material !== null) return [{ action, material, field: null }]
  // Of the premises as a whole.
  const scenes = code.startsWith('SCENE_') ? materials.filter((kind) => sceneKinds.includes(kind)) : []
  if (scenes.length > 0) return scenes.map((kind) => ({ action, material: kind, field: null }))
  // Named neither slot nor field: the texts have to do.
  return [{ action: 'correct', material: null, field: null }]
}

/** Where several fields are in question together, as with a bank's answer, each of them. */
function typedFields(field: string | null, { fields }: Told['evidence']): string[] {
  const named = typeof fields === 'string' ? fields.split(',') : field === null ? [] : [field]
  return named.filter(isTyped)
}

/** A path in the form, as against the name of something read (`validUntil`). */
const isTyped = (field: string): boolean =>
  (individualBusiness.keyof().options as readonly string[]).includes(field.split('.')[0] ?? '')

const told = ({ code, message, hint, box }: Told) => ({
  message,
  hint,
  reasons: [{ code, message, hint, ...(box && { box }) }],
})

function merged(item: DueItem, action: DueAction, reason: Told): DueItem {
  const stronger = dueActions.indexOf(action) > dueActions.indexOf(item.action)
  const [said] = told(reason).reasons
  const reasons = said ? (stronger ? [said, ...item.reasons] : [...item.reasons, said]) : item.reasons
  return stronger ? { ...item, action, message: reason.message, hint: reason.hint, reasons } : { ...item, reasons }
}

/** Photos first, in the order in which people bring them; fields after, in the order of the reasons. */
const place = ({ material, field }: DueItem): number =>
  field === null && material !== null ? materialKinds.indexOf(material) : materialKinds.length
