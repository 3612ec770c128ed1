import canonicalize from 'canonicalize'
import { z } from 'zod'
import type { Decision } from '../../domain/decision.ts'
import type { Policy } from '../../domain/policy.ts'
import type { ReviewDeps } from '../deps.ts'
import { readStored } from './current-policy.ts'
import { decideAgain } from './judge-again.ts'
import { listPolicies } from './policy-versions.ts'
import { type StoredDecision, storedDecisions, type Window } from './stored-decisions.ts'

/** A decision that does not come out again as it stands. */
export interface Difference {
  reference: string
  revision: number
  id: string
  policy: string
  /** Version of the program that decided; empty where it was not kept. */
  program: string
  /**
   * `program`: another version of the program decided, which may judge otherwise; `rebuilt`: what it weighed was not kept;
   * `unexplained`: nothing of that, so the record or the program was changed.
   */
  because: 'program' | 'rebuilt' | 'unexplained'
  stored: { outcome: string; risk: number }
  recomputed: { outcome: string; risk: number } | null
}

export interface Verification {
  decisions: number
  same: number
  differences: readonly Difference[]
}

const weighed = z.object({ program: z.string() })

/**
 * Makes all stored decisions again, also those that a later run replaced, each by the very policy that decided, and compares everything: outcome, risk, every text of
 * every reason, the score. What an auditor needs to see that the record is what the rules say.
 */
export async function verifyDecisions(
  { db }: Pick<ReviewDeps, 'db'>,
  { shipped, program, ...window }: Window & { shipped: Policy; program: string },
): Promise<Verification> {
  const policies = new Map(
    (await listPolicies({ db })).map((row) => [row.version, readStored(row, shipped).policy] as const),
  )
  const differences: Difference[] = []
  let decisions = 0
  for await (const rows of storedDecisions({ db }, window, 'every')) {
    const stored = await wholeDecisions(db, rows)
    for (const row of rows) {
      decisions += 1
      const policy = policies.get(row.policy)
      const again = policy ? remade(row, policy) : null
      if (again && canonicalize(again) === stored.get(row.id)) continue
      const by = weighed.parse(JSON.parse(row.input)).program
      differences.push({
        reference: row.reference,
        revision: row.revision,
        id: row.id,
        policy: row.policy,
        program: by,
        because: row.rebuilt ? 'rebuilt' : by === program ? 'unexplained' : 'program',
        stored: { outcome: row.outcome, risk: row.risk },
        recomputed: again && { outcome: again.outcome, risk: again.risk },
      })
    }
  }
  return { decisions, same: decisions - differences.length, differences }
}

function remade({ input }: StoredDecision, policy: Policy): Decision | null {
  try {
    return decideAgain(input, policy)
  } catch {
    return null
  }
}

/** As canonical JSON: the database keeps the values, and not the order of the names. */
async function wholeDecisions(db: ReviewDeps['db'], rows: readonly StoredDecision[]): Promise<Map<string, string>> {
  const found = await db
    .selectFrom('decision')
    .select(['id', 'outcome', 'risk', 'policy_version as policy', 'reasons', 'scene'])
    .where(
      'id',
      'in',
      rows.map(({ id }) => id),
    )
    .execute()
  return new Map(found.map(({ id, ...decision }) => [id, canonicalize(decision) ?? '']))
}
