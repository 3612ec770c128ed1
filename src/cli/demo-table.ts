import Table from 'cli-table3'
import pc from 'picocolors'
import type { Decided } from './demo.ts'
import type { Language } from './language.ts'
import { outcomeText } from './report.ts'
import { texts } from './texts.ts'

/** Reasons shown in the table; the rest are counted. */
const SHOWN = 2
/** From so many cells on the names of merchants have all the room they need. */
const WIDE = 110

/** What came out: one row per application. */
export function resultTable(decided: readonly Decided[], language: Language): string {
  const t = texts[language]
  const [reference, outcome, seconds] = [11, language === 'zh' ? 10 : 23, 9]
  const columns = process.stdout.columns ?? 120
  const merchant = columns < WIDE ? 13 : 28
  // Six borders stand between and around the five columns.
  const rest = columns - reference - merchant - outcome - seconds - 6
  const table = new Table({
    head: [t.reference, t.merchant, t.outcomeTitle, t.reasons, t.seconds],
    colWidths: [reference, merchant, outcome, Math.max(18, Math.min(70, rest)), seconds],
    colAligns: ['left', 'left', 'left', 'left', 'right'],
    wordWrap: true,
    wrapOnWordBoundary: language === 'en',
    // A line between any two rows would double the table; colours only where the terminal has them.
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    style: pc.isColorSupported ? { head: ['bold'], border: ['dim'] } : { head: [], border: [] },
  })
  for (const { merchantName, view } of decided) {
    table.push([
      view.reference,
      merchantName,
      // Wrapped, its colour codes would be cut in two.
      { content: view.outcome ? outcomeText(view.outcome, language) : '', wordWrap: false },
      describeReasons(view, language),
      (view.seconds ?? 0).toFixed(1),
    ])
  }
  return table.toString()
}

function describeReasons({ reasons }: Decided['view'], language: Language): string {
  const t = texts[language]
  if (reasons.length === 0) return t.noReasons
  const shown = reasons.slice(0, SHOWN).map(({ message }) => message[language])
  if (reasons.length > SHOWN) shown.push(t.more(reasons.length - SHOWN))
  return shown.join('\n')
}
