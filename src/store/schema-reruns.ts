import type { Generated, JSONColumnType, Selectable } from 'kysely'
import type { Outcome } from '../domain/decision.ts'
import type { ReasonCode } from '../domain/reasons.ts'
import type {
  ApprovalCause,
  BatchState,
  ItemState,
  RerunMode,
  RerunResult,
  RerunSkip,
  RerunStep,
} from '../domain/rerun-words.ts'
import type { SeenDifference } from '../domain/seen-difference.ts'
import type { Status } from '../domain/status.ts'

/** Times come back from the driver as Date. JSON columns come back parsed. */
type At = Date

/** What somebody asked to be run again. The database refuses that who asked approves, and that what was asked is changed. */
interface RerunBatchTable {
  id: string
  mode: RerunMode
  from_step: RerunStep | null
  /** Of a shadow: the stored policy that it decides by, where that is not the one in force. */
  policy: string | null
  filter: JSONColumnType<Record<string, unknown>>
  /** Items begun in a second. */
  rate: number
  reason: string
  /** Why another person has to approve it. */
  causes: Generated<ApprovalCause[]>
  state: BatchState
  /** Of whoever asked, so that the same request sent twice asks for one batch. */
  key: string | null
  asked_by: string
  asked_at: At
  /** Who approved or refused it, and what they said. */
  answered_by: string | null
  answered_at: At | null
  answer: string | null
  started_at: At | null
  ended_at: At | null
  /** When items of it were begun last; the rate counts from then. */
  claimed_at: At | null
  /** Who paused, resumed or cancelled it last. */
  changed_by: string | null
}

/** A decision in short, as it is compared. */
export interface DecidedInShort {
  outcome: Outcome
  risk: number
  policy: string
  reasons: readonly ReasonCode[]
  /** What looked: its versions, by check. Absent of what was compared before they were kept. */
  engines?: Readonly<Record<string, readonly string[]>>
}

/** One application, or one message, of a batch. While it runs, the run that it names may fill its own lines of the ledger. */
interface RerunItemTable {
  batch_id: string
  number: number
  kind: 'screening' | 'message'
  application_id: string
  revision: number
  effect_id: string | null
  /** As the application stood when this was asked for, and since it began as it stood then. Null of messages. */
  base_run: number | null
  base_status: Status | null
  /** Of the application; done aside, the application's own run stays until this one has come to another result. */
  run: number | null
  state: Generated<ItemState>
  result: RerunResult | null
  skipped: RerunSkip | null
  before: JSONColumnType<DecidedInShort> | null
  after: JSONColumnType<DecidedInShort> | null
  appeared: Generated<ReasonCode[]>
  gone: Generated<ReasonCode[]>
  /** What was seen otherwise, field by field, without what was read. */
  differs: JSONColumnType<SeenDifference[], string | undefined>
  error: string | null
  started_at: At | null
  ended_at: At | null
}

/** Tables of what is run again. */
export interface RerunTables {
  rerun_batch: RerunBatchTable
  rerun_item: RerunItemTable
}

export type RerunBatchRow = Selectable<RerunBatchTable>
export type RerunItemRow = Selectable<RerunItemTable>
