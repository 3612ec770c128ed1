import type { LocalisedText } from './decision.ts'
import type { Evidence, MatchCell, Source, Verdict } from './evidence.ts'
import { maskBusinessName, maskDate, maskName, maskNumber, maskNumbersIn, maskPhone } from './masks.ts'
import { factNames, facts, sourceName, stepText } from './match-terms.ts'

type Fact = MatchCell['fact']

/** One who says something of a fact, and what it is, masked where it is personal. */
interface Statement {
  source: Source
  field: string
  /** Null where it was not read, or where the source answers without saying it, as a bank does. */
  value: string | null
}

interface ComparedPair {
  a: Pick<Statement, 'source' | 'field'>
  b: Pick<Statement, 'source' | 'field'>
  verdict: Verdict
  /** 0-1, the smaller confidence of the two readings. */
  confidence: number
  /** 0-1, for names and addresses. */
  similarity?: number
  /** What made the two equal, or why they are not, in order. */
  steps: { step: string; text: LocalisedText }[]
}

export interface MatchRow {
  fact: Fact
  name: LocalisedText
  /** Of its pairs the one that weighs most: MISMATCH, PARTIAL, NORMALISED, MATCH; UNKNOWN where none could be compared. */
  verdict: Verdict
  sources: (Statement & { name: LocalisedText })[]
  pairs: ComparedPair[]
}

const byWeight: readonly Verdict[] = ['MISMATCH', 'PARTIAL', 'NORMALISED', 'MATCH', 'UNKNOWN']

/** An account in the name of a business is no person's name. */
const isBusiness = ({ fact, a, b, steps }: MatchCell): boolean =>
  fact === 'accountName' && (steps.includes('corporate') || [a, b].some(({ source }) => source === 'business_licence'))

/**
 * What a cell's two ends may show of themselves: persons' names, numbers and dates masked, also the phone on a sign; names and
 * addresses of businesses whole. Reasons, too, hold nothing but this.
 */
export function shownEnds(cell: MatchCell): { a: Statement; b: Statement } {
  const show = (value: string): string => {
    if (cell.fact === 'personName') return maskName(value)
    if (cell.fact === 'accountName') return isBusiness(cell) ? maskBusinessName(value) : maskName(value)
    if (cell.fact === 'idNumber' || cell.fact === 'cardNumber') return maskNumber(value)
    if (cell.fact === 'phone') return maskPhone(value)
    if (cell.fact === 'merchantName') return maskBusinessName(value)
    return cell.fact === 'birthDate' ? maskDate(value) : value
  }
  const end = ({ source, field, value }: Statement) => ({ source, field, value: value === null ? null : show(value) })
  return { a: end(cell.a), b: end(cell.b) }
}

/** Steps that carry a text of a sign may carry the phone on it. */
export const shownSteps = ({ steps }: Pick<MatchCell, 'steps'>): string[] => steps.map(maskNumbersIn)

/** The stored comparisons as a matrix of facts and sources, for people. Facts of which nobody says anything are left out. */
export const matrixOf = (cells: readonly MatchCell[]): MatchRow[] =>
  facts.flatMap((fact) => {
    const row = rowOf(
      fact,
      cells.filter((cell) => cell.fact === fact),
    )
    return row.sources.length > 0 ? [row] : []
  })

/** @returns null where the match was not made. */
export function matchesOf(evidence: readonly Evidence[]): MatchRow[] | null {
  const match = evidence.find((e) => e.check === 'account-match')
  const call = evidence.find((e) => e.check === 'callback')
  return match ? matrixOf([...match.cells, ...(call?.cells ?? [])]) : null
}

function rowOf(fact: Fact, cells: readonly MatchCell[]): MatchRow {
  const sources: MatchRow['sources'] = []
  const pairs = cells.map((cell): ComparedPair => {
    const { a, b } = shownEnds(cell)
    for (const { source, field, value } of [a, b]) {
      const known = sources.some((each) => each.source === source && each.field === field)
      // A bank says whether, and not what; of others a fact that was not read is nothing said.
      const speaks = value !== null || (cell.verdict !== 'UNKNOWN' && source !== 'form')
      if (speaks && !known) sources.push({ source, field, name: sourceName(fact, source, field), value })
    }
    const { verdict, confidence, similarity } = cell
    return {
      a: { source: a.source, field: a.field },
      b: { source: b.source, field: b.field },
      verdict,
      confidence,
      ...(similarity !== undefined && { similarity }),
      steps: shownSteps(cell).map((step) => ({ step, text: stepText(step) })),
    }
  })
  const verdict = byWeight.find((each) => pairs.some((pair) => pair.verdict === each)) ?? 'UNKNOWN'
  return { fact, name: factNames[fact], verdict, sources, pairs }
}
