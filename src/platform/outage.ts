/** The code of a database error (SQLSTATE) or of the system (`ECONNREFUSED`), or an empty string. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/**
 * SQLSTATE 08: connection; 25006: a standby, which only reads; 53100, 58030: its disk; 53300: no connection left; 57P: the server
 * stops or starts; PHOTOS_AWAY: our own, for the store of photos; the rest are the network's.
 */
const away =
  /^(?:08|25006$|53100$|53300$|57P|58030$|PHOTOS_AWAY$|ECONN(?:REFUSED|RESET|ABORTED)$|ETIMEDOUT$|EPIPE$|ENOTFOUND$|EAI_AGAIN$|E(?:HOST|NET)(?:UNREACH|DOWN)$)/
const lostConnection =
  /Connection terminated|timeout exceeded when trying to connect|connection error|Connection ended unexpectedly/

/**
 * Whether the database, or another server of ours, is away rather than the question wrong. The driver reports a connection that
 * broke under a query, or before it, without a code.
 */
export function isOutage(error: unknown): boolean {
  const code = errorCode(error)
  if (code !== '') return away.test(code)
  return lostConnection.test(error instanceof Error ? error.message : String(error))
}
