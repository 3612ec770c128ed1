import { matchAccount } from '../../../src/domain/account-match.ts'
import { decide } from '../../../src/domain/decide.ts'
import type { OcrEvidence } from '../../../src/domain/evidence.ts'
import type { Policy } from '../../../src/domain/policy.ts'
import { inventWorld } from './population.ts'
import type { Reader } from './seen.ts'
import { inputOf } from './simulate.ts'

const applications = 100
const rounds = 5

/** CPU microseconds of this process for one application: matching what was read, and deciding. The first round warms up and is not counted. */
export function costOf(seed: string, reader: Reader, policy: Policy): { match: number; decision: number } {
  const inputs = Array.from({ length: applications }, (_, n) => inputOf(inventWorld(`${seed}/${n}`), reader, policy))
  const matches = inputs.map(({ form, evidence }) => ({
    form,
    readings: evidence.filter((each): each is OcrEvidence => each.check === 'ocr'),
  }))
  return {
    match: perCall(() => matches.forEach(matchAccount)),
    decision: perCall(() => inputs.forEach(decide)),
  }
}

function perCall(all: () => void): number {
  all()
  const before = process.cpuUsage()
  for (let round = 0; round < rounds; round++) all()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / (rounds * applications)
}
