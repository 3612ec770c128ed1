import { sql } from 'kysely'
import { answeredOnce } from '../blobs/answered-once.ts'
import type { Actor } from '../domain/permissions.ts'
import { ZhunruError } from '../platform/errors.ts'
import type { FollowOptions, StoredEvent } from '../store/events.ts'
import { appealDecision } from './appeal-decision.ts'
import { type AcceptDeps, type AcceptedMaterial, acceptMaterial } from './accept-material.ts'
import { callbackUseCases } from './callbacks/callback-use-cases.ts'
import { caseUseCases } from './cases/case-use-cases.ts'
import type { PreviewDeps } from './decide-case/preview-decision.ts'
import { decidingUseCases } from './decide-case/use-cases.ts'
import { enteredBy } from './entered-by.ts'
import { failureUseCases } from './failures/use-cases.ts'
import { drawClarity, type DrawDeps } from './draw-clarity.ts'
import { type ApplicationRecord, readApplication } from './read-application.ts'
import type { Answer, Answered, Promised } from './idempotency.ts'
import { operationsUseCases } from './operations/use-cases.ts'
import type { QueueSwitch } from './operations/queue-control.ts'
import type { TellDeps } from './plan-effects.ts'
import { reviseApplication, type Revising } from './revise-application.ts'
import { shipTerminal } from './ship-terminal.ts'
import { type Submission, type SubmitDeps, submitApplication } from './submit-application.ts'
import type { RerunDeps } from './rerun/try-rerun.ts'
import { rerunUseCases } from './rerun/use-cases.ts'
import { staffUseCases } from './staff/use-cases.ts'
import type { WebhookDeps } from './webhook-endpoints.ts'
import { webhookUseCases } from './webhook-use-cases.ts'
import { withdrawApplication } from './withdraw-application.ts'

type FollowEvents = (options: FollowOptions) => AsyncIterable<StoredEvent>

interface EventDeps {
  followEvents: FollowEvents
}

interface QueueDeps {
  queues: QueueSwitch
}

/** What the HTTP API can ask for. */
export interface UseCases {
  acceptMaterial(input: Parameters<typeof acceptMaterial>[1]): Promise<AcceptedMaterial>
  /** @throws ZhunruError PHOTO_REMOVED, PHOTO_DAMAGED */
  drawClarity(id: string, actor: Actor): Promise<Uint8Array | null>
  submitApplication(submission: Submission): Promise<Answered>
  enteredBy(applicationId: string): Promise<string | null>
  reviseApplication(revising: Revising): Promise<Answered>
  withdrawApplication(id: string): Promise<Answer>
  appealDecision(input: Parameters<typeof appealDecision>[1]): Promise<Promised>
  shipTerminal(input: Parameters<typeof shipTerminal>[1]): ReturnType<typeof shipTerminal>
  readApplication(by: { id: string } | { reference: string }): Promise<ApplicationRecord | null>
  webhooks: ReturnType<typeof webhookUseCases>
  cases: ReturnType<typeof caseUseCases>
  callbacks: ReturnType<typeof callbackUseCases>
  deciding: ReturnType<typeof decidingUseCases>
  staff: ReturnType<typeof staffUseCases>
  operations: ReturnType<typeof operationsUseCases>
  failures: ReturnType<typeof failureUseCases>
  reruns: ReturnType<typeof rerunUseCases>
  followEvents: FollowEvents
  /** @throws ZhunruError NOT_READY with what is missing. */
  ready(): Promise<void>
}

export function createUseCases(
  deps: AcceptDeps & DrawDeps & SubmitDeps & TellDeps & WebhookDeps & EventDeps & QueueDeps & PreviewDeps & RerunDeps,
): UseCases {
  const { db, clock, policy, keyedHash, channels, decided } = deps
  const photos = answeredOnce(deps.blobs)
  return {
    acceptMaterial: (input) => acceptMaterial(deps, input),
    drawClarity: (id, actor) => drawClarity(deps, id, actor),
    submitApplication: (submission) => submitApplication(deps, submission),
    enteredBy: (id) => enteredBy(deps, id),
    reviseApplication: (revising) => reviseApplication(deps, revising),
    withdrawApplication: (id) => withdrawApplication(deps, id),
    appealDecision: (input) => appealDecision(deps, input),
    shipTerminal: (input) => shipTerminal(deps, input),
    readApplication: (by) => readApplication(deps, by),
    webhooks: webhookUseCases(deps),
    cases: caseUseCases(deps),
    callbacks: callbackUseCases({ db, clock, policy, keyedHash, channels, ...(decided && { decided }) }),
    deciding: decidingUseCases(deps),
    staff: staffUseCases(deps),
    operations: operationsUseCases(deps),
    failures: failureUseCases(deps),
    reruns: rerunUseCases(deps),
    followEvents: deps.followEvents,
    // Not the queues: while they are away applications are taken into the outbox, so traffic must go on coming.
    ready: async () => {
      await answers('the database', () => sql`select 1`.execute(deps.db))
      await answers('the photo store', photos)
    },
  }
}

async function answers(what: string, ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask()
  } catch {
    throw new ZhunruError('NOT_READY', { detail: `no answer from ${what}` })
  }
}
