import type { Kysely } from 'kysely'
import type { Database } from '../../store/schema.ts'

/** Who did something, for people to read. */
export interface ActorRecord {
  kind: 'system' | 'applicant' | 'person' | 'program'
  id: string
  displayName: string | null
}

/** The actors of these ids, by id. Somebody unknown, as of an account of long ago, keeps the id alone. */
export async function readActors(db: Kysely<Database>, ids: Iterable<string>): Promise<(id: string) => ActorRecord> {
  const wanted = [...new Set(ids)]
  const [persons, programs] = ['usr_', 'cli_'].map((start) => wanted.filter((id) => id.startsWith(start)))
  const names = new Map<string, string>()
  if (persons?.length) {
    const rows = await db.selectFrom('account').select(['id', 'display_name']).where('id', 'in', persons).execute()
    for (const row of rows) names.set(row.id, row.display_name)
  }
  if (programs?.length) {
    const rows = await db.selectFrom('api_client').select(['id', 'name']).where('id', 'in', programs).execute()
    for (const row of rows) names.set(row.id, row.name)
  }
  return (id) => ({ kind: kindOf(id), id, displayName: names.get(id) ?? null })
}

function kindOf(id: string): ActorRecord['kind'] {
  if (id.startsWith('usr_')) return 'person'
  return id === 'system' || id === 'applicant' ? id : 'program'
}
