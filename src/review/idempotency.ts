import { sql } from 'kysely'
import { z } from 'zod'
import { statuses } from '../domain/status.ts'
import { ZhunruError } from '../platform/errors.ts'
import { inTransaction } from '../store/open-store.ts'
import type { ReviewDeps, Trx } from './deps.ts'
import { type PromiseRecord, promiseRecord, readPromise } from './read-promise.ts'

/** How long an Idempotency-Key is remembered (Stripe: 24 hours). Milliseconds. */
const KEY_LIFETIME = 24 * 3_600_000

const storedAnswer = z.object({ id: z.string(), reference: z.string(), status: z.enum(statuses), revision: z.int() })
/** What a request that takes something in is answered. */
export type Answer = z.infer<typeof storedAnswer>

const storedPromise = z.object({ promised: promiseRecord.nullable().default(null) })

export type Promised = Answer & {
  /** By when it will have been answered; null where it was taken in before promises were kept. */
  promised: PromiseRecord | null
}

export type Answered = Promised & {
  /** The answer to an earlier, equal request. */
  replayed: boolean
}

/**
 * Does it once for each key, and answers as before to an equal request with the same key. A request that is refused leaves
 * its key free.
 * @param work says what the content is, as a hash, and does it when nobody has.
 * @throws ZhunruError IDEMPOTENCY_KEY_*
 */
export async function oncePerKey(
  deps: ReviewDeps,
  key: string,
  work: (trx: Trx) => Promise<{ hash: string; run: () => Promise<Answer | Promised> }>,
): Promise<Answered> {
  try {
    return await inTransaction(deps, async (trx) => {
      const { hash, run } = await work(trx)
      const earlier = await claimKey(trx, key, hash, deps.clock.now())
      if (earlier) return { ...earlier, replayed: true }
      const taken = await run()
      const answer: Promised =
        'promised' in taken ? taken : { ...taken, promised: await readPromise(trx, taken.id, deps.clock.now()) }
      await trx
        .updateTable('idempotency_key')
        .set({ status_code: 202, response: JSON.stringify(answer) })
        .where('key', '=', key)
        .execute()
      return { ...answer, replayed: false }
    })
  } catch (error) {
    if (isLockTimeout(error)) throw new ZhunruError('IDEMPOTENCY_KEY_BUSY')
    throw error
  }
}

/**
 * Takes the key, or returns the answer that it already has. An equal request that is under way holds the row's lock:
 * we wait for its commit, at most the lock timeout.
 */
async function claimKey(trx: Trx, key: string, hash: string, now: Date): Promise<Promised | null> {
  await sql`set local lock_timeout = '5s'`.execute(trx)
  const claimed = await trx
    .insertInto('idempotency_key')
    .values({
      key,
      request_hash: hash,
      status_code: null,
      response: null,
      created_at: now,
      expires_at: new Date(now.getTime() + KEY_LIFETIME),
    })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet((eb) => ({
          request_hash: eb.ref('excluded.request_hash'),
          status_code: null,
          response: null,
          created_at: eb.ref('excluded.created_at'),
          expires_at: eb.ref('excluded.expires_at'),
        }))
        // One that has been forgotten.
        .where('idempotency_key.expires_at', '<=', now),
    )
    .returning('key')
    .executeTakeFirst()
  if (claimed) return null

  const taken = await trx.selectFrom('idempotency_key').selectAll().where('key', '=', key).executeTakeFirstOrThrow()
  if (taken.request_hash !== hash) throw new ZhunruError('IDEMPOTENCY_KEY_REUSED')
  return taken.response && { ...storedAnswer.parse(taken.response), ...storedPromise.parse(taken.response) }
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55P03'
}
