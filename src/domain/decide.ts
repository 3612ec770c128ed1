import { materialKinds, sceneKinds } from './application.ts'
import type { MaterialKind } from './application.ts'
import { severities } from './decision.ts'
import type { Decision, Finding, Outcome, Reason } from './decision.ts'
import { fieldsByKind } from './evidence.ts'
import type { Check, CheckFailure } from './evidence.ts'
import { judgeAcross } from './judge-across.ts'
import { judgeApplication } from './judge-application.ts'
import { judgeBank } from './judge-bank.ts'
import { isForReviewer, isSettled, judgeCallback, reported, settledByCall } from './judge-callback.ts'
import { judgeDocuments } from './judge-documents.ts'
import { judgeMatches } from './judge-matches.ts'
import { judgePhotos } from './judge-photos.ts'
import { judgeOverlay } from './judge-overlay.ts'
import { judgeDocumentFiles } from './judge-provenance.ts'
import { judgeRecapture } from './judge-recapture.ts'
import { judgeReuse } from './judge-reuse.ts'
import { judgeRole } from './judge-role.ts'
import { judgeSampling } from './judge-sampling.ts'
import { judgeScene } from './judge-scene.ts'
import { judgeScope } from './judge-scope.ts'
import { judgeScore } from './judge-score.ts'
import { judgeVerification } from './judge-verification.ts'
import { judgeSentBack } from './judge-sent-back.ts'
import { isCardBack } from './slots.ts'
import { canBeMended, isFraudReason, reasonCodes, renderReason } from './reasons.ts'
import { scoreScene } from './scene-score.ts'
import type { SceneScore } from './scene-signals.ts'
import { finding, layOut } from './screening.ts'
import type { Judge, Screening, ScreeningInput } from './screening.ts'
import type { Policy } from './policy.ts'

const judges: readonly Judge[] = [
  judgeApplication,
  judgePhotos,
  judgeSentBack,
  judgeDocuments,
  judgeDocumentFiles,
  judgeScene,
  judgeOverlay,
  judgeRole,
  judgeRecapture,
  judgeReuse,
  judgeMatches,
  judgeBank,
  judgeScope,
  judgeVerification,
  judgeAcross,
  judgeCallback,
]

/**
 * The decision on one revision. Pure: the same input gives the same bytes, in whatever order the evidence came in.
 * Never approves when an expected check has no evidence; each outcome but `approved` has at least one reason.
 */
export function decide(input: ScreeningInput): Decision {
  const screening = layOut(input)
  const seen = [...judges.flatMap((judge) => judge(screening)), ...notDone(screening, input.failures)]
  const found = isForReviewer(screening, seen) ? [...seen, reported(screening)] : seen
  const scene = scoreScene(screening, found)
  const faults = toReasons([...found, ...judgeScore(screening, scene, found)], screening)
  const reasons = outcomeOf(faults) === 'approved' ? withSample(screening, scene, faults) : faults
  const { version } = input.policy
  return { outcome: outcomeOf(reasons), risk: riskOf(reasons, input.policy), policy: version, reasons, scene }
}

/** Last, for only what is otherwise approved is drawn: a fault leads where it leads, called or not. */
function withSample(screening: Screening, scene: SceneScore | null, reasons: Reason[]): Reason[] {
  const { policy } = screening
  const sampled = judgeSampling(screening, scene, riskOf(reasons, policy))
  return [...toReasons(sampled, screening), ...reasons].sort(byWeight)
}

/** What every decision must rest on: text of what can be read, clarity of each photo, the premises, and the match. */
export function expectedChecks(materials: readonly MaterialKind[]): { check: Check; material: MaterialKind | null }[] {
  const kinds = [...new Set(materials)]
  return [
    ...kinds.filter((kind) => kind in fieldsByKind).map((material) => ({ check: 'ocr' as const, material })),
    ...kinds.map((material) => ({ check: 'clarity' as const, material })),
    ...(kinds.some((kind) => sceneKinds.includes(kind)) ? [{ check: 'scene' as const, material: null }] : []),
    { check: 'account-match' as const, material: null },
  ]
}

/** Checks that failed, and checks of which there is no trace: both send the application to a person. */
function notDone(screening: Screening, failures: readonly CheckFailure[]): Finding[] {
  const failed = ({ check, material, error }: CheckFailure) =>
    finding('CHECK_FAILED', material, check, { check, error })
  const done = ({ check, material }: { check: Check; material: MaterialKind | null }): boolean => {
    if (check === 'ocr') return screening.readings.has(material!)
    if (check === 'clarity') return screening.clarity.has(material!)
    return check === 'scene' ? scenesSeen(screening) : screening.cells !== null
  }
  const reported = (expected: { check: Check; material: MaterialKind | null }) =>
    failures.some(
      ({ check, material }) => check === expected.check && (material === expected.material || material === null),
    )
  const untraced = expectedChecks(screening.materials)
    .filter((expected) => !done(expected) && !reported(expected))
    .map((expected) => failed({ ...expected, error: 'no evidence' }))
  // A photo that may not be kept has been judged by its reading: what else could not be asked of it needs nobody.
  const stillAsked = ({ material }: CheckFailure) => material === null || !isCardBack(screening, material)
  return [...failures.filter(stillAsked).map(failed), ...untraced]
}

/** Evidence of an earlier set of premises photos does not speak for a photo that was not in it. */
const scenesSeen = (screening: Screening): boolean =>
  screening.scene !== null &&
  screening.materials
    .filter((kind) => sceneKinds.includes(kind) && !isCardBack(screening, kind))
    .every((kind) => screening.scene!.photos.some((photo) => photo.kind === kind))

/**
 * What the reasons lead to:
 *
 * 0. What a reviewer wanted to be asked goes back to a reviewer, who may hold a refusal or a return in hand.
 * 1. A `decline` is final: nothing that could be mended or asked would change it.
 * 2. A suspicion of fraud goes to a person, even where something could be returned. A return would tell the applicant
 *    what to change before anyone has looked, and its neutral reason would stand out in the list of faults.
 *    The reviewer sees both and may return the application.
 * 3. Otherwise what the applicant can mend is returned first: a person or a call would have to be spent again after.
 *    Nothing is lost, for the next revision is decided afresh, with the same reasons where they still hold.
 * 4. Then `review`, then `callback`: a person who looks can also call.
 */
function outcomeOf(reasons: readonly Reason[]): Outcome {
  const has = (test: (reason: Reason) => boolean) => reasons.some(test)
  if (has(({ code, severity }) => code === 'CALLBACK_REPORTED' && severity === 'review')) return 'manual_review'
  if (has(({ severity }) => severity === 'decline')) return 'rejected'
  if (has(({ severity, code }) => severity === 'review' && isFraudReason(code))) return 'manual_review'
  if (has(({ severity, code }) => severity === 'return' && canBeMended(code))) return 'resubmission_required'
  // Nobody can bring what cannot be mended, whatever a policy says: it is looked at.
  if (has(({ severity }) => severity === 'review' || severity === 'return')) return 'manual_review'
  return has(({ severity }) => severity === 'callback') ? 'callback_required' : 'approved'
}

/**
 * 0-100: reasons add up as independent chances, 100 · (1 − ∏ (1 − weight / 100)), rounded. The weight is that of the
 * code where the policy has one, otherwise that of the severity. A figure to sort work by, not a probability.
 */
export function riskOf(reasons: readonly Reason[], { risk }: Policy): number {
  const clean = reasons.reduce(
    (rest, { code, severity }) => rest * (1 - (risk.code[code] ?? risk.severity[severity]) / 100),
    1,
  )
  return Math.round(100 * (1 - clean))
}

/** Worst first, then in the order of the photos and of the catalogue. One reason for each code, photo and field. */
function toReasons(findings: readonly Finding[], screening: Screening): Reason[] {
  const unique = new Map<string, Finding>()
  const written = findings.map((found) => ({ found, text: JSON.stringify(found) }))
  for (const { found } of written.sort((a, b) => compare(a.text, b.text))) {
    const key = JSON.stringify([found.code, found.material, found.field])
    if (!unique.has(key)) unique.set(key, found)
  }
  return [...unique.values()].map((found) => toReason(found, screening)).sort(byWeight)
}

/** At the severity that the policy gives it, unless a call has cleared up what there was to ask. */
function toReason(found: Finding, screening: Screening): Reason {
  const severity = screening.policy.severity[found.code]
  return severity === 'callback' && isSettled(screening, found)
    ? settledByCall(renderReason(found, 'info'))
    : renderReason(found, severity)
}

const compare = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0)

function byWeight(a: Reason, b: Reason): number {
  const place = ({ material }: Reason) => (material ? materialKinds.indexOf(material) : materialKinds.length)
  return (
    severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
    place(a) - place(b) ||
    reasonCodes.indexOf(a.code) - reasonCodes.indexOf(b.code) ||
    compare(a.field ?? '', b.field ?? '')
  )
}
