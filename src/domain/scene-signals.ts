import type { ReasonCode } from './reasons.ts'

/** What speaks for or against the premises photos, in the order in which people look at it. */
export const sceneSignals = [
  'sign',
  'name',
  'role',
  'distinct',
  'reuse',
  'generated',
  'edited',
  'screenshot',
  'recapture',
  'web',
  'time',
  'place',
  'visit',
] as const
export type SceneSignal = (typeof sceneSignals)[number]

/**
 * `neutral`: looked at, and it speaks neither way. `unknown`: could not be looked at, which takes from the coverage and
 * nothing from the score.
 */
export const signalStates = ['supports', 'contradicts', 'neutral', 'unknown'] as const
export type SignalState = (typeof signalStates)[number]

export interface SignalSeen {
  signal: SceneSignal
  state: SignalState
  /** What it adds to the score, in log-odds; two decimals. */
  contribution: number
  /** Share of the photos that could be looked at for it, 0-1. */
  seen: number
  evidence: Readonly<Record<string, unknown>>
}

/** How much the premises photos are to be believed. */
export interface SceneScore {
  /** 0-100; a figure to sort by, not a probability. */
  score: number
  /** 0-1: weighted share of what could be looked at. */
  coverage: number
  /** The proven facts that hold the score down, by their names in the policy. */
  caps: readonly SceneCap[]
  signals: readonly SignalSeen[]
}

/** Facts after which nothing else makes up for them. */
export const sceneCaps = ['reuse', 'generated', 'brand', 'distance'] as const
export type SceneCap = (typeof sceneCaps)[number]

/** The reasons that contradict by a signal: what a judge found is not weighed by other thresholds here. */
export const contradicting: Readonly<Partial<Record<ReasonCode, SceneSignal>>> = {
  SCENE_SIGN_MISMATCH: 'sign',
  SCENE_ROLE_MISMATCH: 'role',
  SCENE_NOT_PREMISES: 'role',
  SCENE_DUPLICATE: 'distinct',
  SCENE_SAME_ELSEWHERE: 'distinct',
  SCENE_REUSED: 'reuse',
  SCENE_AI_GENERATED: 'generated',
  SCENE_EDITED: 'edited',
  SCENE_SCREENSHOT: 'screenshot',
  SCENE_RECAPTURE: 'recapture',
  SCENE_WEB_SOURCE: 'web',
  SCENE_STALE: 'time',
  SCENE_LOCATION_MISMATCH: 'place',
  SCENE_ADDRESS_MISMATCH: 'place',
  SCENE_SET_INCONSISTENT: 'visit',
}

/** Signals that suspect fraud: what was seen of them is for our own people. */
const suspicions: readonly SceneSignal[] = ['distinct', 'reuse', 'generated', 'edited', 'recapture', 'web', 'place']

/** The score as it leaves the house: what gave a cheat away stays inside. */
export const toldScore = ({ signals, ...score }: SceneScore): SceneScore => ({
  ...score,
  signals: signals.map((seen) => (suspicions.includes(seen.signal) ? { ...seen, evidence: {} } : seen)),
})
