import type { ReviewDeps } from './deps.ts'

/** Who handed an application in: `usr_…`, `cli_…` or `local`. @returns null when there is no such application. */
export async function enteredBy({ db }: Pick<ReviewDeps, 'db'>, applicationId: string): Promise<string | null> {
  const found = await db
    .selectFrom('application')
    .select('entered_by')
    .where('id', '=', applicationId)
    .executeTakeFirst()
  return found?.entered_by ?? null
}
