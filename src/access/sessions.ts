import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Role } from '../domain/permissions.ts'
import { deleteInPages } from '../store/delete-in-pages.ts'
import type { Database } from '../store/schema.ts'
import type { AccountDeps } from './deps.ts'

const MINUTE = 60_000
/** OWASP's session management cheat sheet: 15 to 30 minutes where the risk is low to medium; a reviewer reads for a while. */
export const IDLE = 30 * MINUTE
/** A day's work; whoever goes on signs in again. */
export const ABSOLUTE = 12 * 60 * MINUTE
/** Before the sign-in: as long as one may look at the page, or be away at the OpenID provider. */
const ANONYMOUS = 60 * MINUTE
/** That a session was used is written down at most so often. */
const SEEN_EVERY = MINUTE

/** What is kept in it besides whose it is. */
export type SessionData = Record<string, unknown>

export interface StoredSession {
  account: { id: string; roles: readonly Role[] } | null
  data: SessionData
  seenAt: Date
  expiresAt: Date
}

/** Its id has 192 bits of chance, so that a plain hash gives nothing away; whoever reads the table can be nobody. */
const hashOf = (id: string): string => createHash('sha256').update(id).digest('hex')

/** Null of one that has ended: signed out, idle, too old, or its person disabled. Roles are those of this moment. */
export async function loadSession({ db, clock }: AccountDeps, id: string): Promise<StoredSession | null> {
  const now = clock.now()
  const row = await db
    .selectFrom('account_session as session')
    .leftJoin('account', 'account.id', 'session.account_id')
    .select(['session.account_id', 'session.data', 'session.seen_at', 'session.expires_at', 'account.roles'])
    .where('session.id_hash', '=', hashOf(id))
    .where('session.expires_at', '>', now)
    .where((eb) =>
      eb.or([
        eb('session.account_id', 'is', null),
        eb.and([eb('account.state', '=', 'enabled'), eb('session.seen_at', '>', new Date(now.getTime() - IDLE))]),
      ]),
    )
    .executeTakeFirst()
  if (!row) return null
  const { account_id, roles, data, seen_at, expires_at } = row
  return {
    account: account_id === null || roles === null ? null : { id: account_id, roles },
    data,
    seenAt: seen_at,
    expiresAt: expires_at,
  }
}

/** @returns when it ends at the latest. */
export async function beginSession(
  { db, clock }: AccountDeps,
  id: string,
  { accountId, data }: { accountId: string | null; data: SessionData },
): Promise<Date> {
  const now = clock.now()
  const expiresAt = new Date(now.getTime() + (accountId === null ? ANONYMOUS : ABSOLUTE))
  await db
    .insertInto('account_session')
    .values({
      id_hash: hashOf(id),
      account_id: accountId,
      data: JSON.stringify(data),
      created_at: now,
      seen_at: now,
      expires_at: expiresAt,
    })
    .execute()
  return expiresAt
}

/** Of one that has ended meanwhile nothing is kept: it does not come back. Whose it is never changes. */
export async function keepSession({ db }: Pick<AccountDeps, 'db'>, id: string, data: SessionData): Promise<void> {
  await db
    .updateTable('account_session')
    .set({ data: JSON.stringify(data) })
    .where('id_hash', '=', hashOf(id))
    .execute()
}

/** It was used just now. */
export async function touchSession({ db, clock }: AccountDeps, id: string, seenAt: Date): Promise<void> {
  const now = clock.now()
  if (now.getTime() - seenAt.getTime() < SEEN_EVERY) return
  // Of many requests at once one writes; none waits for another.
  await sql`update account_session set seen_at = ${now} where id_hash in (
    select id_hash from account_session where id_hash = ${hashOf(id)} for update skip locked)`.execute(db)
}

export async function endSession({ db }: Pick<AccountDeps, 'db'>, id: string): Promise<void> {
  await db.deleteFrom('account_session').where('id_hash', '=', hashOf(id)).execute()
}

/** All of a person's, but the one where they have just proved who they are. */
export async function endSessions(
  db: Kysely<Database>,
  accountId: string,
  { but }: { but?: string } = {},
): Promise<void> {
  await db
    .deleteFrom('account_session')
    .where('account_id', '=', accountId)
    .$if(but !== undefined, (query) => query.where('id_hash', '<>', hashOf(but ?? '')))
    .execute()
}

/** Names that nobody has are remembered so long after the last try. */
const STRANGERS = 24 * 60 * MINUTE

/** Forgets what has served: sessions that ended, links past their time, failures of strangers. @returns how many. */
export async function forgetEnded({ db, clock }: AccountDeps): Promise<number> {
  const now = clock.now()
  const idleSince = new Date(now.getTime() - IDLE)
  const strangersBefore = new Date(now.getTime() - STRANGERS)
  return deleteInPages(db, (limit) => [
    sql`delete from account_session where id_hash in (select id_hash from account_session
      where expires_at <= ${now} or (account_id is not null and seen_at <= ${idleSince}) limit ${limit} for update skip locked)`,
    sql`delete from sign_in_link where token_hash in (
      select token_hash from sign_in_link where expires_at <= ${now} limit ${limit} for update skip locked)`,
    sql`delete from sign_in_failure where name_hash in (
      select name_hash from sign_in_failure where failed_at <= ${strangersBefore} limit ${limit} for update skip locked)`,
  ])
}
