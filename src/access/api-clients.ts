import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Actor } from '../domain/permissions.ts'
import type { Clock } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import { writeAudit } from '../store/audit.ts'
import type { Database } from '../store/schema.ts'

export interface ClientDeps {
  db: Kysely<Database>
  clock: Clock
}

export interface ApiClient {
  id: string
  name: string
  createdBy: string
  createdAt: Date
  revokedAt: Date | null
  usedAt: Date | null
}

/** What a name may be: it is shown in lists and never looked into. */
export const clientName = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u

/** 32 bytes of chance: too many to try, so that a plain hash gives nothing away and costs a request next to nothing. */
const KEY_BYTES = 32
const keyForm = /^zk_[\w-]{43}$/
/** When a key was last used is written down at most so often. Milliseconds. */
const USED_EVERY = 60_000

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex')

/**
 * A new client and its key, which is shown this one time: the database keeps its hash. @returns null when a client of
 * this name has a key that is not revoked.
 */
export async function addApiClient(
  { db, clock }: ClientDeps,
  { name, by }: { name: string; by: string },
): Promise<{ client: ApiClient; key: string } | null> {
  const key = `zk_${randomBytes(KEY_BYTES).toString('base64url')}`
  const now = clock.now()
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .insertInto('api_client')
      .values({
        id: newId('client', now.getTime()),
        name,
        key_hash: hashOf(key),
        created_by: by,
        created_at: now,
        revoked_at: null,
        used_at: null,
      })
      .onConflict((oc) => oc.column('name').where('revoked_at', 'is', null).doNothing())
      .returningAll()
      .executeTakeFirst()
    if (!row) return null
    await writeAudit(trx, { at: now, actor: by, action: 'client.added', subject: row.id })
    return { client: viewOf(row), key }
  })
}

/** Newest first. */
export async function listApiClients({ db }: Pick<ClientDeps, 'db'>): Promise<ApiClient[]> {
  const rows = await db.selectFrom('api_client').selectAll().orderBy('id', 'desc').execute()
  return rows.map(viewOf)
}

/** From this moment its key is wrong. By id or name. @returns null when there is none that is not revoked. */
export async function revokeApiClient(
  { db, clock }: ClientDeps,
  { client, by }: { client: string; by: string },
): Promise<ApiClient | null> {
  const now = clock.now()
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('api_client')
      .set({ revoked_at: now })
      .where((eb) => eb.or([eb('id', '=', client), eb('name', '=', client)]))
      .where('revoked_at', 'is', null)
      .returningAll()
      .executeTakeFirst()
    if (!row) return null
    await writeAudit(trx, { at: now, actor: by, action: 'client.revoked', subject: row.id })
    return viewOf(row)
  })
}

/** Whose key it is; null of one that is wrong or revoked. */
export async function actorOfKey({ db, clock }: ClientDeps, key: string): Promise<Actor | null> {
  if (!keyForm.test(key)) return null
  const hash = hashOf(key)
  const found = await db
    .selectFrom('api_client')
    .select(['id', 'key_hash', 'used_at'])
    .where('key_hash', '=', hash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  // The index compares hashes, whose beginnings tell nothing of the key; this last look takes as long for each.
  if (!found || !timingSafeEqual(Buffer.from(found.key_hash), Buffer.from(hash))) return null
  const now = clock.now()
  if (!found.used_at || now.getTime() - found.used_at.getTime() >= USED_EVERY) {
    // Of many requests at once one writes; none waits for another.
    await sql`update api_client set used_at = ${now} where id in (
      select id from api_client where id = ${found.id} and used_at is not distinct from ${found.used_at}
      for update skip locked)`.execute(db)
  }
  return { id: found.id, roles: ['api_client'] }
}

function viewOf(row: {
  id: string
  name: string
  created_by: string
  created_at: Date
  revoked_at: Date | null
  used_at: Date | null
}): ApiClient {
  const { id, name, created_by, created_at, revoked_at, used_at } = row
  return { id, name, createdBy: created_by, createdAt: created_at, revokedAt: revoked_at, usedAt: used_at }
}
