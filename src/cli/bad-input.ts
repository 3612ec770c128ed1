import { ZhunruError } from '../platform/errors.ts'
import type { Language } from './language.ts'

/** A refusal as the command prints it: which folder, what, and each wrong field on a line of its own. */
export function describeProblem(where: string, error: unknown, language: Language): string {
  if (!(error instanceof ZhunruError)) return `${where}: ${error instanceof Error ? error.message : String(error)}`
  const lines = [`${where}: ${error.code}: ${error.text[language]}`]
  for (const { field, code, message } of error.errors) lines.push(`  ${field}: ${code}: ${message[language]}`)
  return lines.join('\n')
}
