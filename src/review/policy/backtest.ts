import { createTally, type Figures, type Result, resultOf } from '../../domain/backtest.ts'
import type { Policy } from '../../domain/policy.ts'
import type { ReviewDeps } from '../deps.ts'
import { type JudgePool, startJudges } from './judge-pool.ts'
import { type StoredDecision, storedDecisions, type Window } from './stored-decisions.ts'

export interface Backtest extends Figures {
  /** Decisions from before what they weighed was kept: made again from their evidence, without other applications. */
  rebuilt: number
  /**
   * Revisions that a person decided after the policy: what people decided stays. How often the policy alone would have come to
   * the same, as it was and as it would be.
   */
  people: { decided: number; agreedBefore: number; agreedAfter: number }
  /** References of those that could not be made again. */
  unusable: readonly string[]
  /** Seconds. */
  seconds: number
}

export interface BacktestOptions extends Window {
  policy: Policy
  threads: number
  /** Told how many are done, from time to time. */
  onProgress?: (decisions: number) => void
}

/** Makes the decisions of a window again under another policy, and tells what would change. No photo is looked at. */
export async function backtest(deps: Pick<ReviewDeps, 'db'>, options: BacktestOptions): Promise<Backtest> {
  const started = performance.now()
  const tally = createTally()
  const unusable: string[] = []
  const people = { decided: 0, agreedBefore: 0, agreedAfter: 0 }
  let rebuilt = 0
  let done = 0
  const judges = startJudges(options.policy, options.threads)
  try {
    const add = (rows: readonly StoredDecision[], results: readonly (Result | null)[]) => {
      for (const [i, row] of rows.entries()) {
        const after = results[i]
        if (row.rebuilt) rebuilt += 1
        if (!after) {
          unusable.push(row.reference)
          continue
        }
        const { reference, revision, policy, person } = row
        if (person !== null) {
          people.decided += 1
          if (row.outcome === person) people.agreedBefore += 1
          if (after.outcome === person) people.agreedAfter += 1
        }
        tally.add({ reference, revision, policy, decidedAt: row.at.toISOString(), before: resultOf(row), after })
      }
      done += rows.length
      options.onProgress?.(done)
    }
    await inOrder(storedDecisions(deps, options, 'latest'), judges, add)
  } finally {
    await judges.stop()
  }
  return {
    ...tally.figures(),
    rebuilt,
    people,
    unusable,
    seconds: Math.round((performance.now() - started) / 100) / 10,
  }
}

/** As many pages at once as keep the threads busy, their results in the order in which they were read. */
async function inOrder(
  pages: AsyncIterable<readonly StoredDecision[]>,
  judges: JudgePool,
  add: (rows: readonly StoredDecision[], results: readonly (Result | null)[]) => void,
): Promise<void> {
  const waiting: { rows: readonly StoredDecision[]; results: Promise<readonly (Result | null)[]> }[] = []
  const next = async () => {
    const first = waiting.shift()
    if (first) add(first.rows, await first.results)
  }
  for await (const rows of pages) {
    const results = judges.judge(rows.map(({ input }) => input))
    // Told where it is awaited; until then nobody listens.
    results.catch(() => {})
    // What was read is judged now: the rows need their inputs no longer.
    waiting.push({ rows: rows.map((row) => ({ ...row, input: '' })), results })
    if (waiting.length > judges.threads) await next()
  }
  while (waiting.length > 0) await next()
}
