import type { Policy } from '../domain/policy.ts'
import { sha256 } from '../platform/canonical.ts'
import { ZhunruError } from '../platform/errors.ts'
import type { Store } from '../store/open-store.ts'

/**
 * Keeps the policy beside the decisions that it makes. A version never changes: years later its text is what decided.
 * @throws ZhunruError CONFIG_INVALID when this version is known with another text.
 */
export async function registerPolicy({ db }: Pick<Store, 'db'>, { version }: Policy, source: string): Promise<void> {
  const hash = sha256(source)
  await db
    .insertInto('policy_version')
    .values({ version, source, sha256: hash })
    .onConflict((conflict) => conflict.column('version').doNothing())
    .execute()
  const stored = await db
    .selectFrom('policy_version')
    .select('sha256')
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  if (stored.sha256 !== hash) {
    throw new ZhunruError('CONFIG_INVALID', {
      detail: `policy ${version} was changed after it had been used; give the changed text a new version`,
    })
  }
}
