import type { ColumnType, Generated, GeneratedAlways, JSONColumnType, Selectable } from 'kysely'
import type { ApplicationForm, MaterialKind, MerchantType } from '../domain/application.ts'
import type { Outcome, Reason } from '../domain/decision.ts'
import type { Check, Evidence } from '../domain/evidence.ts'
import type { BlockKind } from '../domain/evidence-across.ts'
import type { About, ChannelName, Shipment, WebhookType } from '../domain/message.ts'
import type { PremisesLook } from '../domain/evidence-scene.ts'
import type { Awaited, PromiseTerms } from '../domain/promise.ts'
import type { ReasonCode } from '../domain/reasons.ts'
import type { SceneScore } from '../domain/scene-signals.ts'
import type { HashedKind } from '../domain/search-terms.ts'
import type { Status } from '../domain/status.ts'
import type { BankAnswer, RegistryAnswer } from '../domain/verification.ts'
import type { SignatureKind } from '../platform/signing-key.ts'
import type { FailureColumns, FailureTables } from './schema-failures.ts'
import type { OperationsTables } from './schema-operations.ts'
import type { PeopleTables } from './schema-people.ts'
import type { ReconcilerTables } from './schema-reconciler.ts'
import type { RerunTables } from './schema-reruns.ts'

/** Times come back from the driver as Date. JSON columns come back parsed. */
type At = Date

interface MaterialTable {
  id: string
  kind: MaterialKind
  sha256: string
  bytes: number
  mime: 'image/jpeg' | 'image/png' | 'image/webp'
  width: number
  height: number
  /** Key in the blob store; equal files share one blob. */
  blob: string
  created_at: Generated<At>
}

/** Photos whose pixels must not be kept, with what was seen in them in place of the pixels. */
interface RefusedPhotoTable {
  sha256: string
  /** Key in the blob store. */
  blob: string
  /** The reading that said so: it answers for the photo wherever it turns up again. */
  evidence_id: string
  refused_at: At
  /** When the pixels were removed; null while they are still there, or there again. */
  removed_at: At | null
}

/** What was seen in a premises photo, once for each file and version of what looks. */
interface PremisesLookTable {
  id: Generated<string>
  sha256: string
  version: string
  look: JSONColumnType<PremisesLook>
  created_at: At
}

/** Fingerprints by which photos are found: of the whole in one table, of crops in another. `hash` is bit(256). */
interface FingerprintTable {
  look_id: string
  hash: string
  variant: string
}

/** Applications that share a photo; each pair in both directions. */
interface ApplicationLinkTable {
  application_id: string
  other_id: string
}

/** Keyed hashes of what the form gives: who is the same person, whose licence and card these are, who shares what; names to search by. */
interface DocumentNumberTable {
  application_id: string
  revision: number
  kind: HashedKind
  keyed_hash: string
}

/** How far the hashes of all forms are written in one way of writing (`identifierVersion`). */
interface NumberProgressTable {
  version: number
  after_application: Generated<string>
  done: Generated<boolean>
}

interface BlockListTable {
  name: string
  created_at: At
}

/** A value that is on a list, as the keyed hash that forms with it have. */
interface BlockEntryTable {
  keyed_hash: string
  list: string
  kind: BlockKind
  reason: string | null
  /** The last day in force, `YYYY-MM-DD`; null for ever. */
  until: ColumnType<Date | null, string | null>
  added_by: string
  at: At
}

/** Who changed a list, and when; stays when the list goes. */
interface BlockListChangeTable {
  id: Generated<string>
  list: string
  what: 'import' | 'replace' | 'remove'
  entries: number
  by: string
  at: At
}

/** One row: what the key makes of a fixed text. */
interface HashKeyTable {
  one: Generated<boolean>
  check_value: string
}

/** What a bank or the registry answered, by a keyed hash of what was asked. */
interface VerificationTable {
  kind: 'bank' | 'registry'
  subject: string
  answer: JSONColumnType<BankAnswer | RegistryAnswer>
  at: At
}

interface ApplicationTable {
  id: string
  /** The caller's own name for it; unique. */
  reference: string
  merchant_type: MerchantType
  status: Status
  revision: number
  /** Who handed it in: a person, a program, or `local`. */
  entered_by: Generated<string>
  /** Current run of the current revision. */
  run: number
  /** Counts every change; compare-and-set moves on it. */
  version: Generated<number>
  created_at: Generated<At>
  updated_at: Generated<At>
}

interface ApplicationRevisionTable {
  application_id: string
  revision: number
  form: JSONColumnType<ApplicationForm>
  /** sha256 of the canonical JSON of form and materials: equal content, equal hash. */
  input_hash: string
  created_at: Generated<At>
}

interface RevisionMaterialTable {
  application_id: string
  revision: number
  kind: MaterialKind
  material_id: string
}

/** The ledger: one row per check to be done in one run. `slot` is the material kind, or `application`. */
interface CheckRunTable extends FailureColumns {
  application_id: string
  revision: number
  run: number
  check: Check
  slot: MaterialKind | 'application'
  status: Generated<'pending' | 'active' | 'done' | 'failed'>
  evidence_id: string | null
  /** Short cause without personal data, when failed. */
  error: string | null
  attempts: Generated<number>
  started_at: At | null
  finished_at: At | null
}

interface EvidenceTable {
  id: string
  check: Check
  /** What was looked at: sha256 over kind and photo hash, or over the whole input for application checks. */
  subject: string
  engine_version: string
  result: JSONColumnType<Evidence>
  created_at: Generated<At>
}

interface DecisionTable {
  id: string
  application_id: string
  revision: number
  run: number
  outcome: Outcome
  risk: number
  policy_version: string
  reasons: JSONColumnType<readonly Reason[]>
  /** Of the reasons that are more than information, each once; the database makes them. */
  codes: GeneratedAlways<ReasonCode[]>
  /** Null of decisions from before it was reckoned, and of those without premises photos. */
  scene: JSONColumnType<SceneScore> | null
  /** The person who decided; null of the policy's. */
  decided_by: Generated<string | null>
  /** The other person, where one was needed. */
  confirmed_by: Generated<string | null>
  case_decision_id: Generated<string | null>
  /** JSON of all that was weighed (domain/decision-input.ts); null of a person's, and of decisions from before it was kept. */
  input: Generated<string | null>
  created_at: Generated<At>
}

/** The database itself refuses to change or delete a version, and to publish one that only one person wanted. */
interface PolicyVersionTable {
  version: string
  /** The YAML as published, byte for byte. */
  source: string
  sha256: string
  created_at: Generated<At>
  /** `published` decides, `superseded` did; `file`: used through POLICY_FILE alone. */
  state: Generated<PolicyState>
  /** `shipped`: came with the program. */
  origin: Generated<'owner' | 'shipped'>
  proposed_by: string | null
  proposed_at: At | null
  note: string | null
  published_by: string | null
  published_at: At | null
}

export type PolicyState = 'proposed' | 'published' | 'superseded' | 'rejected' | 'file'

/** Who did what to which version; only ever added to. */
interface PolicyChangeTable {
  id: Generated<string>
  version: string
  what: 'proposed' | 'published' | 'superseded' | 'rejected' | 'used'
  by: string
  at: At
  note: string | null
}

/** What an applicant says against a refusal. */
interface AppealTable {
  application_id: string
  revision: number
  text: string
  created_at: At
}

/** Something that leaves the system, once for each (application, revision, about, channel, recipient). */
interface EffectTable extends FailureColumns {
  /** When it failed first; it may have been sent since, or be tried again. */
  first_failed_at: At | null
  id: string
  application_id: string
  revision: number
  run: number
  about: About
  channel: ChannelName
  /** Keyed hash of the phone or the token, or the id of the endpoint. Empty of an SMS from before it was kept. */
  recipient: Generated<string>
  /** What is told besides the decision. */
  data: JSONColumnType<{ shipment: Shipment }> | null
  /** What it was written by, with its version; null until sent, and where there is none. */
  template: string | null
  state: Generated<'pending' | 'sent' | 'failed' | 'cancelled'>
  attempts: Generated<number>
  /** Attempts before it was last asked for again by hand: the schedule begins anew behind them. */
  attempts_before: Generated<number>
  /** Short cause without personal data: of the last attempt, or why it was given up. */
  error: string | null
  created_at: Generated<At>
  /** Not to be sent before. */
  due_at: At
  /** Null unless pending. */
  next_attempt_at: At | null
  /** A worker has it until then; one that died has it no longer. */
  claimed_until: At | null
  /** When a job was last published for it, and how many were. */
  alarm_at: At | null
  alarms: Generated<number>
  sent_at: At | null
}

/** Where webhooks go. */
interface WebhookEndpointTable {
  id: string
  url: string
  /** Null: all there are. */
  types: WebhookType[] | null
  state: Generated<'enabled' | 'paused' | 'disabled' | 'removed'>
  /** Why it was disabled. */
  why: 'gone' | 'failing' | null
  /** Failed attempts in a row, of whatever messages, and since when. */
  failures: Generated<number>
  failing_since: At | null
  /** Left in peace until then. */
  resume_at: At | null
  created_at: At
  updated_at: At
}

/** What signs the webhooks of an endpoint; several at once while one is being replaced. */
interface WebhookSecretTable {
  id: string
  endpoint_id: string
  kind: SignatureKind
  /** The secret, sealed under its own id. */
  sealed: string
  public_key: string | null
  created_at: At
  /** Null of the one that stays. */
  expires_at: At | null
}

/** One attempt to send an effect. */
interface DeliveryAttemptTable {
  id: Generated<string>
  effect_id: string
  /** Counts from 1. */
  attempt: number
  at: At
  duration_ms: number
  /** Of the answer; null when none came. */
  status: number | null
  /** Null when it arrived. */
  error: string | null
}

/** By when an application will have been answered. One under way for each application; an appeal is promised anew. */
interface PromiseTable {
  application_id: string
  /** Counts the promises of one application from 1. */
  number: number
  /** From when it counts: the submission, or the appeal. */
  given_at: At
  /** Of the policy as it stood then. */
  terms: JSONColumnType<PromiseTerms>
  /** As it stood when the clock last ran. */
  promised_at: At
  remind_at: At
  /** It rests on a year whose holidays were not known. */
  provisional: boolean
  state: Generated<'running' | 'paused' | 'ended'>
  reminded_at: At | null
  breached_at: At | null
  ended_at: At | null
}

/** Time in which a promise's clock stood still, or still does. */
interface PauseTable {
  id: Generated<string>
  application_id: string
  /** Of the promise. */
  number: number
  revision: number
  why: Awaited
  begun_at: At
  ended_at: At | null
}

/** How the terminal of an approved application travels. */
interface ShipmentTable {
  application_id: string
  courier: string
  tracking_number: string
  created_at: At
}

/** Every move of an application; the history that an auditor reads. */
interface TransitionTable {
  id: Generated<string>
  application_id: string
  revision: number
  from_status: Status | null
  to_status: Status
  actor: string
  reason: string | null
  at: Generated<At>
}

/** Our own events, for the console, the CLI and webhooks. Ids only. */
interface EventTable {
  id: Generated<string>
  application_id: string
  revision: number
  type: string
  data: JSONColumnType<Record<string, unknown>>
  at: Generated<At>
  /** The inserting transaction, and the oldest one still running then; both are for `followEvents` alone. */
  transaction: Generated<string>
  horizon: Generated<string>
}

/** Work to hand to the queues; claimed by state with SKIP LOCKED, never by cursor. */
interface OutboxTable {
  id: Generated<string>
  message: JSONColumnType<OutboxMessage>
  created_at: Generated<At>
  sent_at: At | null
  /** Failed attempts to publish; the next one is due at `retry_at`, and `error` says why the last failed. */
  attempts: Generated<number>
  retry_at: Generated<At>
  error: string | null
}

interface IdempotencyKeyTable {
  key: string
  request_hash: string
  /** Null while the first request is in flight. */
  status_code: number | null
  response: JSONColumnType<Record<string, unknown>> | null
  created_at: Generated<At>
  expires_at: At
}

/** `screening` publishes the whole flow of one run, or what is left of one that is done `again`; `job` one job of one queue. */
export type OutboxMessage = OutboxWork & {
  /** The trace that it is part of, as the W3C writes it: ids alone. */
  trace?: string
}
type OutboxWork =
  | { kind: 'screening'; applicationId: string; revision: number; run: number; again?: true }
  | { kind: 'job'; queue: string; payload: Record<string, unknown> }

export interface Database extends PeopleTables, OperationsTables, FailureTables, ReconcilerTables, RerunTables {
  material: MaterialTable
  refused_photo: RefusedPhotoTable
  premises_look: PremisesLookTable
  fingerprint: FingerprintTable
  fingerprint_crop: FingerprintTable
  application_link: ApplicationLinkTable
  document_number: DocumentNumberTable
  hash_key: HashKeyTable
  number_progress: NumberProgressTable
  block_list: BlockListTable
  block_entry: BlockEntryTable
  block_list_change: BlockListChangeTable
  verification: VerificationTable
  application: ApplicationTable
  application_revision: ApplicationRevisionTable
  revision_material: RevisionMaterialTable
  check_run: CheckRunTable
  evidence: EvidenceTable
  decision: DecisionTable
  policy_version: PolicyVersionTable
  policy_change: PolicyChangeTable
  appeal: AppealTable
  effect: EffectTable
  webhook_endpoint: WebhookEndpointTable
  webhook_secret: WebhookSecretTable
  delivery_attempt: DeliveryAttemptTable
  promise: PromiseTable
  pause: PauseTable
  shipment: ShipmentTable
  transition: TransitionTable
  event: EventTable
  outbox: OutboxTable
  idempotency_key: IdempotencyKeyTable
}

export type MaterialRow = Selectable<MaterialTable>
export type ApplicationRow = Selectable<ApplicationTable>
export type PromiseRow = Selectable<PromiseTable>
export type EffectRow = Selectable<EffectTable>
export type WebhookEndpointRow = Selectable<WebhookEndpointTable>
