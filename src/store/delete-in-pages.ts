import type { Kysely, RawBuilder } from 'kysely'
import type { Database } from './schema.ts'

/** Deleted in one statement, so that none holds its locks for long. */
const PAGE = 5_000

/**
 * Runs each statement again and again, until it finds less than it may delete at once.
 * @param statements deletes that take no more rows than they are given the limit of
 * @returns how many rows were deleted.
 */
export async function deleteInPages(
  db: Kysely<Database>,
  statements: (limit: number) => readonly RawBuilder<unknown>[],
): Promise<number> {
  let deleted = 0
  for (const statement of statements(PAGE)) {
    for (;;) {
      const { numAffectedRows = 0n } = await statement.execute(db)
      deleted += Number(numAffectedRows)
      if (numAffectedRows < PAGE) break
    }
  }
  return deleted
}
