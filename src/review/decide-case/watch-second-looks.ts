import { sql } from 'kysely'
import type { ReviewDeps } from '../deps.ts'

/** Given back in one round; the next goes on. */
const PAGE = 200

/**
 * Gives back the second looks that were not done in time. Whoever had one never has it again, and so sees the application as it
 * is from now on: without this, where nobody else may have the look, they could not work on that application any more.
 * Any number of processes may do so at once. @returns how many there were.
 */
export async function freeIdleLooks({ db, clock }: ReviewDeps): Promise<number> {
  const { rows } = await sql`
    update second_look set state = 'open', passed_by = array_append(passed_by, taken_by),
      taken_by = null, taken_at = null, taken_until = null
    where id in (select id from second_look where state = 'taken' and taken_until <= ${clock.now()}
      limit ${PAGE} for update skip locked)
    returning id`.execute(db)
  return rows.length
}
