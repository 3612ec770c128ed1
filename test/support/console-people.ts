import { hash } from '@node-rs/argon2'
import type { Role } from '../../src/domain/permissions.ts'
import type { Clock } from '../../src/platform/clock.ts'
import { newId } from '../../src/platform/ids.ts'
import type { Store } from '../../src/store/open-store.ts'

/** Of everybody in a console world. Nobody else has it, and nobody else's world knows it. */
export const worldPassword = 'only-in-the-console-world'

/** One person for each role, and a second reviewer. */
export const people = {
  rong: ['王蓉', ['reviewer']],
  bo: ['李波', ['reviewer']],
  shen: ['沈敏', ['senior_reviewer']],
  lan: ['周兰', ['caller']],
  ou: ['欧阳运', ['ops']],
  ping: ['平策', ['policy_maker']],
  an: ['安审', ['auditor']],
  guan: ['关理', ['administrator']],
} as const satisfies Record<string, readonly [displayName: string, roles: readonly Role[]]>

export type WorldPerson = keyof typeof people

/** @returns the ids of their accounts, by name */
export async function addPeople(store: Store, clock: Clock): Promise<Record<string, string>> {
  const now = clock.now()
  const passwordHash = await hash(worldPassword)
  const ids: Record<string, string> = {}
  for (const [name, [displayName, roles]] of Object.entries(people)) {
    const id = newId('account', now.getTime())
    await store.db
      .insertInto('account')
      .values({
        id,
        name,
        display_name: displayName,
        roles: [...roles],
        password_hash: passwordHash,
        created_by: 'system',
        created_at: now,
        updated_at: now,
      })
      .execute()
    ids[name] = id
  }
  return ids
}
