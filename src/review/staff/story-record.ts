import type { MaterialKind, MerchantType } from '../../domain/application.ts'
import type { LocalisedText, Outcome } from '../../domain/decision.ts'
import type { DueItem } from '../../domain/due.ts'
import type { Check } from '../../domain/evidence.ts'
import type { MatchRow } from '../../domain/match-matrix.ts'
import type { PhotoStory } from '../../domain/photo-story.ts'
import type { SceneScore } from '../../domain/scene-signals.ts'
import type { Against, FormRow } from '../../domain/side-by-side.ts'
import type { StaffReason } from '../../domain/staff-reasons.ts'
import type { Status } from '../../domain/status.ts'
import type { PromiseRecord } from '../read-promise.ts'
import type { ToldRecord } from '../read-told.ts'
import type { ShipmentRecord } from '../ship-terminal.ts'
import type { ActorRecord } from './actors.ts'
import type { RevisionRecord } from './story-content.ts'
import type { StoryCallbackRecord } from './story-callbacks.ts'
import type { StoryCaseRecord } from './story-cases.ts'
import type { StoryDecisionRecord } from './story-decisions.ts'
import type { NeighbourRecords, RelatedRecord } from './story-neighbours.ts'

export interface PhotoRecord extends PhotoStory {
  kind: MaterialKind
  name: LocalisedText
  materialId: string
  mime: string
  width: number
  height: number
  bytes: number
  uploadedAt: string
  removedAt: string | null
  clarity: number | null
}

export interface RowRecord extends Omit<FormRow, 'against'> {
  changed: boolean
  against: (Against & { materialId: string | null })[]
}

export interface CheckRecord {
  check: Check
  slot: MaterialKind | 'application'
  status: 'pending' | 'active' | 'done' | 'failed'
  seconds: number | null
  evidenceId: string | null
  engine: string | null
  error: string | null
}

/** All there is to know of one application, as our own people see it. */
export interface StoryRecord {
  id: string
  reference: string
  merchantType: MerchantType
  status: Status
  revision: number
  run: number
  enteredBy: ActorRecord
  enteredByMe: boolean
  createdAt: string
  submittedAt: string
  decidedAt: string | null
  outcome: Outcome | null
  risk: number | null
  policy: string | null
  blind: boolean
  reasons: StaffReason[]
  form: RowRecord[]
  photos: PhotoRecord[]
  matches: MatchRow[] | null
  scene: SceneScore | null
  neighbours: NeighbourRecords
  related: RelatedRecord[]
  checks: CheckRecord[]
  due: DueItem[]
  dueBy: string | null
  history: { from: Status | null; to: Status; at: string; by: ActorRecord; reason: string | null; revision: number }[]
  revisions: RevisionRecord[]
  decisions: StoryDecisionRecord[]
  appeals: { revision: number; text: string; at: string }[]
  cases: StoryCaseRecord[]
  callbacks: StoryCallbackRecord[]
  promised: PromiseRecord | null
  told: ToldRecord[]
  shipment: ShipmentRecord | null
}
