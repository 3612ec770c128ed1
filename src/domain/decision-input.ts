import type { ClarityEvidence, Evidence, FieldValue, OcrEvidence, SceneEvidence } from './evidence.ts'
import type { Policy } from './policy.ts'
import { counted } from './screening.ts'
import type { ScreeningInput } from './screening.ts'

/** All that a decision weighed, but for the policy: what a backtest or an auditor decides again, without any photo. */
export interface DecisionInput extends Omit<ScreeningInput, 'policy'> {
  /** Version of the program that decided: another one may judge otherwise. */
  program: string
  /** What looked, by check: `{ ocr: ['ppocr/4.1'] }`. */
  engines: Readonly<Record<string, readonly string[]>>
}

/**
 * The part of what was given to a decision that decides. What no judge reads is left out (pixel positions, fingerprints,
 * what was printed before it was normalised), and evidence that another of the same photo outdoes. Everything else stays, so
 * that what a future judge will read, or a future kind of evidence, is kept without being named here.
 */
export function decisionInput(
  { policy: _, evidence, ...given }: Omit<ScreeningInput, 'policy'> & { policy?: Policy },
  made: Pick<DecisionInput, 'program' | 'engines'>,
): DecisionInput {
  return { ...made, ...given, evidence: counted(evidence).map(stripped) }
}

function stripped(evidence: Evidence): Evidence {
  if (evidence.check === 'ocr') return withoutPlaces(evidence)
  if (evidence.check === 'clarity') return withoutStrokes(evidence)
  return evidence.check === 'scene' ? withoutFingerprints(evidence) : evidence
}

/** Fields whose place in the photo is told with the reason. */
const placed = new Set(['overlay', 'screenText'])

function withoutPlaces({ document: _, ...reading }: OcrEvidence): OcrEvidence {
  const fields = Object.entries(reading.fields).map(([name, { raw: _raw, box, ...value }]): [string, FieldValue] => [
    name,
    { ...value, ...(box && placed.has(name) && { box }) },
  ])
  return { ...reading, fields: Object.fromEntries(fields) }
}

const withoutStrokes = ({ measured, ...seen }: ClarityEvidence): ClarityEvidence => ({
  ...seen,
  measured: { ...measured, strokeContrast: 0, strokeToNoise: 0 },
})

const withoutFingerprints = (scene: SceneEvidence): SceneEvidence => ({
  ...scene,
  photos: scene.photos.map((photo) => ({ ...photo, pdq: '', sha256: '' })),
})
