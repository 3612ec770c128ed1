import { randomBytes } from 'node:crypto'
import type { MaterialKind } from '../../../src/domain/application.ts'
import type { Check } from '../../../src/domain/evidence.ts'
import type { Status } from '../../../src/domain/status.ts'
import { planFlow } from '../../../src/queueing/plan-flow.ts'
import type { Store } from '../../../src/store/open-store.ts'
import { freshApplication } from './helpers.ts'

/** Rows that nobody has gone on with since `start`. */
export function createSeeds(db: Store['db'], start: Date) {
  async function seedApplication(status: Status, kinds: readonly MaterialKind[] = []) {
    const applicationId = freshApplication()
    const ref = { application_id: applicationId, revision: 1 }
    const materials = kinds.map((kind) => ({ id: `mat_${randomBytes(8).toString('hex')}`, kind }))
    await db
      .insertInto('application')
      .values({
        id: applicationId,
        reference: applicationId,
        merchant_type: 'micro_merchant',
        status,
        revision: 1,
        run: 1,
        created_at: start,
        updated_at: start,
      })
      .execute()
    await db
      .insertInto('application_revision')
      .values({ ...ref, form: '{}', input_hash: 'x' })
      .execute()
    for (const { id, kind } of materials) {
      const photo = { sha256: 'x', bytes: 1, mime: 'image/jpeg', width: 1, height: 1, blob: 'x' } as const
      await db
        .insertInto('material')
        .values({ id, kind, ...photo })
        .execute()
      await db
        .insertInto('revision_material')
        .values({ ...ref, kind, material_id: id })
        .execute()
    }
    const screening = { applicationId, revision: 1, run: 1 }
    return { applicationId, screening, materials, flow: planFlow({ ...screening, materials }) }
  }

  async function seedCheck(applicationId: string, check: Check, slot: MaterialKind | 'application', attempts = 0) {
    await db
      .insertInto('check_run')
      .values({ application_id: applicationId, revision: 1, run: 1, check, slot, attempts })
      .execute()
  }

  /** A message that was due, and whose job was published, at the start. */
  async function seedEffect(applicationId: string): Promise<string> {
    const id = `eff_${randomBytes(8).toString('hex')}`
    const ref = { application_id: applicationId, revision: 1, run: 1 }
    await db
      .insertInto('effect')
      .values({
        id,
        ...ref,
        about: 'approved',
        channel: 'sms',
        recipient: id,
        data: null,
        created_at: start,
        due_at: start,
        next_attempt_at: start,
        alarm_at: start,
        alarms: 1,
      })
      .execute()
    return id
  }

  return { seedApplication, seedCheck, seedEffect }
}
