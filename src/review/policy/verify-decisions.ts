import canonicalize from 'canonicalize'
import { sql } from 'kysely'
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
  /** Of people: they are not made again, but compared with what the person decided and another confirmed. */
  people: number
  differences: readonly Difference[]
}

const weighed = z.object({ program: z.string() })

/**
 * Makes all stored decisions of the policy again, also those that a later run replaced, each by the very policy that decided,
 * and compares everything: outcome, risk, every text of every reason, the score. Those of people stay as they are, and are
 * compared with what was written down when they were made. What an auditor needs to see that the record is what the rules say.
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
  const people = await peoplesDecisions(db, window)
  differences.push(...people.differences)
  return {
    decisions,
    same: decisions - differences.length + people.differences.length,
    people: people.count,
    differences,
  }
}

/** Those of people against what they decided: what was on their screen, and who confirmed it, is kept apart. */
async function peoplesDecisions(
  db: ReviewDeps['db'],
  { since, until, limit }: Window,
): Promise<{ count: number; differences: Difference[] }> {
  const rows = await db
    .selectFrom('decision')
    .innerJoin('application', 'application.id', 'decision.application_id')
    .leftJoin('case_decision', 'case_decision.id', 'decision.case_decision_id')
    .select([
      'application.reference',
      'decision.revision',
      'decision.id',
      'decision.policy_version as policy',
      'decision.outcome',
      'decision.risk',
      'case_decision.outcome as decided',
      'case_decision.risk as decidedRisk',
      sql<boolean>`coalesce(case_decision.state in ('final', 'confirmed') and case_decision.application_id = decision.application_id
        and case_decision.revision = decision.revision and case_decision.outcome = decision.outcome
        and case_decision.risk = decision.risk and case_decision.policy_version = decision.policy_version
        and case_decision.reasons = decision.reasons and case_decision.decided_by = decision.decided_by
        and case_decision.checked_by is not distinct from decision.confirmed_by, false)`.as('same'),
    ])
    .where('decision.decided_by', 'is not', null)
    .where('decision.created_at', '>=', since)
    .where('decision.created_at', '<', until)
    .orderBy('decision.created_at')
    .orderBy('decision.id')
    .limit(limit)
    .execute()
  const differences = rows
    .filter(({ same }) => !same)
    .map(({ reference, revision, id, policy, outcome, risk, decided, decidedRisk }): Difference => ({
      reference,
      revision,
      id,
      policy,
      program: '',
      because: 'unexplained',
      stored: { outcome, risk },
      recomputed: decided === null || decidedRisk === null ? null : { outcome: decided, risk: decidedRisk },
    }))
  return { count: rows.length, differences }
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
