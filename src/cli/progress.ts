import pc from 'picocolors'
import type { ApplicationView } from '../contracts/application-view.ts'
import { checks } from '../domain/evidence.ts'
import type { Language } from './language.ts'
import { outcomeText } from './report.ts'
import { print } from './terminal.ts'
import { texts } from './texts.ts'
import { padToWidth } from './width.ts'

/** One application that is being followed; `view` is null until the service knows it. */
export interface Followed {
  reference: string
  merchantName: string
  view: ApplicationView | null
}

export interface Progress {
  draw(): void
  end(): void
}

/**
 * A line per application. On a terminal the lines stay where they are and change; elsewhere a line is printed each
 * time that an application has been decided.
 */
export function startProgress(followed: readonly Followed[], language: Language): Progress {
  return process.stdout.isTTY ? onTerminal(followed, language) : onPipe(followed, language)
}

function onTerminal(followed: readonly Followed[], language: Language): Progress {
  let drawn = false
  const draw = () => {
    // Up to the first of our lines; each line is cleared to its end, since a shorter text may replace a longer one.
    if (drawn) process.stdout.write(`\u001b[${followed.length}A`)
    drawn = true
    for (const one of followed) process.stdout.write(`${progressLine(one, language)}\u001b[K\n`)
  }
  return { draw, end: draw }
}

function onPipe(followed: readonly Followed[], language: Language): Progress {
  const told = new Set<string>()
  const draw = () => {
    for (const one of followed) {
      if (!one.view?.outcome || told.has(one.reference)) continue
      told.add(one.reference)
      print(progressLine(one, language))
    }
  }
  return { draw, end: draw }
}

const marks = { pending: pc.dim('○'), active: pc.yellow('◐'), done: pc.green('●'), failed: pc.red('✗') }

/** `A-1001  merchant  read ●●◐○○  clarity ●●●○○○○  scene ●  match ○  outcome` */
export function progressLine({ reference, merchantName, view }: Followed, language: Language): string {
  const t = texts[language]
  const steps = checks.map((check) => {
    const asked = view?.checks.filter((line) => line.check === check) ?? []
    return `${t.check[check]} ${padToWidth(asked.map(({ status }) => marks[status]).join(''), check === 'ocr' || check === 'clarity' ? 7 : 1)}`
  })
  const outcome = view?.outcome ? outcomeText(view.outcome, language) : pc.dim(view ? t.status[view.status] : '')
  return `${reference}  ${padToWidth(merchantName, 26)}  ${steps.join('  ')}  ${outcome}`
}
