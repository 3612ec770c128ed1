import type { Actor, Role } from '../../../../src/domain/permissions.ts'
import { keyedHash } from '../../../../src/platform/keyed-hash.ts'
import { newId } from '../../../../src/platform/ids.ts'
import { staffUseCases } from '../../../../src/review/staff/use-cases.ts'
import { policy } from '../../../unit/domain/sample.ts'
import { reviewRoom } from '../room.ts'

/** A review room with people in it, and what they look at. */
export async function staffRoom() {
  const room = await reviewRoom()
  const { store, deps, blobs, clock } = room
  const staff = staffUseCases({ ...deps, blobs, policy: async () => policy, keyedHash: keyedHash('7'.repeat(64)) })

  let serial = 0
  const person = async (displayName: string, ...roles: Role[]): Promise<Actor> => {
    serial += 1
    const id = newId('account', clock.now().getTime())
    await store.db
      .insertInto('account')
      .values({
        id,
        name: `person-${serial}`,
        display_name: displayName,
        roles,
        created_by: 'system',
        created_at: clock.now(),
        updated_at: clock.now(),
      })
      .execute()
    return { id, roles }
  }

  const audited = async (action: string) => {
    const { rows } = await store.pool.query<{
      actor: string
      application_id: string | null
      subject: string | null
      details: Record<string, unknown>
    }>('select actor, application_id, subject, details from audit_entry where action = $1 order by id', [action])
    return rows
  }

  return { ...room, staff, person, audited }
}
