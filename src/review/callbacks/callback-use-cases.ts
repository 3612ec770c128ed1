import type { Actor } from '../../domain/permissions.ts'
import type { DecideDeps } from '../decide-application.ts'
import { mustNotBeBlind } from '../decide-case/blind.ts'
import { claimCallback, extendCallback, releaseCallback } from './hold-callback.ts'
import { type CallbackFilter, listCallbacks } from './list-callbacks.ts'
import { readCallback, type WholeCallback } from './read-callback.ts'
import { type Attempt, recordAttempt } from './record-attempt.ts'
import { revealPhone } from './reveal-phone.ts'
import { takeNextCallback } from './take-next-callback.ts'

interface Work {
  callbackId: string
  actor: Actor
}

/** What the HTTP API can ask for about callbacks; most answer with the callback as it is afterwards. */
export function callbackUseCases(deps: DecideDeps) {
  const then =
    (act: (deps: DecideDeps, work: Work) => Promise<void>) =>
    async (work: Work): Promise<WholeCallback> => {
      await act(deps, work)
      return readCallback(deps, work.actor, work.callbackId)
    }
  return {
    list: (actor: Actor, filter: CallbackFilter) => listCallbacks(deps, actor, filter),
    /** @throws ZhunruError NOT_FOUND, SECOND_LOOK_OPEN */
    read: async ({ callbackId, actor }: Work) => {
      const callback = await readCallback(deps, actor, callbackId)
      // Whoever makes the call needs the questions, whatever else they have.
      if (!callback.mine) await mustNotBeBlind(deps.db, actor.id, callback.application.id)
      return callback
    },
    next: async (actor: Actor) => {
      const { id, nextAt } = await takeNextCallback(deps, { actor })
      const callback = id === null ? null : await readCallback(deps, actor, id)
      return { callback, nextAt: nextAt?.toISOString() ?? null }
    },
    claim: then(claimCallback),
    extend: then(extendCallback),
    release: then(releaseCallback),
    revealPhone: (work: Work) => revealPhone(deps, work),
    record: async (attempt: Attempt) => {
      await recordAttempt(deps, attempt)
      const callback = await readCallback(deps, attempt.actor, attempt.callbackId)
      const { status } = await deps.db
        .selectFrom('application')
        .select('status')
        .where('id', '=', callback.application.id)
        .executeTakeFirstOrThrow()
      return { callback, applicationStatus: status }
    },
  }
}
