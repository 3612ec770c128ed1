import { Option } from 'commander'
import { ServiceRefusal, Unreachable } from './client.ts'
import type { Language } from './language.ts'
import { texts } from './texts.ts'

/** Where the service is, and the key that it asks for. */
export interface ServiceOptions {
  url: string
  key?: string
}

export const urlOption = (): Option =>
  new Option('--url <url>', 'address of the service').default('http://127.0.0.1:7300').env('ZHUNRU_URL')

/** Better in the variable: what a command is called with, everybody on the machine can read. */
export const keyOption = (): Option =>
  new Option('--key <key>', 'key of an API client, where the service asks for one').env('ZHUNRU_KEY')

/** A service that is not there, or does not let us in, is told once, with what to do; @returns null for any other error. */
export function describeClientProblem(error: unknown, language: Language): { text: string; exitCode: number } | null {
  if (error instanceof Unreachable) return { text: texts[language].unreachable(error.url), exitCode: 1 }
  if (!(error instanceof ServiceRefusal)) return null
  if (error.status === 401) return { text: `${error.message}\n${texts[language].keyNeeded}`, exitCode: 2 }
  return error.status === 403 ? { text: error.message, exitCode: 2 } : null
}
