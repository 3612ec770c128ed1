import { materialKinds, sceneKinds } from './application.ts'
import type { Finding } from './decision.ts'
import { contradicting, sceneCaps, sceneSignals } from './scene-signals.ts'
import type { SceneCap, SceneScore, SceneSignal, SignalSeen } from './scene-signals.ts'
import { lookForSigns, type Looked } from './scene-support.ts'
import { rounded } from './screening.ts'
import type { Screening } from './screening.ts'

/**
 * How much the premises photos are to be believed, from what the judges found against them and what speaks for them:
 *
 *     score = 100 / (1 + e^-(base + sum of contributions)), at most the lowest cap of a proven fact
 *     coverage = sum over signals of weight · share of the photos that could be looked at for it,
 *                of the weights of all signals that there was a way to look for
 *
 * Additive log-odds with fixed weights (policy `scene.weights`): each signal can be read off, disputed and refitted by
 * itself. What could not be looked at adds nothing and lowers the coverage. Null without premises photos.
 */
export function scoreScene(screening: Screening, findings: readonly Finding[]): SceneScore | null {
  const { scene, policy } = screening
  if (!scene) return null
  const { weights } = policy.scene
  const looked = lookForSigns(screening)
  // What the file of a document says is no matter of the premises.
  const own = findings.filter(({ material }) => material === null || sceneKinds.includes(material))
  const signals = sceneSignals.map((signal) => weigh(signal, looked[signal], against(signal, own), weights))
  const caps = capsOf(own, screening)
  const sum = signals.reduce((total, { contribution }) => total + contribution, weights.base)
  const score = Math.min(100 / (1 + Math.exp(-sum)), ...caps.map((cap) => weights.caps[cap]))
  const covered = signals.reduce((total, { signal, seen }) => total + (weights.coverage[signal] ?? 0) * seen, 0)
  // Without a database there is nothing to search: the photos are none the less seen for it.
  const possible = 1 - (scene.reuse ? 0 : (weights.coverage.reuse ?? 0))
  const coverage = possible > 0 ? covered / possible : 0
  return { score: Math.round(score), coverage: rounded(Math.min(1, coverage)), caps, signals }
}

const against = (signal: SceneSignal, findings: readonly Finding[]): Finding[] =>
  findings.filter(({ code }) => contradicting[code] === signal).toSorted((a, b) => place(a) - place(b))

/** In the order of the photos, whatever order they were sent in. */
const place = ({ material }: Finding): number => (material ? materialKinds.indexOf(material) : materialKinds.length)

/** What is found speaks against the photos once, in how many of them it may be. */
function weigh(
  signal: SceneSignal,
  { state, share, evidence }: Looked,
  found: readonly Finding[],
  { supports, contradicts }: Screening['policy']['scene']['weights'],
): SignalSeen {
  if (found.length > 0) {
    const reasons = found.map(({ code, material, evidence: seen }) => ({ code, material, ...seen }))
    const contribution = contradicts[signal] ?? 0
    return {
      signal,
      state: 'contradicts',
      contribution,
      seen: rounded(Math.max(share, 1 / 3)),
      evidence: { ...evidence, reasons },
    }
  }
  const weight = state === 'supports' ? (supports[signal] ?? 0) : 0
  // A role is shown photo by photo; all other signals are one thing.
  const times = signal === 'role' && Array.isArray(evidence['photos']) ? evidence['photos'].length : 1
  return { signal, state, contribution: rounded(weight * times), seen: rounded(share), evidence }
}

/** Facts that no other sign makes up for. */
function capsOf(findings: readonly Finding[], { policy }: Screening): SceneCap[] {
  const has = (test: (finding: Finding) => boolean) => findings.some(test)
  const facts: Record<SceneCap, boolean> = {
    reuse: has(({ code }) => code === 'SCENE_REUSED'),
    generated: has(({ code }) => code === 'SCENE_AI_GENERATED'),
    brand: has(({ code, evidence }) => code === 'SCENE_SIGN_MISMATCH' && evidence['brand'] !== undefined),
    distance: has(
      ({ code, evidence }) =>
        code === 'SCENE_LOCATION_MISMATCH' && Number(evidence['distance']) > policy.scene.farMetres,
    ),
  }
  return sceneCaps.filter((cap) => facts[cap])
}
