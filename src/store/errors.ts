/** The code of a database error (SQLSTATE) or of the system (`ECONNREFUSED`), or an empty string. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

export const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

/**
 * Whether the database is away rather than the query wrong. SQLSTATE 08: connection; 57P: the server stops or starts;
 * 53300: no connection left; E…: the network. The driver reports a connection that broke under a query without a code.
 */
export function isOutage(error: unknown): boolean {
  const code = errorCode(error)
  if (code !== '') return /^(?:E[A-Z]|08|57P|53300)/.test(code)
  return /Connection terminated|timeout exceeded when trying to connect|connection error/.test(asError(error).message)
}
