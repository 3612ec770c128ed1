import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../../../src/domain/decide.ts'
import { decisionInput } from '../../../src/domain/decision-input.ts'
import type { Evidence } from '../../../src/domain/evidence.ts'
import type { Policy } from '../../../src/domain/policy.ts'
import { vary } from '../../bench/backtest/fill.ts'
import { sampleInputs } from '../../bench/backtest/sample-inputs.ts'
import { policy, screening, today } from './sample.ts'

const samples = sampleInputs()
const made = { program: 'test', engines: {} }
/** As it comes back from the database. */
const kept = (input: Parameters<typeof decisionInput>[0]) =>
  JSON.parse(JSON.stringify(decisionInput(input, made))) as ReturnType<typeof decisionInput>

/** Policies that look at other things: everything is unsure, everything is doubted, or nearly nothing is. */
const strict: Policy = {
  ...policy,
  clarity: { ...policy.clarity, document: 99, scene: 99, minShortSide: 5_000 },
  ocr: { ...policy.ocr, legible: 0.98, confident: 0.999, wrongSlot: 0.1 },
  scene: { ...policy.scene, doubtfulBelow: 100, unseenBelow: 1, minFingerprintQuality: 100, duplicateDistance: 256 },
}
const lenient: Policy = {
  ...policy,
  clarity: { ...policy.clarity, document: 0, scene: 0, minShortSide: 1 },
  ocr: { ...policy.ocr, legible: 0.01, confident: 0.02, wrongSlot: 1 },
}

describe('what is kept of the input of a decision', () => {
  it.each(samples.map((sample) => [sample.form.reference, sample] as const))(
    'decides %s as all of it does, byte for byte, under any policy',
    (_, sample) => {
      for (const by of [policy, strict, lenient]) {
        for (let n = 0; n < 12; n += 1) {
          const full = n === 0 ? { ...sample, across: null, draw: null } : vary(sample, n, today)
          expect(JSON.stringify(decide({ ...kept(full), policy: by }))).toBe(
            JSON.stringify(decide({ ...full, policy: by })),
          )
        }
      }
    },
  )

  it('whatever evidence there is, of a photo twice too, and in whatever order it came', () => {
    const pool = samples.flatMap(({ evidence }) => evidence)
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(fc.constantFrom<Evidence>(...pool), { maxLength: 30 }),
        fc.constantFrom(policy, strict, lenient),
        (sample, more, by) => {
          const full = { ...sample, evidence: [...sample.evidence, ...more], across: null, draw: 0.01 }
          const expected = JSON.stringify(decide({ ...full, policy: by }))
          expect(JSON.stringify(decide({ ...kept(full), policy: by }))).toBe(expected)
          const other = { ...full, evidence: full.evidence.toReversed(), materials: full.materials.toReversed() }
          expect(JSON.stringify(decide({ ...kept(other), policy: by }))).toBe(expected)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('holds no policy, no place in the pixels of what was read, and one evidence for each check and photo', () => {
    const input = screening()
    const { evidence, ...rest } = decisionInput({ ...input, evidence: [...input.evidence, ...input.evidence] }, made)
    expect(rest).not.toHaveProperty('policy')
    expect(evidence).toHaveLength(input.evidence.length)
    const text = JSON.stringify(samples.map((sample) => kept({ ...sample, across: null, draw: null })))
    expect(text).not.toMatch(/"raw"|"document":/)
    expect(text.length / samples.length).toBeLessThan(11_000)
    expect(JSON.stringify(samples.map(({ evidence: all }) => all)).length).toBeGreaterThan(text.length)
  })
})
