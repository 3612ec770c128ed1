import { inTransaction } from '../store/open-store.ts'
import type { ReviewDeps, Trx } from './deps.ts'

/** So many, and it is no longer one row that is at fault. */
const MOST_FAILURES = 5

/**
 * Does something to each, in a transaction of its own: what somebody holds makes none of the others wait longer than for itself,
 * and one that fails keeps none of the others from their turn, now and in every round to come.
 * @param act says whether there was something to do
 * @returns how many there was something to do for.
 * @throws the first failure, after the others have had their turn
 */
export async function oneByOne(
  deps: Pick<ReviewDeps, 'db'>,
  found: readonly { id: string }[],
  act: (trx: Trx, id: string) => Promise<boolean>,
): Promise<number> {
  const failures: unknown[] = []
  let done = 0
  for (const { id } of found) {
    try {
      if (await inTransaction(deps, (trx) => act(trx, id))) done += 1
    } catch (error) {
      failures.push(error)
      if (failures.length === MOST_FAILURES) break
    }
  }
  if (failures.length > 0) throw failures[0]
  return done
}
