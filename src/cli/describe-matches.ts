import pc from 'picocolors'
import type { MatrixView } from '../contracts/matrix-view.ts'
import type { Verdict } from '../domain/evidence.ts'
import { verdictNames } from '../domain/match-terms.ts'
import type { Language } from './language.ts'
import { texts } from './texts.ts'

type Row = MatrixView[number]
type Pair = Row['pairs'][number]

const marks: Record<Verdict, string> = {
  MATCH: pc.green('✓'),
  NORMALISED: pc.green('✓'),
  PARTIAL: pc.yellow('~'),
  MISMATCH: pc.red('✗'),
  UNKNOWN: pc.dim('?'),
}

const comma: Record<Language, string> = { zh: '、', en: ', ' }

/** What was compared: one line for each fact and who says the same; values and reasons only where they are not the same. */
export function describeMatches(rows: MatrixView, language: Language): string[] {
  return [
    pc.bold(texts[language].matches),
    ...rows.flatMap((row) => [headOf(row, language), ...row.pairs.flatMap((pair) => detailOf(row, pair, language))]),
  ]
}

function headOf({ name, verdict, sources }: Row, language: Language): string {
  const who = sources.map((source) => source.name[language]).join(comma[language])
  return `  ${marks[verdict]} ${name[language]}: ${verdictNames[verdict][language]}  ${pc.dim(who)}`
}

function detailOf(row: Row, pair: Pair, language: Language): string[] {
  const why = pair.steps.map(({ text }) => text[language]).join(comma[language])
  if (pair.verdict === 'MATCH' || (pair.verdict === 'UNKNOWN' && why === '')) return []
  const ends = [pair.a, pair.b].map((end) => sideOf(row, end, language))
  const verdict = pair.verdict === row.verdict ? '' : `${verdictNames[pair.verdict][language]} `
  if (pair.verdict === 'NORMALISED' || pair.verdict === 'UNKNOWN') {
    return [`      ${pc.dim(`${ends.map(({ name }) => name).join(' = ')}: ${verdict}${why}`)}`]
  }
  return [
    ...ends.map(({ name, value }) => `      ${name}: ${value}`),
    ...(verdict + why === '' ? [] : [`      ${pc.dim(`${verdict}${why}`)}`]),
  ]
}

function sideOf({ sources }: Row, { source, field }: Pair['a'], language: Language): { name: string; value: string } {
  const said = sources.find((each) => each.source === source && each.field === field)
  // One line, with a box for each character that the reader saw but does not know.
  const value = (said?.value ?? '—').replaceAll('\n', ' / ').replaceAll('\uFFFD', '□')
  return { name: said?.name[language] ?? source, value }
}
