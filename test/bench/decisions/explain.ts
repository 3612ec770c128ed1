import { decide } from '../../../src/domain/decide.ts'
import type { Policy } from '../../../src/domain/policy.ts'
import { build, decideCase } from './run.ts'
import type { Reader } from './seen.ts'
import { inputOf } from './simulate.ts'

/** One application again: what came of it, and with `all` its form, its evidence and its decision. */
export function explain(id: string, reader: Reader, policy: Policy, all: boolean): string {
  const { planted, faults } = build(id)
  const input = inputOf(planted, reader, policy)
  const decision = decide(input)
  const show = (what: string, value: unknown) => `## ${what}\n${JSON.stringify(value, null, 1)}`
  return [
    show('case', decideCase(id, reader, policy)),
    ...(all
      ? [
          show(
            'planted',
            faults.map(({ fault, at }) => ({ name: fault.name, at, right: fault.codes })),
          ),
          show('form', input.form),
          show('photos', planted.slots),
          ...input.evidence.map((evidence) =>
            show(`evidence ${evidence.check}${'kind' in evidence ? ` ${evidence.kind}` : ''}`, evidence),
          ),
          show('across', input.across),
          show('decision', { outcome: decision.outcome, risk: decision.risk, reasons: decision.reasons }),
        ]
      : []),
  ].join('\n')
}
