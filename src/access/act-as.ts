import { type Permission, may, type Role } from '../domain/permissions.ts'
import type { ClientDeps } from './api-clients.ts'

type ActingAs =
  /** Null while nobody has taken up an account: then names are taken at their word. */
  { is: 'allowed'; account: { id: string; name: string } | null } | { is: 'unknown' | 'disabled' | 'not_allowed' }

/**
 * Whether somebody may act under a name in a command, which asks for no password: whoever can reach the database could do
 * without the command, too. What it writes down is to name a real person who may do this. The account that the first start
 * makes counts from the moment at which somebody takes it up.
 */
export async function actAs({ db }: Pick<ClientDeps, 'db'>, name: string, permission: Permission): Promise<ActingAs> {
  const taken = await db
    .selectFrom('account')
    .select('id')
    .where((eb) => eb.or([eb('password_hash', 'is not', null), eb('signed_in_at', 'is not', null)]))
    .limit(1)
    .executeTakeFirst()
  if (!taken) return { is: 'allowed', account: null }
  const account = await db
    .selectFrom('account')
    .select(['id', 'name', 'roles', 'state'])
    .where('name', '=', name.toLowerCase())
    .executeTakeFirst()
  if (!account) return { is: 'unknown' }
  if (account.state === 'disabled') return { is: 'disabled' }
  const roles: Role[] = account.roles
  return may({ roles }, permission)
    ? { is: 'allowed', account: { id: account.id, name: account.name } }
    : { is: 'not_allowed' }
}
