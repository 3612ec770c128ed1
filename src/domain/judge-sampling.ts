import type { Finding } from './decision.ts'
import type { SceneScore } from './scene-signals.ts'
import type { Screening } from './screening.ts'

/** What is no fault, and still leaves more to trust: the weights of these are in the policy. */
export const samplingSignals = ['score', 'coverage', 'shared', 'further'] as const
export type SamplingSignal = (typeof samplingSignals)[number]

/**
 * Chooses from the applications that would be approved those whose merchant is called all the same (抽查). The draw comes
 * from a keyed hash of the application, so the same application is drawn every time, and nobody without the key can tell
 * which. The finding holds nothing that would tell how the share came about: callers and applicants see its evidence.
 * @param risk that of the reasons which are left, 0-100
 */
export function judgeSampling(screening: Screening, scene: SceneScore | null, risk: number): Finding[] {
  const { draw, form, policy } = screening
  if (draw === null || wasCalled(screening)) return []
  const signals = weakSignals(screening, scene)
  const share =
    samplingRisk(screening, signals, risk) >= policy.sampling.riskFrom
      ? policy.sampling.risky[form.merchantType]
      : policy.sampling.usual[form.merchantType]
  if (draw >= share) return []
  // The text for reviewers says it; evidence would leave the house.
  const values = {
    percent: Math.round(share * 1000) / 10,
    signals: signals.map((signal) => `sampling-${signal}`).join(',') || 'sampling-none',
  }
  return [{ code: 'CALLBACK_SAMPLED', material: null, field: null, values, evidence: {} }]
}

/** Whoever has been called is not called again for the sample. */
const wasCalled = ({ callback }: Screening): boolean => callback !== null && callback.answers.length > 0

function weakSignals({ across, policy }: Screening, scene: SceneScore | null): SamplingSignal[] {
  const { scoreBelow, coverageBelow } = policy.sampling
  const there: Record<SamplingSignal, boolean> = {
    score: scene !== null && scene.score < scoreBelow,
    coverage: scene !== null && scene.coverage < coverageBelow,
    shared: across !== null && across.shared.length > 0,
    further: across !== null && across.applications > 0,
  }
  return samplingSignals.filter((signal) => there[signal])
}

/** 0-100. Added up as the risk of reasons is: 100 · (1 − ∏ (1 − weight / 100)). */
function samplingRisk({ policy }: Screening, signals: readonly SamplingSignal[], risk: number): number {
  const weights = [risk, ...signals.map((signal) => policy.sampling.weights[signal])]
  return 100 * (1 - weights.reduce((rest, weight) => rest * (1 - weight / 100), 1))
}
