import { createHash } from 'node:crypto'
import { type Role, roles as allRoles } from '../domain/permissions.ts'
import type { RolesClaim } from '../platform/config-sign-in.ts'
import { ZhunruError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import { writeAudit } from '../store/audit.ts'
import { newAccountRow } from './accounts.ts'
import { type AccountDeps, type AccountRow, SYSTEM, type Trx } from './deps.ts'
import type { OpenIdPerson } from './open-id.ts'

/** What a person may be; a program is none. */
const personRoles: readonly Role[] = allRoles.filter((role) => role !== 'api_client')

/** @throws ZhunruError CONFIG_INVALID when a value is to stand for a role that there is not. */
export function checkRolesClaim(claim: RolesClaim | null): void {
  const unknown = Object.values(claim?.roles ?? {})
    .flat()
    .filter((role) => !personRoles.some((known) => known === role))
  if (unknown.length === 0) return
  throw new ZhunruError('CONFIG_INVALID', {
    detail: `OIDC_ROLES_CLAIM names roles that there are not: ${[...new Set(unknown)].join(', ')}; there are ${personRoles.join(', ')}`,
  })
}

/** What the provider's claim says; a value that stands for nothing gives nothing. */
export function rolesOfClaims({ claim, roles }: RolesClaim, claims: OpenIdPerson['claims']): Role[] {
  const given = claims[claim]
  const values = typeof given === 'string' ? given.split(/[\s,]+/) : Array.isArray(given) ? given.map(String) : []
  const named = new Set(
    values.flatMap((value) => (roles ? (Object.hasOwn(roles, value) ? (roles[value] ?? []) : []) : [value])),
  )
  return personRoles.filter((role) => named.has(role))
}

/**
 * The account of somebody whom the provider has before it, made with the first visit. Known by issuer and subject alone: a
 * name that the provider gives could be anybody's. Without a claim of roles an administrator gives them, once the person
 * has been here.
 * @returns its id
 * @throws ZhunruError ACCOUNT_WITHOUT_ROLE, ACCOUNT_DISABLED
 */
export async function signInOpenId(
  { db, clock }: AccountDeps,
  person: OpenIdPerson,
  rolesClaim: RolesClaim | null,
): Promise<string> {
  const now = clock.now()
  const claimed = rolesClaim && rolesOfClaims(rolesClaim, person.claims)
  // The refusal is told after the commit: that somebody was here is to be known.
  const account = await db.transaction().execute(async (trx) => {
    const found = await trx
      .selectFrom('account')
      .selectAll()
      .where('issuer', '=', person.issuer)
      .where('subject', '=', person.subject)
      .forUpdate()
      .executeTakeFirst()
    const before = found ?? (await add(trx, person, now))
    const roles = claimed ?? before.roles
    const refused = before.state === 'disabled' ? 'disabled' : roles.length === 0 ? 'no_role' : null
    const after = await trx
      .updateTable('account')
      .set({
        roles,
        ...(claimed && before.roles.join() !== roles.join() && { updated_at: now }),
        ...(refused === null && { signed_in_at: now }),
      })
      .where('id', '=', before.id)
      .returningAll()
      .executeTakeFirstOrThrow()
    if (before.roles.join() !== roles.join()) {
      const details = { roles: { from: before.roles, to: roles } }
      await writeAudit(trx, { at: now, actor: SYSTEM, action: 'account.changed', subject: before.id, details })
    }
    await writeAudit(trx, {
      at: now,
      subject: before.id,
      ...(refused === null
        ? { actor: before.id, action: 'account.signed_in', details: { by: 'openid' } }
        : { actor: SYSTEM, action: 'account.sign_in_failed', details: { by: 'openid', why: refused } }),
    })
    return after
  })
  if (account.state === 'disabled') throw new ZhunruError('ACCOUNT_DISABLED', { name: account.name })
  if (account.roles.length === 0) throw new ZhunruError('ACCOUNT_WITHOUT_ROLE', { name: account.name })
  return account.id
}

/** Under the name that the provider has for this person, as far as it is free. */
async function add(trx: Trx, { issuer, subject, claims }: OpenIdPerson, now: Date): Promise<AccountRow> {
  const wanted = nameOf({ subject, claims })
  const displayName = textOf(claims['name']).replace(/\p{C}/gu, '').trim().slice(0, 64)
  const id = newId('account', now.getTime())
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted.slice(0, 59)}-${n}`
    const added = await trx
      .insertInto('account')
      .values({
        ...newAccountRow({ id, name, displayName: displayName || name, roles: [], by: SYSTEM, now }),
        issuer,
        subject,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst()
    if (added) {
      await writeAudit(trx, { at: now, actor: SYSTEM, action: 'account.added', subject: id, details: { by: 'openid' } })
      return added
    }
    // Two sign-ins of one person at once: the other one added it.
    const there = await trx
      .selectFrom('account')
      .selectAll()
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .forUpdate()
      .executeTakeFirst()
    if (there) return there
  }
}

function nameOf({ subject, claims }: Pick<OpenIdPerson, 'subject' | 'claims'>): string {
  for (const given of [claims['preferred_username'], claims['email'], subject]) {
    const name = textOf(given)
      .toLowerCase()
      .replace(/[^a-z0-9._@+-]+/g, '-')
      .replace(/^[^a-z0-9]+/, '')
      .slice(0, 64)
    if (name.length >= 2) return name
  }
  return `openid-${createHash('sha256').update(subject).digest('hex').slice(0, 12)}`
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
