import type { Kysely } from 'kysely'
import { storableJson } from '../platform/storable.ts'
import type { Database } from './schema.ts'

/** What somebody did or saw. Ids, codes and field names; never the value that was seen. */
export interface AuditEntry {
  at: Date
  /** `usr_…`, `cli_…`, `local` or `system`. */
  actor: string
  /** What was done: `value.revealed`, `photo.viewed`, `case.decided`, `account.disabled` … */
  action: string
  applicationId?: string
  /** What it was done to, where that is no application: the id of a photo, a case, an account. */
  subject?: string
  details?: Record<string, unknown>
}

/** Writes it down for good: the database refuses to change or delete it. In the transaction of what is done. */
export async function writeAudit(db: Kysely<Database>, ...entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return
  await db
    .insertInto('audit_entry')
    .values(
      entries.map(({ at, actor, action, applicationId, subject, details }) => ({
        at,
        actor,
        action,
        application_id: applicationId ?? null,
        subject: subject ?? null,
        details: storableJson(details ?? {}),
      })),
    )
    .execute()
}
