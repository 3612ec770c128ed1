import { matchAccount } from '../domain/account-match.ts'
import type { OcrEvidence } from '../domain/evidence.ts'
import { contentHash } from '../platform/canonical.ts'
import type { ReviewDeps, ScreeningRef } from './deps.ts'
import { loadScreening } from './load-screening.ts'
import { recordEvidence, startCheck } from './record-evidence.ts'

/** Changes when the same inputs may compare differently. */
const MATCHER_VERSION = 'match/2'

/** Compares names and numbers across all that was declared and read. Pure but for the loading and the storing. */
export async function matchApplication(deps: ReviewDeps, ref: ScreeningRef): Promise<void> {
  const { form, evidence } = await loadScreening(deps, ref)
  const readings = evidence.filter((e): e is OcrEvidence => e.check === 'ocr')
  const check = { ...ref, check: 'account-match', slot: 'application' } as const
  const key = { subject: contentHash({ form, readings }), engineVersion: MATCHER_VERSION }
  const { go } = await startCheck(deps, check, key)
  if (go) await recordEvidence(deps, check, key, matchAccount({ form, readings }))
}
