import { type CaseOutcome, caseOutcomes } from './case-choice.ts'

/** What one of two people said of the same case, without knowing of the other. */
export interface Said {
  outcome: CaseOutcome
  /** Of the reasons that were named; an approval names none. */
  codes: readonly string[]
}

export interface Pair {
  first: Said
  second: Said
}

/** The same outcome, and a reason in common where reasons were named. */
export const agree = ({ first, second }: Pair): boolean =>
  first.outcome === second.outcome &&
  (first.outcome === 'approved' || first.codes.some((code) => second.codes.includes(code)))

/** How often two people said something, and how far they agree on it. */
export interface Figures {
  first: number
  second: number
  both: number
  /** Of the pairs in which either said it, those in which both did (Jaccard); null where nobody did. */
  agreement: number | null
  kappa: number | null
}

/**
 * Cohen's kappa, (observed − expected) / (1 − expected): J. Cohen, A coefficient of agreement for nominal scales, Educational
 * and Psychological Measurement 20 (1960) 37-46. Expected is what two people would agree on by chance who use each answer as
 * often as these do: the sum over the answers of first's share times second's.
 * @param answers what each of the two said, of the same things in the same order
 * @returns -1 to 1, four places; null where there is nothing, or where chance alone would agree always
 */
export function kappa(answers: readonly (readonly [first: string, second: string])[]): number | null {
  const n = answers.length
  const times = (place: 0 | 1, answer: string) => answers.filter((pair) => pair[place] === answer).length
  const same = answers.filter(([first, second]) => first === second).length
  const all = [...new Set(answers.flat())]
  // Both shares times n², so that whole numbers are left and nothing depends on the order.
  const expected = all.reduce((sum, answer) => sum + times(0, answer) * times(1, answer), 0)
  return n * n === expected ? null : places((n * same - expected) / (n * n - expected), 4)
}

export const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : places(part / whole, 4))

const places = (value: number, count: number): number => Math.round(value * 10 ** count) / 10 ** count

/** Of one thing that either may have said: both, either, and beyond chance. */
function figuresOf(pairs: readonly Pair[], says: (said: Said) => boolean): Figures {
  const answers = pairs.map(({ first, second }) => [says(first), says(second)] as const)
  const first = answers.filter(([a]) => a).length
  const second = answers.filter(([, b]) => b).length
  const both = answers.filter(([a, b]) => a && b).length
  return {
    first,
    second,
    both,
    agreement: shareOf(both, first + second - both),
    kappa: kappa(answers.map(([a, b]) => [String(a), String(b)] as const)),
  }
}

/** Of each outcome that either came to, from best to worst. */
export const byOutcome = (pairs: readonly Pair[]): (Figures & { outcome: CaseOutcome })[] =>
  caseOutcomes
    .map((outcome) => ({ outcome, ...figuresOf(pairs, (said) => said.outcome === outcome) }))
    .filter(({ first, second }) => first + second > 0)

/** Of each reason that either named, those named most first. */
export const byReason = (pairs: readonly Pair[]): (Figures & { code: string })[] =>
  [...new Set(pairs.flatMap(({ first, second }) => [...first.codes, ...second.codes]))]
    .map((code) => ({ code, ...figuresOf(pairs, (said) => said.codes.includes(code)) }))
    .sort((a, b) => b.first + b.second - (a.first + a.second) || (a.code < b.code ? -1 : 1))

/** How often each pair of outcomes came about, in the order of the outcomes. */
export const outcomeTable = (pairs: readonly Pair[]): { first: CaseOutcome; second: CaseOutcome; count: number }[] =>
  caseOutcomes.flatMap((first) =>
    caseOutcomes
      .map((second) => ({
        first,
        second,
        count: pairs.filter((pair) => pair.first.outcome === first && pair.second.outcome === second).length,
      }))
      .filter(({ count }) => count > 0),
  )
