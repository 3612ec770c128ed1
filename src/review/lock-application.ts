import { ZhunruError } from '../platform/errors.ts'
import type { ApplicationRow } from '../store/schema.ts'
import type { Trx } from './deps.ts'

/** The application, held until the transaction ends. @throws ZhunruError NOT_FOUND */
export async function lockApplication(trx: Trx, id: string): Promise<ApplicationRow> {
  const found = await trx.selectFrom('application').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!found) throw new ZhunruError('NOT_FOUND', { what: 'application with this id' })
  return found
}
