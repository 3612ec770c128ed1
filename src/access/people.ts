import { sql } from 'kysely'
import { may, roles } from '../domain/permissions.ts'
import type { AccountDeps } from './deps.ts'

/** Whom work can be given to. */
export interface Person {
  id: string
  displayName: string
  skills: readonly string[]
  /** Cases or callbacks under way. */
  open: number
}

/** Those who may claim one, the freest first. */
export async function listPeople({ db, clock }: AccountDeps, work: 'case' | 'callback'): Promise<Person[]> {
  const claimers = roles.filter((role) => may({ roles: [role] }, `${work}.claim`))
  const claimed = sql.table(work === 'case' ? 'review_case' : 'callback')
  const rows = await db
    .selectFrom('account')
    .select(['id', 'display_name', 'skills'])
    .select(
      sql<string>`(select count(*) from ${claimed} w where w.assignee = account.id and w.lease_until > ${clock.now()})`.as(
        'open',
      ),
    )
    .where('state', '=', 'enabled')
    .where(sql<boolean>`roles && ${claimers}::text[]`)
    .orderBy('open')
    .orderBy('display_name')
    .execute()
  return rows.map(({ id, display_name, skills, open }) => ({
    id,
    displayName: display_name,
    skills,
    open: Number(open),
  }))
}
