import { z } from 'zod'
import { outcomes } from '../domain/decision.ts'
import { fieldsRead, photosSeen, reasonView } from './findings.ts'
import { matrixView } from './matrix-view.ts'
import { sceneView } from './scene-view.ts'

/** One line of `zhunru screen --json`. A fixed contract: members may be added, none changed or removed. */
export const screeningResult = z.object({
  reference: z.string(),
  outcome: z.enum(outcomes),
  /** 0 (nothing against it) to 100. */
  risk: z.number().min(0).max(100),
  /** Version of the policy that decided. */
  policy: z.string(),
  reasons: z.array(reasonView).readonly(),
  fields: fieldsRead,
  photos: photosSeen,
  /** Null where the match could not be made. */
  matches: matrixView.nullable(),
  /** Null where there were no premises photos to judge. */
  scene: sceneView.nullable(),
  /** Wall clock from the start of this application's screening to its outcome. */
  seconds: z.number().nonnegative(),
})
export type ScreeningResult = z.infer<typeof screeningResult>
