import type { Role } from '../domain/permissions.ts'
import { ZhunruError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import { writeAudit } from '../store/audit.ts'
import type { AccountDeps, AccountRow, Trx } from './deps.ts'
import { issueLink, type IssuedLink } from './issue-link.ts'
import { clean } from './lock-out.ts'
import { noSuchAccount } from './read-account.ts'
import { endSessions } from './sessions.ts'

/** An account as administrators see it. */
export interface AccountRecord {
  id: string
  name: string
  displayName: string
  roles: readonly Role[]
  skills: readonly string[]
  state: 'enabled' | 'disabled'
  source: 'local' | 'openid'
  hasPassword: boolean
  secondFactor: boolean
  lockedUntil: string | null
  createdBy: string
  createdAt: string
  signedInAt: string | null
}

export interface NewAccount {
  name: string
  displayName?: string | undefined
  roles: readonly Role[]
  skills: readonly string[]
  /** Who adds it. */
  by: string
}

/** With the link by which this person comes in first. @throws ZhunruError NAME_TAKEN */
export async function addAccount(
  deps: AccountDeps,
  { name, displayName = name, roles, skills, by }: NewAccount,
): Promise<{ account: AccountRecord; link: IssuedLink }> {
  const now = deps.clock.now()
  const id = newId('account', now.getTime())
  return await deps.db.transaction().execute(async (trx) => {
    const added = await trx
      .insertInto('account')
      .values({
        ...newAccountRow({ id, name, displayName, roles, by, now }),
        skills: [...skills],
      })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returningAll()
      .executeTakeFirst()
    if (!added) throw new ZhunruError('NAME_TAKEN', { name })
    await writeAudit(trx, { at: now, actor: by, action: 'account.added', subject: id, details: { roles, skills } })
    return { account: describe(added, now), link: await issueLink(trx, now, { accountId: id, by }) }
  })
}

/** An account that nobody has signed in to, as it is stored. */
export const newAccountRow = ({
  id,
  name,
  displayName,
  roles,
  by,
  now,
}: Pick<NewAccount, 'name' | 'roles' | 'by'> & { id: string; displayName: string; now: Date }) => ({
  id,
  name,
  display_name: displayName,
  roles: [...roles],
  password_hash: null,
  totp_sealed: null,
  totp_confirmed_at: null,
  totp_last_step: null,
  issuer: null,
  subject: null,
  locked_until: null,
  signed_in_at: null,
  created_by: by,
  created_at: now,
  updated_at: now,
})

/** By name. */
export async function listAccounts({ db, clock }: AccountDeps): Promise<AccountRecord[]> {
  const rows = await db.selectFrom('account').selectAll().orderBy('name').execute()
  return rows.map((row) => describe(row, clock.now()))
}

export interface AccountChange {
  displayName?: string | undefined
  roles?: readonly Role[] | undefined
  skills?: readonly string[] | undefined
  state?: 'enabled' | 'disabled' | undefined
}

/**
 * What is not given stays. Disabled, all sessions end at once; enabled again, a lock is lifted.
 * @param by who changes it
 * @param providerRoles whether the OpenID provider says what its people may
 * @throws ZhunruError NOT_FOUND, LAST_ADMINISTRATOR, ACCOUNT_OF_PROVIDER
 */
export async function changeAccount(
  deps: AccountDeps,
  id: string,
  { displayName, roles, skills, state }: AccountChange,
  { by, providerRoles }: { by: string; providerRoles: boolean },
): Promise<AccountRecord> {
  const now = deps.clock.now()
  return await deps.db.transaction().execute(async (trx) => {
    const administrators = await lockAdministrators(trx)
    const before = await trx.selectFrom('account').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    if (!before) throw noSuchAccount()
    if (roles && before.subject !== null && providerRoles) throw new ZhunruError('ACCOUNT_OF_PROVIDER')
    const stays = (state ?? before.state) === 'enabled' && (roles ?? before.roles).includes('administrator')
    if (administrators.length === 1 && administrators[0] === id && !stays) throw new ZhunruError('LAST_ADMINISTRATOR')
    const after = await trx
      .updateTable('account')
      .set({
        updated_at: now,
        ...(displayName !== undefined && { display_name: displayName }),
        ...(roles && { roles: [...roles] }),
        ...(skills && { skills: [...skills] }),
        ...(state && { state, ...(state === 'enabled' && before.state === 'disabled' && clean) }),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    if (after.state === 'disabled') {
      await endSessions(trx, id)
      await trx.deleteFrom('sign_in_link').where('account_id', '=', id).execute()
    }
    await auditChange(trx, { before, after, by, now })
    return describe(after, now)
  })
}

/** Those who can sign in, in an order in which no two transactions wait for each other. */
async function lockAdministrators(trx: Trx): Promise<string[]> {
  const rows = await trx
    .selectFrom('account')
    .select('id')
    .where('state', '=', 'enabled')
    .where((eb) => eb(eb.val('administrator'), '=', eb.fn.any('roles')))
    .where((eb) => eb.or([eb('password_hash', 'is not', null), eb('subject', 'is not', null)]))
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map(({ id }) => id)
}

async function auditChange(
  trx: Trx,
  { before, after, by, now }: { before: AccountRow; after: AccountRow; by: string; now: Date },
): Promise<void> {
  const entry = { at: now, actor: by, subject: after.id }
  const lists = (['roles', 'skills'] as const).filter((key) => before[key].join() !== after[key].join())
  const changes = [
    ...lists.map((key) => [key, { from: before[key], to: after[key] }]),
    ...(before.display_name === after.display_name ? [] : [['displayName', true]]),
  ]
  if (changes.length > 0) {
    await writeAudit(trx, { ...entry, action: 'account.changed', details: Object.fromEntries(changes) })
  }
  if (before.state !== after.state) await writeAudit(trx, { ...entry, action: `account.${after.state}` })
}

/** @throws ZhunruError NOT_FOUND */
export async function findAccount({ db, clock }: AccountDeps, name: string): Promise<AccountRecord> {
  const row = await db.selectFrom('account').selectAll().where('name', '=', name.toLowerCase()).executeTakeFirst()
  if (!row) throw noSuchAccount()
  return describe(row, clock.now())
}

export function describe(row: AccountRow, now: Date): AccountRecord {
  return {
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    roles: row.roles,
    skills: row.skills,
    state: row.state,
    source: row.subject === null ? 'local' : 'openid',
    hasPassword: row.password_hash !== null,
    secondFactor: row.totp_confirmed_at !== null,
    lockedUntil: row.locked_until && row.locked_until > now ? row.locked_until.toISOString() : null,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    signedInAt: row.signed_in_at?.toISOString() ?? null,
  }
}
