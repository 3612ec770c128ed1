import { sql } from 'kysely'
import type { GivenAnswer, Question } from '../../../src/domain/callback.ts'
import type { Actor } from '../../../src/domain/permissions.ts'
import { callbackUseCases } from '../../../src/review/callbacks/callback-use-cases.ts'
import type { WholeCallback } from '../../../src/review/callbacks/read-callback.ts'
import { openCallback } from '../../../src/review/open-work.ts'
import type { CallbackRow } from '../../../src/store/schema-people.ts'
import type { Changes } from '../../unit/domain/sample.ts'
import { decidingRoom } from './deciding-room.ts'

/** The sign shows another name than the form's: a reason to call, and nothing else. */
export const otherSign: Changes = { read: { scene_signboard: { text: '旺旺烧烤' } } }

export const nothingSaid = { answers: [], callAgainAt: null, seconds: null, note: null }

/** For each question the first choice, which is what is hoped to hear, but for those that are named. */
export const answersTo = (
  script: readonly Pick<Question, 'id' | 'choices'>[],
  others: Partial<Record<Question['id'], string>> = {},
): Pick<GivenAnswer, 'question' | 'choice'>[] =>
  script.map(({ id, choices }) => ({ question: id, choice: others[id] ?? choices[0]!.id }))

/** The deciding room, with callers. */
export async function callbackRoom() {
  const room = await decidingRoom()
  const callbacks = callbackUseCases(room.deps)

  /** An application that is to be called about, and its callback. */
  const asked = async (changes: Changes = otherSign) => {
    const application = await room.screened(changes)
    await room.decide(application.ref)
    await openCallback(room.deps, application.ref)
    return { ...application, callbackId: (await callbackOf(application.id)).id }
  }

  /** The last one of an application. */
  const callbackOf = (applicationId: string): Promise<CallbackRow> =>
    room.store.db
      .selectFrom('callback')
      .selectAll()
      .where('application_id', '=', applicationId)
      .orderBy('run', 'desc')
      .orderBy('revision', 'desc')
      .executeTakeFirstOrThrow()

  /** Claims it and sees the number. */
  const atThePhone = async (callbackId: string, actor: Actor): Promise<WholeCallback> => {
    await callbacks.claim({ callbackId, actor })
    await callbacks.revealPhone({ callbackId, actor })
    return callbacks.read({ callbackId, actor })
  }

  /** Calls, and answers all that is asked. */
  const reached = async (callbackId: string, actor: Actor, others: Parameters<typeof answersTo>[1] = {}) => {
    const { script } = await atThePhone(callbackId, actor)
    return callbacks.record({
      ...nothingSaid,
      callbackId,
      actor,
      outcome: 'reached',
      answers: answersTo(script, others),
    })
  }

  const decisionsOf = async (applicationId: string) => {
    const rows = await room.store.db
      .selectFrom('decision')
      .select(['revision', 'run', 'outcome', 'reasons', 'input'])
      .where('application_id', '=', applicationId)
      .orderBy('revision')
      .orderBy('run')
      .execute()
    return rows.map(({ reasons, ...row }) => ({
      ...row,
      reasons: reasons.map(({ code, severity }) => `${code} ${severity}`),
    }))
  }

  /** Whatever else is not closed is, so that a test has the list to itself. */
  const clear = (but: string) =>
    sql`update callback set state = 'closed', result = 'gone', closed_at = created_at, next_attempt_at = null, assignee = null,
      lease_until = null, claimed_at = null, phone_seen_at = null where state <> 'closed' and id <> ${but}`.execute(
      room.store.db,
    )

  return { ...room, clear, callbacks, asked, callbackOf, atThePhone, reached, decisionsOf }
}
