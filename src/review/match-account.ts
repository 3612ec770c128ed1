import { matchAccount } from '../domain/account-match.ts'
import type { OcrEvidence } from '../domain/evidence.ts'
import { contentHash } from '../platform/canonical.ts'
import type { ReviewDeps, ScreeningRef } from './deps.ts'
import { findReusedNumbers } from './document-numbers.ts'
import { loadScreening } from './load-screening.ts'
import { recordEvidence, startCheck } from './record-evidence.ts'

/** Changes when the same inputs may compare differently. */
const MATCHER_VERSION = 'match/3'

/**
 * Compares names and numbers across all that was declared and read, and the numbers with those of all other applications.
 * What the second says depends on when it was asked, so the answer belongs to this revision alone.
 */
export async function matchApplication(deps: ReviewDeps, ref: ScreeningRef): Promise<void> {
  const { form, evidence } = await loadScreening(deps, ref)
  const readings = evidence.filter((e): e is OcrEvidence => e.check === 'ocr')
  const check = { ...ref, check: 'account-match', slot: 'application' } as const
  const { applicationId, revision } = ref
  const key = { subject: contentHash({ applicationId, revision, form, readings }), engineVersion: MATCHER_VERSION }
  const { go } = await startCheck(deps, check, key)
  if (!go) return
  const reused = await findReusedNumbers(deps, ref)
  await recordEvidence(deps, check, key, { ...matchAccount({ form, readings }), reused })
}
