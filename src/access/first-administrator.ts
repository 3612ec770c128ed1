import { newId } from '../platform/ids.ts'
import { writeAudit } from '../store/audit.ts'
import { newAccountRow } from './accounts.ts'
import { type AccountDeps, SYSTEM, type Trx } from './deps.ts'
import { issueLink, type IssuedLink } from './issue-link.ts'

const NAME = 'admin'

/**
 * Where no administrator can sign in, as at the first start of all, a link for one; null otherwise. The links of earlier
 * starts and of other processes stay good until one of them is used.
 */
export async function firstAdministrator({
  db,
  clock,
}: AccountDeps): Promise<{ name: string; link: IssuedLink } | null> {
  const now = clock.now()
  return await db.transaction().execute(async (trx) => {
    const administrators = await trx
      .selectFrom('account')
      .select(['id', 'name', 'password_hash', 'subject'])
      .where('state', '=', 'enabled')
      .where((eb) => eb(eb.val('administrator'), '=', eb.fn.any('roles')))
      .orderBy('created_at')
      .execute()
    if (administrators.some(({ password_hash, subject }) => password_hash !== null || subject !== null)) return null
    const { id, name } = administrators[0] ?? (await addFirst(trx, now))
    return { name, link: await issueLink(trx, now, { accountId: id, by: SYSTEM }) }
  })
}

/** Of several processes that start at once one adds it; the others wait for its commit and find it. */
async function addFirst(trx: Trx, now: Date): Promise<{ id: string; name: string }> {
  for (let n = 1; ; n++) {
    const name = n === 1 ? NAME : `${NAME}-${n}`
    const id = newId('account', now.getTime())
    const added = await trx
      .insertInto('account')
      .values(newAccountRow({ id, name, displayName: name, roles: ['administrator'], by: SYSTEM, now }))
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returning(['id', 'name'])
      .executeTakeFirst()
    if (added) {
      await writeAudit(trx, { at: now, actor: SYSTEM, action: 'account.added', subject: id, details: { first: true } })
      return added
    }
    const there = await trx
      .selectFrom('account')
      .select(['id', 'name', 'roles', 'state', 'subject'])
      .where('name', '=', name)
      .executeTakeFirst()
    if (there?.state === 'enabled' && there.subject === null && there.roles.includes('administrator')) return there
  }
}
