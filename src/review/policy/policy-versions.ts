import { type Selectable, sql } from 'kysely'
import type { Database } from '../../store/schema.ts'
import type { ReviewDeps, Trx } from '../deps.ts'

export type PolicyVersionRow = Selectable<Database['policy_version']>
export type PolicyChangeRow = Selectable<Database['policy_change']>

/** What every process listens on for a newly published policy. */
export const policyChannel = ({ schema }: { schema: string }): string => `${schema}:policy`

/** All versions, the newest first, with their history. */
export async function listPolicies({
  db,
}: Pick<ReviewDeps, 'db'>): Promise<(PolicyVersionRow & { changes: PolicyChangeRow[] })[]> {
  const [versions, changes] = [
    await db
      .selectFrom('policy_version')
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('version', 'desc')
      .execute(),
    await db.selectFrom('policy_change').selectAll().orderBy('id').execute(),
  ]
  return versions.map((row) => ({ ...row, changes: changes.filter(({ version }) => version === row.version) }))
}

/** More wait for nobody at once. */
const PROPOSED_SHOWN = 50

/** What is proposed and waits to be put in force, the newest first. */
export async function policiesToTry({ db }: Pick<ReviewDeps, 'db'>) {
  const proposed = await db
    .selectFrom('policy_version')
    .select(['version', 'proposed_by', 'proposed_at', 'note'])
    .where('state', '=', 'proposed')
    .orderBy('proposed_at', 'desc')
    .orderBy('version', 'desc')
    .limit(PROPOSED_SHOWN)
    .execute()
  return proposed.map(({ version, proposed_by, proposed_at, note }) => ({
    version,
    proposedBy: proposed_by,
    proposedAt: proposed_at?.toISOString() ?? null,
    note,
  }))
}

export async function findPolicy(db: ReviewDeps['db'], version: string): Promise<PolicyVersionRow | null> {
  return (await db.selectFrom('policy_version').selectAll().where('version', '=', version).executeTakeFirst()) ?? null
}

/** The version that decides now; null in a database on which no service has run yet. */
export async function policyInForce(db: ReviewDeps['db']): Promise<PolicyVersionRow | null> {
  return (await db.selectFrom('policy_version').selectAll().where('state', '=', 'published').executeTakeFirst()) ?? null
}

/** One change at a time: of two who confirm at once the second must see what the first did. */
export async function holdPolicies(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(current_schema() || ' policy', 0))`.execute(trx)
}

interface InForce {
  version: string
  by: string
  at: Date
  note?: string | null
  /** Given where it is known now that it came with the program, whoever kept its text first. */
  origin?: 'shipped'
}

/** Puts a version in force in place of the one before, and wakes every process. */
export async function putInForce(
  trx: Trx,
  { version, by, at, note = null, origin }: InForce,
): Promise<{ before: string | null }> {
  const before = await policyInForce(trx)
  if (before) {
    await trx.updateTable('policy_version').set({ state: 'superseded' }).where('version', '=', before.version).execute()
    await addChange(trx, { version: before.version, what: 'superseded', by, at, note: version })
  }
  await trx
    .updateTable('policy_version')
    .set({ state: 'published', published_by: by, published_at: at, ...(origin && { origin }) })
    .where('version', '=', version)
    .execute()
  await addChange(trx, { version, what: 'published', by, at, note })
  await sql`select pg_notify(current_schema() || ':policy', '')`.execute(trx)
  return { before: before?.version ?? null }
}

export async function addChange(trx: Trx, change: Omit<PolicyChangeRow, 'id'>): Promise<void> {
  await trx.insertInto('policy_change').values(change).execute()
}
