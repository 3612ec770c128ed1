import type { LocalisedText } from '../../domain/decision.ts'
import type { Trx } from '../deps.ts'
import type { ActorRecord } from './actors.ts'
import type { AsOf } from './as-of.ts'

export interface StoryCallbackRecord {
  id: string
  state: string
  revision: number
  openedAt: string
  attempts: {
    at: string
    by: ActorRecord
    outcome: string
    note: string | null
    callAgainAt: string | null
    answers: { question: LocalisedText; choice: LocalisedText | null; verdict: string | null; text: string | null }[]
  }[]
}

type CallbackRows = Awaited<ReturnType<typeof readCallbackRows>>

/** The newest first. */
export async function readCallbackRows(trx: Trx, { applicationId }: AsOf) {
  const callbacks = await trx
    .selectFrom('callback')
    .select(['id', 'state', 'revision', 'created_at'])
    .where('application_id', '=', applicationId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const attempts: { by: string }[] = []
  return { callbacks, attempts }
}

export const callbacksOf = (
  { callbacks }: CallbackRows,
  _actorOf: (id: string) => ActorRecord,
): StoryCallbackRecord[] =>
  callbacks.map(({ id, state, revision, created_at }) => ({
    id,
    state,
    revision,
    openedAt: created_at.toISOString(),
    attempts: [],
  }))
