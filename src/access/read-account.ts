import type { Kysely } from 'kysely'
import { ZhunruError } from '../platform/errors.ts'
import type { Database } from '../store/schema.ts'
import type { AccountRow } from './deps.ts'

export const noSuchAccount = () => new ZhunruError('NOT_FOUND', { what: { zh: '该账号', en: 'such account' } })

/** @throws ZhunruError NOT_FOUND */
export async function readAccount(db: Kysely<Database>, id: string): Promise<AccountRow> {
  const row = await db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw noSuchAccount()
  return row
}
