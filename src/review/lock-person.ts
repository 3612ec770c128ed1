import type { Trx } from './deps.ts'

/**
 * Of two requests of one person at once the second waits here, and finds what the first has done. After the application, where
 * that is held, too.
 */
export const lockPerson = (trx: Trx, accountId: string) =>
  trx.selectFrom('account').select('id').where('id', '=', accountId).forNoKeyUpdate().executeTakeFirst()
