import { readFileSync } from 'node:fs'
import type { ScreeningInput } from '../../../src/domain/screening.ts'

/** What a decision on a sample is made from, but for the policy and other applications. */
export type SampleInput = Pick<ScreeningInput, 'form' | 'materials' | 'evidence' | 'failures' | 'today'>

export const sampleInputsFile = new URL('../../fixtures/decision-inputs.json', import.meta.url)

/** Read from the photos of the sample applications by `test/bench/backtest-samples.ts`. */
export const sampleInputs = (): SampleInput[] => JSON.parse(readFileSync(sampleInputsFile, 'utf8')) as SampleInput[]
