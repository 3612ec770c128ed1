import type { Kysely } from 'kysely'
import { type Permission, permissionsOf, type Role } from '../domain/permissions.ts'
import type { Database } from '../store/schema.ts'
import { readAccount } from './read-account.ts'

/** Who is signed in, as their own console knows them. */
export interface SignedIn {
  id: string
  name: string
  displayName: string
  roles: readonly Role[]
  skills: readonly string[]
  permissions: readonly Permission[]
  secondFactor: boolean
  local: boolean
}

/** @throws ZhunruError NOT_FOUND */
export async function describeSignedIn(db: Kysely<Database>, id: string): Promise<SignedIn> {
  const { name, display_name, roles, skills, totp_confirmed_at, subject } = await readAccount(db, id)
  return {
    id,
    name,
    displayName: display_name,
    roles,
    skills,
    permissions: permissionsOf({ roles }),
    secondFactor: totp_confirmed_at !== null,
    local: subject === null,
  }
}
