import { Option } from 'commander'
import { Unreachable } from './client.ts'
import type { Language } from './language.ts'
import { texts } from './texts.ts'

export const urlOption = (): Option =>
  new Option('--url <url>', 'address of the service').default('http://127.0.0.1:7300').env('ZHUNRU_URL')

/** A service that is not there is told once, with what to do; @returns null for any other error. */
export function describeClientProblem(error: unknown, language: Language): { text: string; exitCode: number } | null {
  return error instanceof Unreachable ? { text: texts[language].unreachable(error.url), exitCode: 1 } : null
}
