import type { AccessUseCases } from './access-use-cases.ts'
import type { ApplicationView } from '../contracts/application-view.ts'
import type { OperationsView } from '../contracts/operations-view.ts'
import type { PromiseView } from '../contracts/promise-view.ts'
import type { ApplicationForm, MaterialKind } from '../domain/application.ts'
import type { Actor } from '../domain/permissions.ts'
import type { Precheck } from '../domain/precheck.ts'
import type { Status } from '../domain/status.ts'
import type { CallbackUseCases } from './callback-use-cases.ts'
import type { CaseUseCases } from './case-use-cases.ts'
import type { RerunUseCases } from './rerun-use-cases.ts'
import type { StaffUseCases } from './staff-use-cases.ts'
import type { DecidingUseCases } from './deciding-use-cases.ts'
import type { FailureUseCases } from './failure-use-cases.ts'
import type { OperationsUseCases } from './operations-use-cases.ts'
import type { WebhookUseCases } from './webhook-use-cases.ts'

interface Receipt {
  id: string
  reference: string
  status: Status
  revision: number
}

interface Promised extends Receipt {
  promised: PromiseView | null
}

/** Ids, codes and counts; nothing personal. */
export interface FollowedEvent {
  id: string
  applicationId: string
  revision: number
  type: string
  data: Record<string, unknown>
  at: Date
}

/** What the API does, as far as it is not HTTP. The composition passes the real ones in. */
export interface ApiUseCases {
  access: AccessUseCases
  /** @throws ZhunruError FILE_* */
  acceptMaterial: (input: { kind: MaterialKind; bytes: Uint8Array; fileName: string }) => Promise<{
    id: string
    kind: MaterialKind
    sha256: string
    bytes: number
    width: number
    height: number
    precheck: Precheck
  }>
  /** A PNG; null when there is no such photo. @throws ZhunruError PHOTO_REMOVED, PHOTO_DAMAGED */
  drawClarity: (id: string, actor: Actor) => Promise<Uint8Array | null>
  /** @throws ZhunruError MATERIAL_*, REFERENCE_TAKEN, IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_KEY_BUSY */
  submitApplication: (input: {
    form: ApplicationForm
    materials: { kind: MaterialKind; id: string }[]
    enteredBy: string
    idempotencyKey: string
  }) => Promise<Promised & { replayed: boolean }>
  /** Who handed it in; null when there is no such application. */
  enteredBy: (applicationId: string) => Promise<string | null>
  /** @throws ZhunruError NOT_FOUND, APPLICATION_*, INVALID_FIELD, MATERIAL_*, NOTHING_CHANGED, IDEMPOTENCY_KEY_* */
  reviseApplication: (input: {
    applicationId: string
    form: Record<string, unknown> | null
    materials: { kind: MaterialKind; id: string }[]
    remove: MaterialKind[]
    idempotencyKey: string
  }) => Promise<Promised & { replayed: boolean }>
  /** @throws ZhunruError NOT_FOUND, WITHDRAW_TOO_LATE */
  withdrawApplication: (id: string) => Promise<Receipt>
  /** @throws ZhunruError NOT_FOUND, APPEAL_* */
  appealDecision: (input: { applicationId: string; text: string }) => Promise<Promised>
  /** @throws ZhunruError NOT_FOUND, SHIPMENT_* */
  shipTerminal: (input: {
    applicationId: string
    courier: string
    trackingNumber: string
  }) => Promise<Receipt & { shipment: { courier: string; trackingNumber: string; shippedAt: string } }>
  readApplication: (by: { id: string } | { reference: string }) => Promise<ApplicationView | null>
  webhooks: WebhookUseCases
  cases: CaseUseCases
  callbacks: CallbackUseCases
  deciding: DecidingUseCases
  staff: StaffUseCases
  operations: OperationsUseCases
  failures: FailureUseCases
  /** How everything stands. */
  readOperations: () => Promise<OperationsView>
  reruns: RerunUseCases
  /** Events as they are committed, until the signal. */
  followEvents: (options: {
    afterId?: string
    applicationIds?: readonly string[]
    types?: readonly string[]
    onReady?: () => void
    signal: AbortSignal
  }) => AsyncIterable<FollowedEvent>
  /** All that this process measures, in Prometheus' format. */
  metrics: () => Promise<{ contentType: string; text: string }>
  /** @throws ZhunruError NOT_READY that says what is missing. */
  ready: () => Promise<void>
}
