import type { Command } from 'commander'
import pc from 'picocolors'
import type { ApplicationView } from '../contracts/application-view.ts'
import type { Status } from '../domain/status.ts'
import { createClient } from './client.ts'
import { describeClientProblem, keyOption, type ServiceOptions, urlOption } from './client-options.ts'
import type { Language } from './language.ts'
import { describeDue } from './describe-due.ts'
import { outcomeText } from './report.ts'
import { print, printError } from './terminal.ts'
import { texts } from './texts.ts'
import { chinaTime } from './time.ts'

/** `zhunru status REFERENCE`: how an application stands. */
export function addStatus(program: Command): void {
  program
    .command('status')
    .summary('show how an application stands')
    .description(
      'Asks a running service for one application. Exit code: 0 when found, 2 when unknown, 1 when the service cannot be reached.',
    )
    .argument('<reference>', 'the reference it was submitted with')
    .option('--json', 'the answer of the API as it came')
    .addOption(urlOption())
    .addOption(keyOption())
    .action(async (reference: string, { json, ...service }: ServiceOptions & { json?: boolean }, command: Command) => {
      const { lang } = command.optsWithGlobals<{ lang: Language }>()
      try {
        const view = await createClient(service, lang).find(reference)
        if (view) print(json ? JSON.stringify(view, null, 2) : describeStatus(view, lang))
        else printError(texts[lang].unknownReference(reference))
        if (!view) process.exitCode = 2
      } catch (error) {
        const problem = describeClientProblem(error, lang)
        if (!problem) throw error
        printError(problem.text)
        process.exitCode = problem.exitCode
      }
    })
}

/** States in which the answer has been given, or is no longer wanted. */
const ended: ReadonlySet<Status> = new Set(['approved', 'rejected', 'withdrawn', 'expired', 'terminal_shipped'])

export function describeStatus(view: ApplicationView, language: Language): string {
  const t = texts[language]
  const lines = [
    `${pc.bold(view.reference)}  ${t.statusTitle}: ${t.status[view.status]}  ${t.revision} ${view.revision}`,
  ]
  if (view.outcome) {
    lines.push(`${outcomeText(view.outcome, language)}   ${t.risk} ${view.risk}   ${t.policy} ${view.policy}`)
  }
  const asked = new Set(view.due.flatMap(({ reasons }) => reasons.map(({ code }) => code)))
  lines.push(...describeDue(view, language))
  // What is due has been said with all that speaks for it.
  const others = view.reasons.filter(({ severity, code }) => severity !== 'return' || !asked.has(code))
  if (view.due.length > 0 && others.length > 0) lines.push(pc.bold(t.alsoNoted))
  for (const { message, hint, code } of others) {
    lines.push(`● ${message[language]}  ${pc.dim(code)}`, `  ${pc.dim(`${t.hint}: ${hint[language]}`)}`)
  }
  if (view.promised && !ended.has(view.status)) {
    const { text, breachedAt } = view.promised
    lines.push(`${t.promised}: ${text[language]}${breachedAt ? pc.red(`  ${t.breached}`) : ''}`)
  }
  if (view.shipment) lines.push(`${t.shipment}: ${view.shipment.courier} ${view.shipment.trackingNumber}`)
  lines.push('', pc.bold(t.history))
  for (const { at, to, actor } of view.history)
    lines.push(`  ${chinaTime(at)}  ${t.status[to]}  ${pc.dim(t.actor[actor] ?? actor)}`)
  return lines.join('\n')
}
