import { matchAccount } from '../domain/account-match.ts'
import type { ApplicationForm, MaterialKind } from '../domain/application.ts'
import { sceneKinds } from '../domain/application.ts'
import { decide } from '../domain/decide.ts'
import type { Decision } from '../domain/decision.ts'
import { type CheckFailure, type Evidence, fieldsByKind, type OcrEvidence } from '../domain/evidence.ts'
import type { Policy } from '../domain/policy.ts'
import { ZhunruError } from '../platform/errors.ts'
import type { PhotoChecks, ScenePhoto } from './photo-checks.ts'

export interface ScreeningInput {
  form: ApplicationForm
  photos: readonly ScenePhoto[]
  checks: PhotoChecks
  policy: Policy
  /** The day in Shanghai, `YYYY-MM-DD`. */
  today: string
}

export interface Screened {
  decision: Decision
  evidence: Evidence[]
}

/**
 * One application from photos to decision, in memory: the same checks, in the same order, judged by the same policy
 * as in the service. A check that fails is a failure in the decision, as it is there.
 */
export async function screenApplication({ form, photos, checks, policy, today }: ScreeningInput): Promise<Screened> {
  const evidence: Evidence[] = []
  const failures: CheckFailure[] = []
  const look = async (check: CheckFailure['check'], material: MaterialKind | null, work: () => Promise<Evidence>) => {
    try {
      evidence.push(await work())
    } catch (error) {
      // A file that is no photo was refused before; anything here is a fault of ours, to be judged by a person.
      if (error instanceof ZhunruError) throw error
      failures.push({ check, material, error: error instanceof Error ? error.message : String(error) })
    }
  }

  const premises = photos.filter(({ kind }) => sceneKinds.includes(kind))
  await Promise.all([
    ...photos
      .filter(({ kind }) => kind in fieldsByKind)
      .map(({ kind, bytes }) => look('ocr', kind, () => checks.ocr(kind, bytes))),
    ...photos.map(({ kind, bytes }) => look('clarity', kind, () => checks.clarity(kind, bytes))),
    ...(premises.length > 0 ? [look('scene', null, () => checks.scene(premises))] : []),
  ])
  const readings = evidence.filter((e): e is OcrEvidence => e.check === 'ocr')
  evidence.push(matchAccount({ form, readings }))

  const materials = photos.map(({ kind }) => kind)
  return {
    decision: decide({ form, materials, evidence, failures, across: null, draw: null, policy, today }),
    evidence,
  }
}
