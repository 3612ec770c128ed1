import pc from 'picocolors'
import type { ApplicationView } from '../contracts/application-view.ts'
import { fieldName, materialNames } from '../domain/terms.ts'
import type { Language } from './language.ts'
import { texts } from './texts.ts'

/** What the applicant is to bring, a line or two for each thing; empty when nothing is due. */
export function describeDue({ due, dueBy }: Pick<ApplicationView, 'due' | 'dueBy'>, language: Language): string[] {
  if (due.length === 0) return []
  const t = texts[language]
  return [
    pc.bold(t.dueTitle(dueBy)),
    ...due.flatMap(({ action, material, field, reasons }) => {
      const what = field === null ? material && materialNames[material] : fieldName(field, material)
      return [
        `${pc.magenta('●')} ${pc.bold(t.dueAction[action])} ${what?.[language] ?? ''}`,
        ...reasons.map(({ message, code }) => `  ${message[language]}  ${pc.dim(code)}`),
        `  ${pc.dim(`${t.hint}: ${reasons[0]?.hint[language] ?? ''}`)}`,
      ]
    }),
  ]
}
