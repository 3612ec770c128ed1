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
 * time that an application has been decided, as also on a terminal that is too low for all of them.
 */
export function startProgress(followed: readonly Followed[], language: Language): Progress {
  // Lines that have scrolled off the screen cannot be drawn again.
  const fits = process.stdout.isTTY && process.stdout.rows > followed.length + 1
  return fits ? onTerminal(followed, language) : onPipe(followed, language)
}

function onTerminal(followed: readonly Followed[], language: Language): Progress {
  let drawn = false
  const draw = () => {
    // Up to the first of our lines; each line is cleared to its end, since a shorter text may replace a longer one.
    if (drawn) process.stdout.write(`\u001b[${followed.length}A`)
    drawn = true
    for (const one of followed) process.stdout.write(`${progressLine(one, language, process.stdout.columns)}\u001b[K\n`)
  }
  return { draw, end: draw }
}

function onPipe(followed: readonly Followed[], language: Language): Progress {
  const told = new Set<string>()
  const draw = () => {
    for (const one of followed) {
      if (!one.view?.outcome || told.has(one.reference)) continue
      told.add(one.reference)
      print(progressLine(one, language, process.stdout.columns))
    }
  }
  return { draw, end: draw }
}

const marks = { pending: pc.dim('○'), active: pc.yellow('◐'), done: pc.green('●'), failed: pc.red('✗') }

/** Below so many cells a line has no room for the merchant's name. */
const NARROW = 112

/**
 * `A-1001  merchant  read ●●◐○○  clarity ●●●○○○○  scene ●  match ○  outcome`, cut to the terminal's width: a line that
 * wraps would be two, and the next drawing would begin in the wrong place.
 */
export function progressLine(
  { reference, merchantName, view }: Followed,
  language: Language,
  columns?: number,
): string {
  const t = texts[language]
  const steps = checks.flatMap((check) => {
    const asked = view?.checks.filter((line) => line.check === check) ?? []
    // Few are called.
    if (check === 'callback' && asked.length === 0) return []
    return `${t.check[check]} ${padToWidth(asked.map(({ status }) => marks[status]).join(''), check === 'ocr' || check === 'clarity' ? 7 : 1)}`
  })
  const outcome = view?.outcome ? outcomeText(view.outcome, language) : pc.dim(view ? t.status[view.status] : '')
  const narrow = columns !== undefined && columns < NARROW
  const parts = [reference, ...(narrow ? [] : [padToWidth(merchantName, 26)]), ...steps, outcome]
  const line = parts.join(narrow ? ' ' : '  ')
  return columns === undefined ? line : padToWidth(line, columns - 1).trimEnd()
}
