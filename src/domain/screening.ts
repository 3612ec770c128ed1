import type { ApplicationForm, MaterialKind } from './application.ts'
import type { Finding } from './decision.ts'
import type {
  CallbackEvidence,
  Check,
  CheckFailure,
  ClarityEvidence,
  Evidence,
  FieldValue,
  MatchCell,
  OcrEvidence,
  ReusedNumber,
  SceneEvidence,
} from './evidence.ts'
import type { AcrossEvidence } from './evidence-across.ts'
import type { Policy } from './policy.ts'
import type { Verification } from './verification.ts'

/** All that is known when an application is to be decided. */
export interface ScreeningInput {
  form: ApplicationForm
  /** The photos of this revision, one of each kind. */
  materials: readonly MaterialKind[]
  evidence: readonly Evidence[]
  failures: readonly CheckFailure[]
  /** Photos whose very file was sent back before, in this slot, for what it shows; none when absent. */
  sentBack?: readonly MaterialKind[]
  /** What other applications say of it; null where there are none to ask, as for a folder on a laptop. */
  across: AcrossEvidence | null
  /**
   * 0 up to 1, from a keyed hash of the application: below the policy's share it is called although nothing is wrong. Null
   * where nobody is called, as for a folder on a laptop.
   */
  draw: number | null
  policy: Policy
  /** The day in Shanghai, `YYYY-MM-DD`. */
  today: string
}

/** The same, laid out for the judges: evidence by photo, in an order that does not depend on when it came in. */
export interface Screening {
  form: ApplicationForm
  materials: readonly MaterialKind[]
  readings: ReadonlyMap<MaterialKind, OcrEvidence>
  clarity: ReadonlyMap<MaterialKind, ClarityEvidence>
  scene: SceneEvidence | null
  sentBack: readonly MaterialKind[]
  /** Null until the account match has been made. */
  cells: readonly MatchCell[] | null
  /** What was said on the phone; null where nobody was called. */
  callback: CallbackEvidence | null
  /** Numbers that other persons gave too. */
  reused: readonly ReusedNumber[]
  /** What a bank and the registry answered; empty where neither was asked. */
  verifications: readonly Verification[]
  across: AcrossEvidence | null
  draw: number | null
  policy: Policy
  today: string
}

export type Judge = (screening: Screening) => Finding[]

/** Evidence of photos that are not part of this revision is left out: it says nothing about this one. */
export function layOut({
  form,
  materials,
  evidence,
  sentBack = [],
  across,
  draw,
  policy,
  today,
}: ScreeningInput): Screening {
  const sorted = counted(evidence)
  const of = <C extends Check>(check: C) =>
    sorted.filter((e): e is Extract<Evidence, { check: C }> => e.check === check)
  const byKind = <E extends { kind: MaterialKind }>(list: readonly E[]) =>
    new Map(list.filter(({ kind }) => materials.includes(kind)).map((e) => [e.kind, e] as const))
  return {
    form,
    materials: [...new Set(materials)],
    readings: byKind(of('ocr')),
    clarity: byKind(of('clarity')),
    scene: of('scene').at(-1) ?? null,
    sentBack,
    cells: of('account-match').at(-1)?.cells ?? null,
    callback: of('callback').at(-1) ?? null,
    reused: of('account-match').at(-1)?.reused ?? [],
    verifications: of('account-match').at(-1)?.verifications ?? [],
    across,
    draw,
    policy,
    today,
  }
}

/**
 * One evidence for each check and photo, in a fixed order. There should be no second; were there two, the same one must win
 * every time, however they came.
 */
export function counted(evidence: readonly Evidence[]): readonly Evidence[] {
  const winners = new Map<string, Evidence>()
  for (const each of evidence) {
    const key = 'kind' in each ? `${each.check} ${each.kind}` : each.check
    const other = winners.get(key)
    if (!other || JSON.stringify(other) < JSON.stringify(each)) winners.set(key, each)
  }
  return [...winners].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, each]) => each)
}

const unread: FieldValue = { value: null, confidence: 0 }

export const fieldOf = ({ readings }: Screening, kind: MaterialKind, field: string): FieldValue =>
  readings.get(kind)?.fields[field] ?? unread

/** Whether something legible was read there at all; a wrong reading is possible below `ocr.confident`. */
export const isLegible = ({ policy }: Screening, { value, confidence }: FieldValue): boolean =>
  value !== null && value.trim() !== '' && confidence >= policy.ocr.legible

export const isConfident = (screening: Screening, field: FieldValue): boolean =>
  isLegible(screening, field) && field.confidence >= screening.policy.ocr.confident

/** Two places, so that texts and decisions do not carry noise. */
export const rounded = (value: number): number => Math.round(value * 100) / 100

export function finding(
  code: Finding['code'],
  material: MaterialKind | null,
  field: string | null,
  values: Finding['values'] = {},
  evidence: Finding['evidence'] = {},
): Finding {
  return { code, material, field, values, evidence: { ...values, ...evidence } }
}
