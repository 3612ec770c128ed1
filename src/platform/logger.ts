import { pino } from 'pino'

export interface Logger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/**
 * JSON lines on standard error, so that standard output stays the command's own. Only ids, counts and codes are
 * logged; `redact` is the last net for fields that a mistake might let through. Each line is written before the call returns:
 * the last one of a process that ends at once is not lost.
 * @param about stands in every line: which process speaks, where many write into one log
 */
export function createLogger(level: string, about: Readonly<Record<string, unknown>> | null = null): Logger {
  return pino(
    {
      level,
      base: about,
      redact: {
        paths: ['*.name', '*.phone', '*.idNumber', '*.cardNumber', '*.address', 'form', '*.form', 'body', '*.body'],
        censor: '[hidden]',
      },
    },
    pino.destination(2),
  )
}

export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }
