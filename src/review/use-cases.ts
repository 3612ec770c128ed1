import { sql } from 'kysely'
import { ZhunruError } from '../platform/errors.ts'
import { type AcceptDeps, type AcceptedMaterial, acceptMaterial } from './accept-material.ts'
import { drawClarity, type DrawDeps } from './draw-clarity.ts'
import { type ApplicationRecord, readApplication } from './read-application.ts'
import type { Answered } from './idempotency.ts'
import { type Submission, type SubmitDeps, submitApplication } from './submit-application.ts'

/** What the HTTP API can ask for. */
export interface UseCases {
  acceptMaterial(input: Parameters<typeof acceptMaterial>[1]): Promise<AcceptedMaterial>
  /** @throws ZhunruError PHOTO_REMOVED */
  drawClarity(id: string): Promise<Uint8Array | null>
  submitApplication(submission: Submission): Promise<Answered>
  readApplication(by: { id: string } | { reference: string }): Promise<ApplicationRecord | null>
  /** @throws ZhunruError NOT_READY with what is missing. */
  ready(): Promise<void>
}

export function createUseCases(deps: AcceptDeps & DrawDeps & SubmitDeps): UseCases {
  return {
    acceptMaterial: (input) => acceptMaterial(deps, input),
    drawClarity: (id) => drawClarity(deps, id),
    submitApplication: (submission) => submitApplication(deps, submission),
    readApplication: (by) => readApplication(deps, by),
    // Not the queues: while they are away applications are taken into the outbox, so traffic must go on coming.
    ready: async () => {
      await answers('the database', () => sql`select 1`.execute(deps.db))
      await answers('the photo store', () => deps.blobs.ready())
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
