import { sql } from 'kysely'
import { ZhunruError } from '../platform/errors.ts'
import { type AccountDeps, type SignInDeps, SYSTEM } from './deps.ts'
import { writeAudit } from '../store/audit.ts'

/** Wrong ones in a row before each lock. */
const TRIES = 5
/** Minutes of the first lock, the second and so on; the last again and again. */
const LOCKS = [1, 5, 15, 60]
const MINUTE = 60_000

/** What failures in a row bring about: minutes of a lock with each fifth, null with the others. */
export const lockAfter = (failures: number): number | null =>
  failures > 0 && failures % TRIES === 0 ? (LOCKS[Math.min(failures / TRIES, LOCKS.length) - 1] ?? null) : null

interface Failures {
  failures: number
  locked_until: Date | null
}

/** What an attempt was counted as. */
export interface Attempt {
  failures: number
  /** Until when this very one locks, should it be wrong; null when it does not. */
  lockedUntil: Date | null
}

/**
 * Counts the attempt as wrong before anything is looked at: of a hundred at once no more than five are looked at. Whoever
 * was right takes it back.
 * @throws ZhunruError ACCOUNT_LOCKED
 */
export async function countAttempt({ db, clock }: AccountDeps, accountId: string): Promise<Attempt> {
  const now = clock.now()
  return await db.transaction().execute(async (trx) => {
    const before = await trx
      .selectFrom('account')
      .select(['failures', 'locked_until'])
      .where('id', '=', accountId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const after = count(before, now)
    await trx.updateTable('account').set(after).where('id', '=', accountId).execute()
    return { failures: after.failures, lockedUntil: after.locked_until }
  })
}

/** The same under a name that nobody has; nothing is ever right there. */
export async function countStranger({ db, clock, keyedHash }: SignInDeps, name: string): Promise<void> {
  const now = clock.now()
  const nameHash = keyedHash('sign-in name', name)
  await db.transaction().execute(async (trx) => {
    const before = await trx
      .insertInto('sign_in_failure')
      .values({ name_hash: nameHash, failures: 0, locked_until: null, failed_at: now })
      .onConflict((conflict) => conflict.column('name_hash').doUpdateSet({ failed_at: now }))
      .returning(['failures', 'locked_until'])
      .executeTakeFirstOrThrow()
    await trx.updateTable('sign_in_failure').set(count(before, now)).where('name_hash', '=', nameHash).execute()
  })
}

function count({ failures, locked_until }: Failures, now: Date): Failures {
  if (locked_until && locked_until > now) {
    throw new ZhunruError('ACCOUNT_LOCKED', { minutes: Math.ceil((locked_until.getTime() - now.getTime()) / MINUTE) })
  }
  const minutes = lockAfter(failures + 1)
  return { failures: failures + 1, locked_until: minutes === null ? null : new Date(now.getTime() + minutes * MINUTE) }
}

/** It was wrong. Nobody has proved who they are, so it is the service that writes it down. */
export async function failAttempt(
  { db, clock }: AccountDeps,
  accountId: string,
  why: 'password' | 'code' | 'disabled',
  { failures, lockedUntil }: Attempt,
): Promise<void> {
  const entry = { at: clock.now(), actor: SYSTEM, subject: accountId }
  const locked = { ...entry, action: 'account.locked', details: { failures, until: lockedUntil?.toISOString() } }
  await writeAudit(
    db,
    { ...entry, action: 'account.sign_in_failed', details: { why } },
    ...(lockedUntil ? [locked] : []),
  )
}

/** The password was right, but more is asked for: this one did not happen. Others that came meanwhile did. */
export const takeBack = ({ db }: Pick<AccountDeps, 'db'>, accountId: string, { failures, lockedUntil }: Attempt) =>
  db
    .updateTable('account')
    .set((eb) => ({
      failures: sql<number>`greatest(failures - 1, 0)`,
      ...(lockedUntil && {
        locked_until: eb.case().when('failures', '=', failures).then(null).else(eb.ref('locked_until')).end(),
      }),
    }))
    .where('id', '=', accountId)
    .execute()

/** All was right, or somebody let this person in anew. */
export const clean = { failures: 0, locked_until: null } as const
