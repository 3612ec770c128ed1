import { errorCode } from './outage.ts'
import type { Logger } from './logger.ts'

/** Errors whose messages name things of the program. A SyntaxError would quote the text that does not parse. */
const ofTheEngine = new Set(['TypeError', 'RangeError', 'ReferenceError'])

/** Lines of a stack that tell where it happened. */
const FRAMES = 12

/**
 * Has a process that comes to grief say so in a line of the log like all others, and end with 1. What nobody has caught is a
 * mistake of ours, after which nothing is sure: the process does not go on, nor tidy up, but is started anew by whoever watches
 * over it. What it had in hand is done by others, as after any crash.
 *
 * Node would print the error with all its fields, among which the database names the values that it refused. Here it is told by
 * kind, code and place; its message may hold what somebody typed, and stands there only where the engine itself wrote it.
 */
export function sayLastWords(log: Logger): void {
  const end = (thrown: unknown, how: string) => {
    log.error({ how, ...describe(thrown) }, 'an error that nobody caught: the process ends')
    process.exit(1)
  }
  process.on('uncaughtException', (error, origin) => end(error, origin))
  // Node's own listener prints warnings as plain text between the lines.
  process.removeAllListeners('warning')
  process.on('warning', (warning) => log.warn({ ...describe(warning), message: warning.message }, 'Node.js warns'))
}

function describe(thrown: unknown): Record<string, unknown> {
  if (!(thrown instanceof Error)) return { error: typeof thrown }
  const code = errorCode(thrown)
  const at = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    error: thrown.name,
    ...(code && { code }),
    ...(ofTheEngine.has(thrown.name) && { message: thrown.message }),
    at: at.slice(0, FRAMES).map((line) => line.trim()),
  }
}
