import { matchAccount } from '../domain/account-match.ts'
import type { OcrEvidence } from '../domain/evidence.ts'
import { verificationCells } from '../domain/verification-cells.ts'
import { contentHash } from '../platform/canonical.ts'
import { inAttempt } from './check-attempt.ts'
import type { ScreeningRef } from './deps.ts'
import { findReusedNumbers } from './document-numbers.ts'
import { loadScreening } from './load-screening.ts'
import { recordEvidence, startCheck } from './record-evidence.ts'
import { type VerifyDeps, verifyFacts } from './verify-facts.ts'

/** Changes when the same inputs may compare differently. */
const MATCHER_VERSION = 'match/6'

/**
 * Compares names and numbers across all that was declared and read, asks the bank and the registry where the configuration
 * names them, and looks for the numbers in all other applications. What these say depends on when they were asked, so the
 * answer belongs to this run alone.
 */
export async function matchApplication(deps: VerifyDeps, ref: ScreeningRef): Promise<void> {
  const { form, evidence } = await loadScreening(deps, ref)
  const readings = evidence.filter((e): e is OcrEvidence => e.check === 'ocr')
  const check = { ...ref, check: 'account-match', slot: 'application' } as const
  const { applicationId, revision, run } = ref
  const subject = contentHash({ applicationId, revision, run, form, readings })
  const key = { subject, engineVersion: MATCHER_VERSION }
  const start = await startCheck(deps, check, key)
  if (!start.go) return
  await inAttempt(start.attempt, async () => {
    const declared = { form, readings }
    const [reused, verifications] = await Promise.all([findReusedNumbers(deps, ref), verifyFacts(deps, ref, declared)])
    const matched = matchAccount(declared)
    const cells = [...matched.cells, ...verificationCells(declared, verifications)]
    const asked = verifications.length > 0 && { verifications }
    await recordEvidence(deps, check, key, { ...matched, cells, reused, ...asked })
  })
}
