import { notFound } from '../platform/not-found.ts'
import type { ApplicationRow } from '../store/schema.ts'
import type { Trx } from './deps.ts'

/**
 * The application, held until the transaction ends; rows that name it may still be written. With a full `for update` an
 * event of it would wait for us, while its writer holds an effect or a promise that we are about to change.
 * @throws ZhunruError NOT_FOUND
 */
export async function lockApplication(trx: Trx, id: string): Promise<ApplicationRow> {
  const found = await trx.selectFrom('application').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
  if (!found) throw notFound('application')
  return found
}

/** Work on an application and the application itself, both held until the transaction ends. */
export interface LockedWork<R> {
  application: ApplicationRow
  row: R
}

/** The application first, as everywhere: whoever withdraws it comes before or after. @throws ZhunruError NOT_FOUND */
export async function lockWithApplication<R extends { application_id: string }>(
  trx: Trx,
  load: (how: { lock: boolean }) => Promise<R>,
): Promise<LockedWork<R>> {
  const { application_id } = await load({ lock: false })
  const application = await lockApplication(trx, application_id)
  return { application, row: await load({ lock: true }) }
}
