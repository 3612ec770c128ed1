import { z } from 'zod'
import { awaited, promiseFor, type PromiseTerms } from '../domain/promise.ts'
import { promiseText } from '../domain/promise-texts.ts'
import type { Trx } from './deps.ts'
import { pausesOf } from './promise-clock.ts'

/** What an applicant and their integrator are told of the promise; a schema, since it is part of answers that are stored. */
export const promiseRecord = z.object({
  /** By when it will have been answered; while the clock stands still, what that would be if it went on now. */
  at: z.string(),
  text: z.object({ zh: z.string(), en: z.string() }),
  /** Whom the clock waits for; null while it runs, and when the answer has been given. */
  paused: z.enum(awaited).nullable(),
  provisional: z.boolean(),
  /** When it was found to be missed. */
  breachedAt: z.string().nullable(),
  /** Oldest first; `until` is null while it lasts. */
  pauses: z.array(z.object({ from: z.string(), until: z.string().nullable(), why: z.enum(awaited) })),
})
export type PromiseRecord = z.infer<typeof promiseRecord>

/** A promise that is given now, as it will be read: nothing has happened to it yet. */
export function freshPromise(now: Date, terms: PromiseTerms): PromiseRecord {
  const { at, provisional } = promiseFor(now, terms)
  const text = promiseText(at, { since: now, awaiting: null, provisional })
  return { at: at.toISOString(), text, paused: null, provisional, breachedAt: null, pauses: [] }
}

/** The latest promise of an application. @returns null for one from before promises were kept. */
export async function readPromise(
  db: Pick<Trx, 'selectFrom'>,
  applicationId: string,
  now: Date,
): Promise<PromiseRecord | null> {
  const promise = await db
    .selectFrom('promise')
    .selectAll()
    .where('application_id', '=', applicationId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!promise) return null
  const pauses = await pausesOf(db, promise, now)
  const paused = pauses.find(({ ended }) => !ended)?.why ?? null
  const { at, provisional } = paused
    ? promiseFor(promise.given_at, promise.terms, pauses)
    : { at: promise.promised_at, provisional: promise.provisional }
  return {
    at: at.toISOString(),
    text: promiseText(at, { since: promise.given_at, awaiting: paused, provisional }),
    paused,
    provisional,
    breachedAt: promise.breached_at?.toISOString() ?? null,
    pauses: pauses.map(({ from, until, why, ended }) => ({
      from: from.toISOString(),
      until: ended ? until.toISOString() : null,
      why,
    })),
  }
}
