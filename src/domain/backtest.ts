import { outcomes, severities } from './decision.ts'
import type { Decision, Outcome, Severity } from './decision.ts'

/** What came out, and for which reasons: each code once, with its worst severity. */
export interface Result {
  outcome: Outcome
  risk: number
  reasons: ReadonlyMap<string, Severity>
}

/** One decision, as it was made and as another policy would make it. */
export interface Replayed {
  reference: string
  revision: number
  /** ISO 8601. */
  decidedAt: string
  /** Version of the policy that decided. */
  policy: string
  before: Result
  after: Result
}

export interface Flip {
  reference: string
  revision: number
  decidedAt: string
  policy: string
  before: Outcome
  after: Outcome
  risk: { before: number; after: number }
  added: readonly string[]
  removed: readonly string[]
  /** Reasons that stay and lead elsewhere. */
  changed: readonly { code: string; before: Severity; after: Severity }[]
}

export interface ReasonShift {
  code: string
  /** Decisions with it. */
  before: number
  after: number
  added: number
  removed: number
  changed: number
  /** Decisions whose outcome changes and that it is a part of the change of. */
  flips: number
}

export interface Figures {
  decisions: number
  /** By the policy that decided. */
  policies: Readonly<Record<string, number>>
  /** From outcome, to outcome. */
  table: Readonly<Record<Outcome, Readonly<Record<Outcome, number>>>>
  flips: readonly Flip[]
  /** Same outcome, other reasons. */
  otherReasons: number
  /** Those that change most often first. */
  reasons: readonly ReasonShift[]
  risk: { before: number; after: number; higher: number; lower: number }
}

export const resultOf = ({
  outcome,
  risk,
  reasons,
}: Pick<Decision, 'outcome' | 'risk'> & {
  reasons: readonly { code: string; severity: Severity }[]
}): Result => {
  const worst = new Map<string, Severity>()
  for (const { code, severity } of reasons) {
    const known = worst.get(code)
    if (!known || severities.indexOf(severity) > severities.indexOf(known)) worst.set(code, severity)
  }
  return { outcome, risk, reasons: worst }
}

/** Adds up what a policy would change, decision by decision. */
export function createTally() {
  const row = (): Record<Outcome, number> => ({
    approved: 0,
    callback_required: 0,
    manual_review: 0,
    resubmission_required: 0,
    rejected: 0,
  })
  const table: Record<Outcome, Record<Outcome, number>> = {
    approved: row(),
    callback_required: row(),
    manual_review: row(),
    resubmission_required: row(),
    rejected: row(),
  }
  const policies: Record<string, number> = {}
  const reasons = new Map<string, ReasonShift>()
  const flips: Flip[] = []
  const risk = { before: 0, after: 0, higher: 0, lower: 0 }
  let [decisions, otherReasons] = [0, 0]

  const shift = (code: string): ReasonShift => {
    const known = reasons.get(code) ?? { code, before: 0, after: 0, added: 0, removed: 0, changed: 0, flips: 0 }
    reasons.set(code, known)
    return known
  }

  return {
    add({ before, after, ...of }: Replayed): void {
      decisions += 1
      policies[of.policy] = (policies[of.policy] ?? 0) + 1
      table[before.outcome][after.outcome] += 1
      risk.before += before.risk
      risk.after += after.risk
      if (after.risk > before.risk) risk.higher += 1
      if (after.risk < before.risk) risk.lower += 1
      const added = [...after.reasons.keys()].filter((code) => !before.reasons.has(code))
      const removed = [...before.reasons.keys()].filter((code) => !after.reasons.has(code))
      const changed = [...before.reasons].flatMap(([code, severity]) => {
        const now = after.reasons.get(code)
        return now && now !== severity ? [{ code, before: severity, after: now }] : []
      })
      for (const code of before.reasons.keys()) shift(code).before += 1
      for (const code of after.reasons.keys()) shift(code).after += 1
      for (const code of added) shift(code).added += 1
      for (const code of removed) shift(code).removed += 1
      for (const { code } of changed) shift(code).changed += 1
      const touched = [...added, ...removed, ...changed.map(({ code }) => code)]
      if (before.outcome === after.outcome) {
        if (touched.length > 0) otherReasons += 1
        return
      }
      for (const code of touched) shift(code).flips += 1
      flips.push({
        ...of,
        before: before.outcome,
        after: after.outcome,
        risk: { before: before.risk, after: after.risk },
        added,
        removed,
        changed,
      })
    },

    figures(): Figures {
      const mean = (sum: number) => (decisions === 0 ? 0 : Math.round((10 * sum) / decisions) / 10)
      const moved = ({ added, removed, changed }: ReasonShift) => added + removed + changed
      return {
        decisions,
        policies,
        table,
        flips,
        otherReasons,
        reasons: [...reasons.values()].sort(
          (a, b) => b.flips - a.flips || moved(b) - moved(a) || b.after - a.after || (a.code < b.code ? -1 : 1),
        ),
        risk: { ...risk, before: mean(risk.before), after: mean(risk.after) },
      }
    },
  }
}

/** How many decisions end in an outcome, before and after. */
export function totalsOf({ table }: Pick<Figures, 'table'>, outcome: Outcome): { before: number; after: number } {
  return {
    before: outcomes.reduce((sum, to) => sum + table[outcome][to], 0),
    after: outcomes.reduce((sum, from) => sum + table[from][outcome], 0),
  }
}
