import type { Actor, Role } from '../domain/permissions.ts'

/** Of the person that a session belongs to, as the account says at this moment. */
export interface SessionAccount {
  id: string
  roles: readonly Role[]
}

/** Who asks with this session; null before the sign-in. Whoever was disabled meanwhile has no session any more. */
export function actorOfSession(session: { account?: SessionAccount | null } | null | undefined): Actor | null {
  const account = session?.account
  return account ? { id: account.id, roles: account.roles } : null
}
